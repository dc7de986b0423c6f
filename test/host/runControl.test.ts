import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import { Keeper } from '../../src/host/runs/keeper.js';
import { RunControl, type RunEvents } from '../../src/host/runs/runControl.js';
import { Storage } from '../../src/host/runs/storage.js';
import type { RunState, ToWorker } from '../../src/protocol.js';
import { packCheckpoint } from '../../src/node/checkpoint.js';
import { temporaryFolder } from './processes.js';
import { factsOf, moons } from './support.js';

class NoStorage extends Storage {
  override save(): Promise<void> {
    return Promise.resolve();
  }
}

/** Returns a run that trains and has a checkpoint, in a simulated session. */
async function trainingRun() {
  const store = new ConfigStore('file:///a', 'a');
  store.configure(await factsOf(moons(5)));
  const posted: ToWorker['type'][] = [];
  const failures: string[] = [];
  const events = new EventEmitter<RunEvents>();
  events.on('failed', (reason) => failures.push(reason));
  const link = {
    post: ({ type }: ToWorker) => void posted.push(type),
    expectAnswer: () => undefined,
    isCrowded: false,
    end: () => Promise.resolve(),
  };
  const keeper = new Keeper(store, new NoStorage(temporaryFolder('runs'), () => undefined), () => undefined);
  const control = new RunControl(store, link, keeper, events, () => '');
  control.start(true);
  const run = store.run!.id;
  control.receive({ type: 'state', run, state: 'training' });
  const checkpoint = {
    state: null,
    data: null,
    elapsedMs: 0,
    runState: 'training',
    outcome: undefined,
    recording: null,
    isEdited: false,
  } as const;
  control.receive({ type: 'checkpoint', run, bytes: packCheckpoint(checkpoint) });
  posted.length = 0;
  return { control, store, posted, failures };
}

describe('A run whose thread is ended for another config', () => {
  const cases: readonly ['pause' | 'stop' | null, RunState, ToWorker['type'][]][] = [
    [null, 'paused', ['start', 'resume']],
    ['pause', 'paused', ['pause']],
    ['stop', 'stopped', ['stop']],
  ];
  for (const [asked, state, expected] of cases)
    it(asked ? `does not go on where it was asked to ${asked}` : 'goes on by itself', async () => {
      const { control, store, posted, failures } = await trainingRun();
      if (asked) control[asked]();
      control.lost({ kind: 'displaced' });
      assert.deepEqual([posted, store.run!.status.state, failures], [expected, state, []]);
    });
});

describe('A run whose thread ends', () => {
  it('reports it although it had not begun to train again', async () => {
    const { control, store, failures } = await trainingRun();
    const run = store.run!.id;
    control.receive({ type: 'state', run, state: 'paused' });
    control.continueRun('resume');
    control.lost({ kind: 'died', reason: 'out of memory' });
    assert.deepEqual([failures.length, store.run!.status.error], [1, failures[0]]);
    assert.match(failures[0], /out of memory/);
  });

  it('reports nothing if it was paused', async () => {
    const { control, store, failures } = await trainingRun();
    control.receive({ type: 'state', run: store.run!.id, state: 'paused' });
    control.lost({ kind: 'died', reason: 'out of memory' });
    assert.deepEqual([failures, store.run!.status.state, store.run!.status.error], [[], 'paused', null]);
  });
});
