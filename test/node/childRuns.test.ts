import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { KernelPlace } from '../../src/backends/wasm/kernelPlace.js';
import { unpackCheckpoint } from '../../src/node/checkpoint.js';
import { ChildFolder, childEntry, large, trained } from './childFolder.js';
import { Driver, specOf } from '../worker/support.js';

const endless = trained({ epochs: 1_000_000 });
const small = { ...large, layers: large.layers.slice(2) };

describe('A run in a child process', () => {
  const child = new ChildFolder();
  const { place, choices } = child;
  const processes = (): number[] => child.processes();
  let driver: Driver;

  before(() => child.setUp());
  beforeEach(async () => {
    driver = await open(place);
  });
  afterEach(() => driver.close());
  after(() => child.tearDown());

  const open = (kernels: KernelPlace | null): Promise<Driver> => Driver.open({ kernels }, childEntry);
  const start = async (run: string, config: object, to = driver): Promise<void> =>
    to.post({
      type: 'start',
      run,
      spec: await specOf(config),
      directory: child.folder,
      train: true,
      checkpoint: null,
    });
  const none = async (): Promise<void> => {
    while (processes().length) await new Promise(setImmediate);
  };

  it('results in the same numbers as a run in the thread, bit for bit, and reports the same', async () => {
    await start('inChild', large);
    const there = unpackCheckpoint(await driver.settled('inChild', 'done'));
    assert.equal(processes().length, 1);
    const other = await open({ ...place, revectorize: false });
    try {
      await start('here', large, other);
      const here = unpackCheckpoint(await other.settled('here', 'done'));
      assert.equal(processes().length, 1);
      assert.deepEqual(there.state, here.state);
      assert.deepEqual(there.outcome, here.outcome);
      assert.deepEqual(driver.historyOf('inChild'), other.historyOf('here'));
      const kinds = (messages: Driver['messages']) => [...new Set(messages.map(({ type }) => type))].sort();
      assert.deepEqual(kinds(driver.messages), kinds(other.messages));
    } finally {
      await other.close();
    }
  });

  it('shows the state after any epoch, as a run that ended there, and edits parameters', async () => {
    const network = (messages: Driver['messages']): unknown => {
      const { snapshot } = messages.findLast((message) => message.type === 'snapshot')!;
      return snapshot.layers.map(({ bias, heat, minWeight, maxWeight }) => [
        bias,
        heat,
        minWeight,
        maxWeight,
      ]);
    };
    await start('short', trained({ epochs: 4 }));
    await driver.settled('short', 'done');
    const short = network(driver.messages);
    await start('long', large);
    const bytes = await driver.settled('long', 'done');
    driver.post({ type: 'view', run: 'long', epoch: 4 });
    await driver.next('snapshot', ({ run, snapshot }) => run === 'long' && snapshot.epoch === 4);
    assert.deepEqual(network(driver.messages), short);
    // The process has ended, and the run continues from its checkpoint in another one.
    const [pid] = processes();
    process.kill(pid, 'SIGKILL');
    await driver.next('interrupted');
    await child.forget(pid);
    const spec = await specOf(large);
    const since = driver.messages.length;
    driver.post({ type: 'start', run: 'long', spec, directory: '', train: false, checkpoint: bytes });
    driver.post({ type: 'view', run: 'long', epoch: 4 });
    await driver.next('snapshot', ({ snapshot }) => snapshot.epoch === 4, since);
    assert.deepEqual(network(driver.messages), short);
    driver.post({ type: 'view', run: 'long', epoch: null });
    driver.post({ type: 'setParameter', run: 'long', place: { layer: 3, unit: 0, input: 0 }, value: 9 });
    await driver.next('edited', ({ edited }) => edited, since);
  });

  it('pauses, trains an epoch, goes on and stops when it is told', async () => {
    await start('a', endless);
    driver.post({ type: 'pause', run: 'a' }); // on its way there
    await driver.settled('a', 'ready');
    driver.post({ type: 'stepEpoch', run: 'a' });
    await driver.settled('a', 'paused');
    assert.deepEqual([...driver.historyOf('a').epoch], [0, 1]);
    const since = driver.messages.length;
    driver.post({ type: 'resume', run: 'a' });
    await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > 1, since);
    driver.post({ type: 'stop', run: 'a' });
    await driver.settled('a', 'stopped');
    assert.equal(processes().length, 1);
  });

  it('stops even if it is not decided yet where it trains', async () => {
    await start('a', endless);
    driver.post({ type: 'stop', run: 'a' });
    await driver.state('a', 'stopped');
  });

  it('gives way to the next one: in the same process where that is large, else in the thread alone', async () => {
    await start('first', endless);
    await driver.next('metrics', ({ run }) => run === 'first');
    await start('second', large);
    const since = driver.messages.length;
    await driver.settled('second', 'done');
    assert.equal(processes().length, 1);
    const late = driver.messages.slice(since).filter((m) => 'run' in m && m.run === 'first');
    // Messages sent before "second" was received may still arrive, but none after its first message.
    const spoken = driver.messages.findIndex((m) => 'run' in m && m.run === 'second');
    assert.ok(late.every((message) => driver.messages.indexOf(message) < spoken));
    await start('third', small);
    await driver.settled('third', 'done');
    for (const pid of processes()) await ended(pid);
  });

  it('fails with the reason if its process dies, and the next run has another process', async () => {
    await start('a', endless);
    await driver.next('metrics');
    const [pid] = processes();
    process.kill(pid, 'SIGKILL');
    const { run, reason } = await driver.next('interrupted');
    assert.equal(run, 'a');
    assert.match(reason, /process ended unexpectedly/);
    await start('b', large);
    await driver.settled('b', 'done');
    assert.ok(processes().some((other) => other !== pid));
    await child.forget(pid);
  });

  it('fails if its process does not respond to a stop', async () => {
    await start('a', endless);
    await driver.next('metrics');
    const [pid] = processes();
    process.kill(pid, 'SIGSTOP');
    driver.post({ type: 'stop', run: 'a' });
    const { reason } = await driver.next('interrupted');
    assert.match(reason, /SIGKILL/);
    await child.forget(pid);
  });

  it('ends with its thread, however that ends', async () => {
    await none();
    await start('a', endless);
    await driver.next('metrics');
    assert.equal(processes().length, 1);
    await driver.close();
    await none();
  });

  it('ends with the last of its thread’s sessions, and its runs share it until then', async () => {
    await none();
    await start('a', endless);
    const spec = await specOf(endless);
    driver.post({ type: 'start', run: 'b', spec, directory: child.folder, train: true, checkpoint: null }, 2);
    await driver.next('metrics', ({ run }) => run === 'a');
    await driver.next('metrics', ({ run }) => run === 'b');
    const [pid, ...others] = processes();
    assert.deepEqual(others, []);
    driver.tell({ type: 'close', session: 1 });
    await driver.next('metrics', ({ run }) => run === 'b', driver.messages.length);
    driver.tell({ type: 'close', session: 2 });
    await ended(pid);
  });

  it('ends before its thread if the thread is told to end', async () => {
    await start('a', endless);
    await driver.next('metrics');
    const [pid] = processes();
    const gone = driver.ended();
    driver.tell({ type: 'end' });
    await gone;
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    await ended(pid);
  });

  it('is not used for small networks, for other precisions, or if it is switched off', async () => {
    await none();
    const switchedOff = await open({ ...place, revectorize: false });
    try {
      await start('a', small);
      await driver.settled('a', 'done');
      await start('b', trained({ precision: 'float64', epochs: 1 }));
      await driver.settled('b', 'done');
      await start('c', large, switchedOff);
      await switchedOff.settled('c', 'done');
      assert.ok(existsSync(choices));
      assert.deepEqual(processes(), []);
    } finally {
      await switchedOff.close();
    }
  });

  /** Waits until a process has ended, and removes the note that it leaves if it was killed. */
  async function ended(pid: number): Promise<void> {
    const isThere = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isThere()) await new Promise(setImmediate);
    await child.forget(pid);
  }
});
