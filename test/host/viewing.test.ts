import assert from 'node:assert/strict';
import type { Training } from '../../src/host/runs/training.js';
import { unpackCheckpoint } from '../../src/node/checkpoint.js';
import { Bench, endless, moons, pausesAfter, reaches, settles, until } from './support.js';

const first = { layer: 1, unit: 0, input: 0 };

describe('The training of a config whose epochs are viewed', () => {
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());

  async function reload(training: Training, config: object): Promise<Training> {
    await training.suspend();
    await bench.storage.flush();
    return bench.open(config, { uri: training.store.uri });
  }

  async function views(training: Training, epoch: number | null): Promise<unknown> {
    const isShown = (): boolean => {
      const { status, snapshot } = training.store.view();
      if (epoch === null) return status!.viewing === null && snapshot?.epoch === status!.epoch;
      return status!.viewing?.epoch === epoch && snapshot?.epoch === epoch;
    };
    training.viewEpoch(epoch);
    await until(training, isShown);
    return training.store.view().snapshot;
  }

  async function done(config: object, uri?: string): Promise<Training> {
    const training = await bench.open(config, { uri });
    training.train();
    await reaches(training, 'done');
    await settles(training);
    return training;
  }

  it('shows a viewed epoch again after a reload of the window, and others of the run, as a run that ended there', async () => {
    const before = await done(moons(50));
    const snapshot = await views(before, 17);
    const after = await reload(before, moons(50));
    const { status, snapshot: restored } = after.store.view();
    assert.deepEqual([status?.viewing, restored], [{ epoch: 17, fraction: null }, snapshot]);
    const other = await done(moons(31), 'file:///other.backprop.json');
    assert.deepEqual(await views(after, 31), other.store.view().snapshot);
    await views(after, null);
    assert.deepEqual(after.store.view().status?.viewing, null);
    assert.equal(after.store.run?.status.state, 'done');
  });

  it('follows its file to another name', async () => {
    const training = await done(moons(40));
    const snapshot = await views(training, 11);
    training.rename('file:///renamed.backprop.json', bench.folder);
    await views(training, 12);
    assert.deepEqual(await views(training, 11), snapshot);
  });

  it('remembers that parameters were changed by hand, and takes that back after a reload', async () => {
    const before = await bench.open(moons(endless));
    before.train();
    await pausesAfter(before, 20);
    const [weight] = before.store.view().snapshot!.layers[0].weights!;
    before.ask({ type: 'setParameter', place: first, value: 4 });
    await until(before, () => before.store.view().snapshot!.layers[0].weights![0] === 4);
    await settles(before);
    const { history, status } = before.store.view();
    assert.equal(history.epoch.length, status!.epoch + 1);
    assert.equal(before.store.runs.all[0].record.edited, true);

    const after = await reload(before, moons(endless));
    assert.equal(after.store.run?.status.edited, true);
    after.train();
    await pausesAfter(after, status!.epoch + 20);
    after.ask({ type: 'resetParameters' });
    await until(after, () => after.store.run?.status.edited === false);
    await settles(after);
    const back = after.store.view();
    assert.equal(back.snapshot!.layers[0].weights![0], weight);
    assert.deepEqual([back.status?.epoch, back.history.epoch.length], [status!.epoch, status!.epoch + 1]);
    assert.equal(back.status?.state, 'paused');
  });

  it('trains a change of the initial parameters, though the window was reloaded before', async () => {
    const before = await bench.open(moons(30));
    before.prepare();
    await settles(before);
    before.ask({ type: 'setParameter', place: first, value: 4 });
    await until(before, () => before.store.view().snapshot!.layers[0].weights![0] === 4);
    await settles(before);
    const after = await reload(before, moons(30));
    after.train();
    await reaches(after, 'done');
    await settles(after);
    assert.equal(after.store.run?.status.edited, true);
    const plain = await done(moons(30), 'file:///plain.backprop.json');
    assert.notDeepEqual(after.store.view().snapshot, plain.store.view().snapshot);
  });

  it('branches from an epoch with other settings, and says so in the list of runs', async () => {
    const training = await done(moons(50));
    const { id } = training.store.run!;
    await views(training, 20);
    training.changeSettings({ ...training.store.settings!, epochs: 60, learningRate: 0.05 });
    training.branch();
    await until(training, () => training.store.run!.id !== id);
    await reaches(training, 'done');
    await settles(training);
    const { status, history, runs } = training.store.view();
    assert.deepEqual([status?.branchOf, status?.epoch], [{ run: id, epoch: 20 }, 60]);
    assert.deepEqual([history.epoch[0], history.epoch.at(-1), history.learningRate.at(-1)], [20, 60, 0.05]);
    assert.deepEqual(runs.map(({ run, branchOf }) => [run, branchOf]), [[status!.run, { run: id, epoch: 20 }], [id, null]]); // prettier-ignore
    const after = await reload(training, moons(50));
    assert.deepEqual(after.store.run?.status.branchOf, { run: id, epoch: 20 });
  });

  it('says why it cannot branch, and keeps the run', async () => {
    const training = await done(moons(50));
    const reasons: string[] = [];
    training.events.on('branchRefused', (reason) => reasons.push(reason));
    training.changeSettings({ ...training.store.settings!, epochs: 20 });
    await views(training, 20);
    training.branch();
    await until(training, () => training.store.view().status!.viewing?.epoch === 20);
    await training.shown.take();
    assert.match(reasons.join(), /ends at epoch 20, but it would begin at epoch 20/);
    assert.equal(training.store.run?.status.state, 'done');
  });

  it('has the state that is shown, for a pass to be stepped through', async () => {
    const training = await done(moons(50));
    await views(training, 8);
    const taken = await training.shown.take();
    assert.equal(taken?.epoch, 8);
    assert.equal((unpackCheckpoint(taken.bytes).state as { epoch: number }).epoch, 8);
  });
});
