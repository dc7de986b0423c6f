import assert from 'node:assert/strict';
import { layerHistograms, type LayerHistograms } from '../../src/engine/health/layerHistograms.js';
import { measuredSamples } from '../../src/engine/health/measuredSamples.js';
import { planMeasurements } from '../../src/engine/health/measurementPlan.js';
import type { InstrumentsHistory } from '../../src/engine/health/instruments.js';
import { drain } from '../../src/engine/pacing.js';
import { plainLoops } from '../../src/engine/training/backend.js';
import { HealthMonitor, type HealthHistory } from '../../src/jobs/healthMonitor.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import { packCheckpoint, unpackCheckpoint } from '../../src/node/checkpoint.js';
import { datasetOf, specOf as networkSpecOf } from '../data/support.js';
import { Driver, specOf } from './support.js';

const moons = {
  layers: [
    { units: 8, activation: 'tanh' },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 200, noise: 0.1, validationSplit: 0.2 },
  training: { optimizer: { type: 'sgd', learningRate: 1e-6 }, epochs: 200, batchSize: 16, seed: 3 },
};
const directory = process.cwd();

/** Returns what is known of a run that the command line's way of training is asked for. */
async function health(): Promise<HealthHistory> {
  const [spec, dataset] = [await networkSpecOf(moons), await datasetOf(moons)];
  const state = drain(startNetwork(spec, dataset));
  const monitor = new HealthMonitor(spec, dataset, state.network);
  drain(new NetworkJob(spec, dataset, state, plainLoops, undefined, monitor).train(50));
  return monitor.history;
}

/** Returns the histograms of a layer at the end of the whole run, computed without a worker. */
async function histogramsAtEnd(layer: number): Promise<LayerHistograms> {
  const [spec, dataset] = [await networkSpecOf(moons), await datasetOf(moons)];
  const state = drain(startNetwork(spec, dataset));
  drain(new NetworkJob(spec, dataset, state, plainLoops).train());
  const { rows } = planMeasurements(state.network, dataset.training.inputs.rows, spec.training);
  return drain(layerHistograms(state.network, measuredSamples(dataset.training, rows), layer));
}

describe('The health of a run in its worker', () => {
  let driver: Driver;
  beforeEach(async () => {
    driver = await Driver.open();
  });
  afterEach(() => driver.close());

  const start = async (run: string, checkpoint: Uint8Array | null = null, train = true): Promise<void> =>
    driver.post({ type: 'start', run, spec: await specOf(moons), directory, train, checkpoint });

  /** Returns the measurements that a receiver of all messages has. */
  const received = (run: string): InstrumentsHistory =>
    driver.messages.reduce<InstrumentsHistory>(
      (known, message) =>
        message.type === 'instruments' && message.run === run
          ? [...known.filter(({ epoch }) => epoch < message.from), ...message.instruments]
          : known,
      [],
    );

  it('is that of the same run on the command line, and is known before the run is done', async () => {
    await start('a');
    await driver.state('a', 'done');
    const expected = await health();
    assert.deepEqual(received('a'), expected.instruments);
    const { alarms } = await driver.next('alarms');
    assert.deepEqual(alarms.map(({ code }) => code), expected.alarms.map(({ code }) => code)); // prettier-ignore
    assert.ok(alarms.length > 0 && alarms.every(({ message }) => message.length > 20));
  });

  it('continues from a checkpoint in another run with the same measurements', async () => {
    await start('a', null, false);
    await driver.settled('a', 'ready');
    driver.post({ type: 'resume', run: 'a' });
    await driver.next('metrics', ({ history }) => history.epoch.some((epoch) => epoch >= 20));
    const since = driver.messages.length;
    driver.post({ type: 'pause', run: 'a' });
    const bytes = await Promise.race([
      driver.settled('a', 'paused', since),
      driver.settled('a', 'done', since),
    ]);
    await start('b', bytes, false);
    driver.post({ type: 'resume', run: 'b' });
    await driver.state('b', 'done');
    assert.deepEqual(received('b'), (await health()).instruments);
  });

  it('has histograms of the layer that was asked for, of the state that is shown', async () => {
    await start('a');
    await driver.settled('a', 'done');
    driver.post({ type: 'histograms', run: 'a', layer: 1 });
    const { histograms } = await driver.next('histograms');
    assert.deepEqual(histograms, { epoch: 200, layer: 1, ...(await histogramsAtEnd(1)) });
    driver.post({ type: 'view', run: 'a', epoch: 7 });
    driver.post({ type: 'histograms', run: 'a', layer: 0 });
    const { histograms: earlier } = await driver.next('histograms', ({ histograms: each }) => each.epoch === 7); // prettier-ignore
    assert.equal(earlier.layer, 0);
    assert.equal(earlier.weights.counts.reduce((sum, count) => sum + count), 16); // prettier-ignore
    assert.notDeepEqual(earlier.weights, (await histogramsAtEnd(0)).weights);
  });

  it('has histograms while the run trains', async () => {
    await start('a');
    driver.post({ type: 'histograms', run: 'a', layer: 0 });
    const { histograms } = await driver.next('histograms');
    assert.equal(histograms.layer, 0);
    await driver.state('a', 'done');
  });

  it('begins with the next measurement in a run from a checkpoint of an earlier version', async () => {
    await start('a', null, false);
    const former = { ...unpackCheckpoint(await driver.settled('a', 'ready')) };
    delete former.health;
    await start('b', packCheckpoint(former), false);
    driver.post({ type: 'resume', run: 'b' });
    await driver.state('b', 'done');
    assert.deepEqual(received('b'), (await health()).instruments);
  });
});
