import assert from 'node:assert/strict';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import { Keeper } from '../../src/host/runs/keeper.js';
import { Storage } from '../../src/host/runs/storage.js';
import { temporaryFolder } from './processes.js';
import { factsOf, moons } from './support.js';

/** A storage in which a save takes 100 ms by the fake clock of this test. */
class SlowStorage extends Storage {
  saves = 0;

  override async save(): Promise<void> {
    this.saves++;
    time += 100;
    await Promise.resolve();
  }
}

let time = 0;

describe('Keeping a run while it trains', () => {
  const now = performance.now.bind(performance);
  beforeEach(() => {
    time = 0;
    performance.now = () => time;
  });
  afterEach(() => {
    performance.now = now;
  });

  it('takes at most a twentieth of the time, and saves every state at rest', async () => {
    const { spec, ...facts } = await factsOf(moons(5));
    const store = new ConfigStore('file:///a', 'a');
    store.configure({ spec, ...facts });
    store.begin('run', spec!);
    const run = store.run!;
    const storage = new SlowStorage(temporaryFolder('keeper'), () => undefined);
    const keeper = new Keeper(store, storage, () => undefined);
    const keep = async (): Promise<number> => {
      keeper.keep(run);
      await new Promise(setImmediate);
      return storage.saves;
    };
    assert.equal(await keep(), 1);
    time += 1999;
    assert.equal(await keep(), 1);
    time += 1;
    assert.equal(await keep(), 2);
    store.receive({ type: 'state', run: 'run', state: 'paused' });
    assert.equal(await keep(), 3);
  });
});
