import assert from 'node:assert/strict';
import type { TrainingState } from '../../src/engine/training/state.js';
import type { Snapshot } from '../../src/protocol.js';
import { unpackCheckpoint } from '../../src/node/checkpoint.js';
import { Driver, specOf } from './support.js';

const moons = (training: object = {}): object => ({
  layers: [
    { units: 6, activation: 'tanh', dropout: 0.2 },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60, noise: 0.1, validationSplit: 0.25 },
  training: { optimizer: { type: 'adam', learningRate: 0.01 }, epochs: 60, batchSize: 8, seed: 2, ...training },
}); // prettier-ignore
const endless = 100_000_000;
const first = { layer: 1, unit: 0, input: 0 };

const weightsOf = ({ layers }: Snapshot): unknown => layers.map(({ weights, bias }) => [weights, bias]);

describe('A worker whose run is viewed at an epoch', () => {
  let driver: Driver;
  beforeEach(async () => (driver = await Driver.open()));
  afterEach(() => driver.close());

  const start = async (run: string, config: object, more: object = {}): Promise<void> => {
    const spec = await specOf(config);
    driver.post({ type: 'start', run, spec, directory: '', train: true, checkpoint: null, ...more });
  };
  const finished = async (run: string, config: object): Promise<Snapshot> => {
    await start(run, config);
    await driver.settled(run, 'done');
    return driver.messages.findLast((m) => m.type === 'snapshot')!.snapshot;
  };
  const viewed = async (run: string, epoch: number | null): Promise<Snapshot> => {
    const since = driver.messages.length;
    driver.post({ type: 'view', run, epoch });
    const fits = epoch === null ? () => true : (s: Snapshot) => s.epoch === epoch;
    const { snapshot } = await driver.next('snapshot', (m) => m.run === run && fits(m.snapshot), since);
    return snapshot;
  };
  const edited = async (run: string, value: number): Promise<Snapshot> => {
    const since = driver.messages.length;
    driver.post({ type: 'setParameter', run, place: first, value });
    return (await driver.next('snapshot', () => true, since)).snapshot;
  };

  it('shows the parameters of a run that ended there, in any order, and the current ones again', async () => {
    const ends: Snapshot[] = [];
    for (const epochs of [1, 17, 18, 59]) ends.push(await finished(`to ${epochs}`, moons({ epochs })));
    const whole = await finished('whole', moons());
    for (const end of [ends[3], ends[0], ends[1], ends[2]]) {
      const snapshot = await viewed('whole', end.epoch);
      assert.deepEqual(weightsOf(snapshot), weightsOf(end));
    }
    const at18 = driver.messages.findLast((m) => m.type === 'viewing');
    assert.deepEqual([at18?.epoch, at18?.fraction], [18, null]);
    const evaluation = await driver.next('evaluation', () => true, driver.messages.indexOf(at18!));
    assert.equal(evaluation.run, 'whole');
    assert.deepEqual(await viewed('whole', null), whole);
    assert.equal(driver.messages.findLast((m) => m.type === 'viewing')?.epoch, null);
  });

  it('posts its regions and the maps of its units before its network, so that they are of one epoch', async () => {
    await finished('a', moons());
    await driver.idle();
    const since = driver.messages.length;
    await viewed('a', 9);
    const types = driver.messages.slice(since).map(({ type }) => type);
    assert.deepEqual(types.slice(0, 4), ['regions', 'unitMaps', 'viewing', 'snapshot']);
    const { regions } = await driver.next('regions', () => true, since);
    assert.equal(regions.epoch, 9);
  });

  it('goes on training beside it', async () => {
    await start('a', moons({ epochs: endless }));
    await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > 100);
    const snapshot = await viewed('a', 40);
    assert.deepEqual(weightsOf(snapshot), weightsOf(await viewedOnItsOwn(40)));
    const since = driver.messages.length;
    const before = driver.historyOf('a').epoch.at(-1)!;
    await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > before + 500, since);
    const later = driver.messages.slice(since).filter((m) => m.type === 'snapshot');
    assert.deepEqual(later.filter((m) => m.snapshot.epoch !== 40), []); // prettier-ignore
    driver.post({ type: 'pause', run: 'a' });
    await driver.settled('a', 'paused');
  });

  const viewedOnItsOwn = async (epochs: number): Promise<Snapshot> => {
    const other = await Driver.open();
    const spec = await specOf(moons({ epochs }));
    other.post({ type: 'start', run: 'b', spec, directory: '', train: true, checkpoint: null });
    await other.settled('b', 'done');
    await other.close();
    return other.messages.findLast((m) => m.type === 'snapshot')!.snapshot;
  };

  it('is asked for an epoch that it has not reached, or that is none: it shows the nearest', async () => {
    await finished('a', moons({ epochs: 3 }));
    for (const [wanted, shown] of [[-4, 0], [1e9, 3], [1.4, 1], [NaN, 3]]) {
      const since = driver.messages.length;
      driver.post({ type: 'view', run: 'a', epoch: wanted });
      const { epoch } = await driver.next('viewing', ({ fraction }) => fraction === null, since);
      assert.equal(epoch, shown, `${wanted}`);
    } // prettier-ignore
  });

  it('shows the epochs before a failure', async () => {
    const failing = { layers: [{ units: 1 }], loss: 'meanSquaredError', data: { inputs: [[1], [2]], targets: [[1], [2]] }, training: { optimizer: { type: 'sgd', learningRate: 1e60 }, epochs: 50 } }; // prettier-ignore
    await start('a', failing);
    await driver.settled('a', 'failed');
    const reached = driver.historyOf('a').epoch.at(-1)!;
    assert.ok(reached >= 1);
    for (let epoch = 0; epoch <= reached; epoch++) assert.equal((await viewed('a', epoch)).epoch, epoch);
  });

  it('shows the epochs of a run that goes on from a checkpoint', async () => {
    await start('a', moons());
    const bytes = await driver.settled('a', 'done');
    const at20 = await viewed('a', 20);
    assert.ok(unpackCheckpoint(bytes).recording!.recording.frames.length > 0);
    await start('a', moons(), { train: false, checkpoint: bytes });
    assert.deepEqual(await viewed('a', 20), at20);
  });

  it('is marked as the best epoch of early stopping only at the end', async () => {
    const stopping = moons({ epochs: 500, optimizer: { type: 'adam', learningRate: 0.1 }, earlyStopping: { patience: 5 } }); // prettier-ignore
    const restored = await finished('a', stopping);
    assert.ok(restored.epoch < 500);
    assert.deepEqual(weightsOf(await viewed('a', restored.epoch)), weightsOf(restored));
    assert.notDeepEqual(weightsOf(await viewed('a', restored.epoch - 1)), weightsOf(restored));
  });

  it('continues from it as the run did, as a run of its own with the same settings', async () => {
    const whole = await finished('whole', moons());
    await viewed('whole', 30);
    driver.post({ type: 'take', run: 'whole' });
    const { bytes, epoch } = await driver.next('taken');
    assert.equal(epoch, 30);
    await start('branch', moons(), { checkpoint: bytes, isBranch: true });
    const end = await driver.settled('branch', 'done');
    assert.deepEqual((unpackCheckpoint(end).state as TrainingState).epoch, 60);
    const snapshot = driver.messages.findLast((m) => m.type === 'snapshot')!.snapshot;
    assert.deepEqual(weightsOf(snapshot), weightsOf(whole));
    assert.equal(driver.historyOf('branch').epoch[0], 30);
    const since = driver.messages.length;
    driver.post({ type: 'view', run: 'branch', epoch: 4 });
    assert.equal((await driver.next('viewing', ({ fraction }) => fraction === null, since)).epoch, 30);
  });

  it('is refused as a run of another network', async () => {
    await start('whole', moons({ epochs: 5 }));
    await driver.settled('whole', 'done');
    driver.post({ type: 'take', run: 'whole' });
    const { bytes } = await driver.next('taken');
    const other = { ...moons(), layers: [{ units: 5 }, { units: 1, activation: 'sigmoid' }] };
    await start('branch', other, { checkpoint: bytes, isBranch: true });
    const { findings } = await driver.next('failed');
    assert.deepEqual(findings.map(({ code }) => code), ['branch-misfit']); // prettier-ignore
  });

  const deep = [...Array.from({ length: 50 }, () => ({ units: 3, activation: 'tanh' })), { units: 1 }];
  const wide = [{ units: 1000, activation: 'relu' }, { units: 1000, activation: 'relu' }, { units: 1 }];
  const extremes: Readonly<Record<string, readonly [object, number]>> = {
    'two epochs': [moons({ epochs: 2 }), 1],
    'one sample': [{ ...moons({ epochs: 9 }), data: { inputs: [[1, 2]], targets: [[1]] } }, 4],
    'fifty layers': [{ ...moons({ epochs: 9 }), layers: deep, loss: 'meanSquaredError' }, 4],
    'a thousand units a layer': [{ ...moons({ epochs: 4 }), layers: wide, loss: 'meanSquaredError' }, 2],
  };
  for (const [name, [config, epoch]] of Object.entries(extremes))
    it(`shows any epoch of a run with ${name}`, async () => {
      await start('a', config);
      const bytes = await driver.settled('a', 'done');
      for (const wanted of [epoch, 0, epoch + 1]) assert.equal((await viewed('a', wanted)).epoch, wanted);
      const frames = unpackCheckpoint(bytes).recording!.recording.frames;
      assert.ok(frames.reduce((sum, frame) => sum + frame.bytes, 0) <= 2 ** 22);
      const { note } = await driver.next('recorded');
      assert.equal(note !== null, name.includes('thousand'), note ?? '');
    });

  describe('with a parameter that is changed by hand', () => {
    const pausedAt = async (run: string, more: number): Promise<number> => {
      await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > more);
      driver.post({ type: 'pause', run });
      await driver.settled(run, 'paused');
      const since = driver.messages.length;
      driver.post({ type: 'stepEpoch', run }); // to the end of the epoch
      const bytes = await driver.settled(run, 'paused', since);
      return (unpackCheckpoint(bytes).state as TrainingState).epoch;
    };

    it('trains on from it; earlier epochs are those before it, later ones follow from it', async () => {
      await start('a', moons({ epochs: endless }));
      const epoch = await pausedAt('a', 30);
      const before = await viewed('a', epoch);
      await viewed('a', null);
      const snapshot = await edited('a', 1.25);
      assert.equal(snapshot.layers[0].weights![0], 1.25);
      assert.ok((await driver.next('edited')).edited);
      const again = await driver.next('metrics', ({ history }) => history.epoch[0] === epoch, driver.messages.length - 1);
      assert.equal(again.history.epoch.length, 1);
      await driver.idle();
      const since = driver.messages.length;
      driver.post({ type: 'resume', run: 'a' });
      await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > epoch + 40, since);
      driver.post({ type: 'pause', run: 'a' });
      const bytes = await driver.settled('a', 'paused', since);
      assert.ok(unpackCheckpoint(bytes).isEdited);
      assert.deepEqual(weightsOf(await viewed('a', epoch - 1)), weightsOf(await viewedOnItsOwn(epoch - 1)));
      assert.equal((await viewed('a', epoch)).layers[0].weights![0], 1.25);
      assert.notDeepEqual(weightsOf(await viewed('a', epoch + 1)), weightsOf(await viewedOnItsOwn(epoch + 1)));
      await viewed('a', null);
      const reset = driver.messages.length;
      driver.post({ type: 'resetParameters', run: 'a' });
      assert.equal((await driver.next('edited', () => true, reset)).edited, false);
      const back = (await driver.next('snapshot', () => true, reset)).snapshot;
      assert.deepEqual(weightsOf(back), weightsOf(before));
      assert.equal(back.epoch, epoch);
    }); // prettier-ignore

    it('is not changed while it trains, at another epoch, to no number, or where there is none', async () => {
      await start('a', moons({ epochs: endless }));
      driver.post({ type: 'setParameter', run: 'a', place: first, value: 2 });
      await pausedAt('a', 10);
      for (const place of [{ ...first, layer: 0 }, { ...first, unit: 6 }, { ...first, input: 2 }, { ...first, unit: 0.5 }])
        driver.post({ type: 'setParameter', run: 'a', place, value: 2 });
      driver.post({ type: 'setParameter', run: 'a', place: first, value: NaN });
      await viewed('a', 5);
      driver.post({ type: 'setParameter', run: 'a', place: first, value: 2 });
      driver.post({ type: 'resetParameters', run: 'a' });
      await viewed('a', null);
      assert.deepEqual(driver.messages.filter(({ type }) => type === 'edited'), []);
    }); // prettier-ignore

    it('is changed back in a run that has ended since, which then is paused', async () => {
      await start('a', moons(), { train: false });
      await driver.settled('a', 'ready');
      await edited('a', 3);
      driver.post({ type: 'resume', run: 'a' });
      await driver.settled('a', 'done');
      const since = driver.messages.length;
      driver.post({ type: 'resetParameters', run: 'a' });
      await driver.settled('a', 'paused', since);
      driver.post({ type: 'resume', run: 'a' });
      await driver.settled('a', 'done', since);
      const end = driver.messages.findLast((m) => m.type === 'snapshot')!.snapshot;
      assert.deepEqual(weightsOf(end), weightsOf(await viewedOnItsOwn(60)));
    });
  });

  it('trains at a pace that can be watched: each of the first epochs is shown, and a pause takes effect at once', async () => {
    await start('a', moons({ epochs: endless }), { pace: 'watch' });
    const started = performance.now();
    await driver.next('snapshot', ({ snapshot }) => snapshot.epoch >= 12);
    assert.ok(performance.now() - started > 300, `${performance.now() - started}`);
    const shown = driver.messages.flatMap((m) => (m.type === 'snapshot' ? [m.snapshot.epoch] : []));
    const epochs = [...new Set(shown)];
    assert.deepEqual(
      epochs,
      Array.from({ length: epochs.length }, (_, index) => index + epochs[0]),
    );
    const since = driver.messages.length;
    driver.post({ type: 'pace', run: 'a', pace: 'fast' });
    await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > 2000, since);
    driver.post({ type: 'pause', run: 'a' });
    await driver.settled('a', 'paused');
  });
});
