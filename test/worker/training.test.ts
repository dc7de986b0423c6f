import assert from 'node:assert/strict';
import { unpackCheckpoint } from '../../src/node/checkpoint.js';
import { emptyHistory, HistoryBuffer } from '../../src/worker/history.js';
import { Driver, specOf } from './support.js';

const moons = {
  layers: [
    { units: 8, activation: 'tanh', dropout: 0.1 },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 200, noise: 0.1, validationSplit: 0.2 },
  training: { optimizer: { type: 'adam', learningRate: 0.01 }, epochs: 300, batchSize: 16, seed: 3 },
};
/** A number of epochs that no machine finishes during a test. */
const endless = { ...moons, training: { ...moons.training, epochs: 1_000_000 } };
const wide = {
  layers: [{ units: 1500, activation: 'relu' }, { units: 1500, activation: 'relu' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'sine', samples: 2 },
  training: { epochs: 10, optimizer: { type: 'sgd', learningRate: 0.001 } },
};
/** A training in which a batch takes seconds on any machine. */
const heavy = { ...wide, data: { generator: 'sine', samples: 10_000 } };
const directory = process.cwd();

describe('A run in its worker', () => {
  let driver: Driver;
  beforeEach(async () => {
    driver = await Driver.open();
  });
  afterEach(() => driver.close());

  const start = async (run: string, config: object, train = true): Promise<void> =>
    driver.post({ type: 'start', run, spec: await specOf(config), directory, train, checkpoint: null });
  const step = async (run: string): Promise<Uint8Array> => {
    const since = driver.messages.length;
    driver.post({ type: 'stepEpoch', run });
    return driver.settled(run, 'paused', since);
  };

  it('trains to the end and reports every epoch once, including the start', async () => {
    await start('a', moons);
    const { outcome } = await driver.state('a', 'done');
    assert.equal(outcome?.kind, 'completed');
    const { epoch, loss, x } = driver.historyOf('a');
    assert.deepEqual(
      [...epoch],
      Array.from({ length: 301 }, (_, index) => index),
    );
    assert.ok(loss[300] < loss[0] / 2);
    assert.equal(x.length, 0);
  });

  it('reports facts of the data before it trains', async () => {
    await start('a', moons);
    const { facts } = await driver.next('ready');
    assert.deepEqual([facts?.trainingSamples, facts?.validationSamples], [160, 40]);
  });

  it('waits at the start if it must not train yet', async () => {
    await start('a', moons, false);
    await driver.settled('a', 'ready');
    assert.deepEqual([...driver.historyOf('a').epoch], [0]);
    driver.post({ type: 'resume', run: 'a' });
    await driver.state('a', 'done');
    assert.equal(driver.historyOf('a').epoch.length, 301);
  });

  it('results in the same numbers however often it is paused', async () => {
    await start('halting', endless);
    let reached = 0;
    for (let pauses = 0; pauses < 5; pauses++) {
      if (pauses) driver.post({ type: 'resume', run: 'halting' });
      await driver.next('metrics', ({ history }) => history.epoch.at(-1)! > reached);
      const since = driver.messages.length;
      driver.post({ type: 'pause', run: 'halting' });
      await driver.state('halting', 'paused', since);
      reached = driver.historyOf('halting').epoch.at(-1)!;
    }
    await start('whole', { ...moons, training: { ...moons.training, epochs: reached } });
    await driver.state('whole', 'done');
    assert.deepEqual(driver.historyOf('halting'), driver.historyOf('whole'));
  });

  it('resumes from a checkpoint in another thread with the same numbers', async () => {
    await start('whole', moons);
    const whole = unpackCheckpoint(await driver.settled('whole', 'done'));
    await start('first', moons, false);
    await driver.settled('first', 'ready');
    let checkpoint: Uint8Array = new Uint8Array();
    for (let epoch = 1; epoch <= 7; epoch++) checkpoint = await step('first');
    const other = await Driver.open();
    try {
      other.post({
        type: 'start',
        run: 'first',
        spec: await specOf(moons),
        directory,
        train: false,
        checkpoint,
      });
      await other.settled('first', 'paused');
      assert.deepEqual(other.historyOf('first'), emptyHistory());
      other.post({ type: 'resume', run: 'first' });
      const ended = unpackCheckpoint(await other.settled('first', 'done'));
      assert.deepEqual(ended.state, whole.state);
      const both = new HistoryBuffer();
      both.append(driver.historyOf('first'));
      both.append(other.historyOf('first'));
      assert.deepEqual(both.copy(), driver.historyOf('whole'));
    } finally {
      await other.close();
    }
  });

  it('results in the same numbers when it is started again', async () => {
    await start('first', moons);
    await driver.state('first', 'done');
    await start('again', moons);
    await driver.state('again', 'done');
    assert.deepEqual(driver.historyOf('again'), driver.historyOf('first'));
  });

  it('handles pause and stop during a batch that takes seconds', async () => {
    await start('start', wide, false);
    // From a checkpoint: the start is not measured, so that the first that is done is the batch.
    const checkpoint = await driver.settled('start', 'ready');
    driver.post({
      type: 'start',
      run: 'a',
      spec: await specOf(heavy),
      directory,
      train: true,
      checkpoint,
      acceptChangedData: true, // more samples
    });
    await driver.state('a', 'training');
    driver.post({ type: 'pause', run: 'a' });
    await driver.state('a', 'paused');
    driver.post({ type: 'resume', run: 'a' });
    const since = driver.messages.length;
    await driver.state('a', 'training', since);
    driver.post({ type: 'stop', run: 'a' });
    await driver.state('a', 'stopped');
    assert.equal(driver.historyOf('a').epoch.length, 0);
  });

  it('does not continue after a stop', async () => {
    await start('a', endless);
    await driver.state('a', 'training');
    driver.post({ type: 'stop', run: 'a' });
    await driver.settled('a', 'stopped');
    const { length } = driver.historyOf('a').epoch;
    driver.post({ type: 'resume', run: 'a' });
    driver.post({ type: 'sample', run: 'a', index: 3 });
    await driver.next('snapshot', ({ snapshot }) => snapshot.sample === 3);
    assert.equal(driver.historyOf('a').epoch.length, length);
  });

  it('reports nothing about a run once another one has replaced it', async () => {
    await start('a', endless);
    await driver.state('a', 'training');
    await start('b', moons);
    const since = driver.messages.length;
    await driver.settled('b', 'done', since);
    const late = driver.messages.slice(since).filter((m) => 'run' in m && m.run === 'a');
    // Messages sent before "b" was received may still arrive, but none after its first message.
    const first = driver.messages.findIndex((m) => 'run' in m && m.run === 'b');
    assert.ok(late.every((message) => driver.messages.indexOf(message) < first));
  });

  it('reports where and why the numbers overflowed, and keeps the last good ones', async () => {
    const training = { optimizer: { type: 'sgd', learningRate: 1e200 }, epochs: 50 };
    await start('a', { ...heavy, layers: [{ units: 4 }, { units: 1 }], training });
    const { outcome } = await driver.state('a', 'failed');
    assert.equal(outcome?.kind, 'failed');
    const { state } = unpackCheckpoint(await driver.settled('a', 'failed'));
    assert.ok(!JSON.stringify(state).includes('"NaN"'));
  });
});
