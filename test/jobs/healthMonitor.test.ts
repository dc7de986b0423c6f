import assert from 'node:assert/strict';
import { deserialize, serialize } from 'node:v8';
import { createSpecialized } from '../../src/backends/written/specializedBackend.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { drain } from '../../src/engine/pacing.js';
import { plainLoops, type CreateBackend } from '../../src/engine/training/backend.js';
import { measure } from '../../src/engine/training/train.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import { HealthMonitor, type HealthHistory } from '../../src/jobs/healthMonitor.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import { datasetOf, specOf } from '../data/support.js';

const moons = {
  layers: [
    { units: 6, activation: 'tanh', dropout: 0.1 },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 120, noise: 0.1, validationSplit: 0.2 },
  training: { optimizer: { type: 'adam', learningRate: 0.01 }, epochs: 60, batchSize: 16, seed: 3 },
};
const withTraining = (training: object): object => ({
  ...moons,
  training: { ...moons.training, ...training },
});

interface Trained {
  readonly spec: NetworkConfig;
  readonly state: TrainingState;
  readonly losses: readonly number[];
  readonly health: HealthHistory | null;
}

interface Options {
  readonly isMeasured?: boolean;
  readonly interval?: number;
  readonly createBackend?: CreateBackend;
}

async function begin(config: object, { isMeasured = true, createBackend = plainLoops }: Options = {}) {
  const [spec, dataset] = [await specOf(config), await datasetOf(config)];
  const state = drain(startNetwork(spec, dataset));
  const health = isMeasured ? new HealthMonitor(spec, dataset, state.network) : null;
  return {
    spec,
    dataset,
    state,
    job: new NetworkJob(spec, dataset, state, createBackend, undefined, health),
  };
}

async function trained(config: object, options: Options = {}): Promise<Trained> {
  const { spec, state, job } = await begin(config, options);
  const losses = [...job.train(options.interval)].flatMap((metrics) => metrics?.loss ?? []);
  return { spec, state, losses, health: job.health?.history ?? null };
}

/** Trains on from a copy of a job's state and of what is known of its health. */
function continued(spec: NetworkConfig, dataset: Dataset, saved: Uint8Array): HealthHistory {
  const { state, health } = deserialize(saved) as { state: TrainingState; health: HealthHistory };
  const monitor = new HealthMonitor(spec, dataset, state.network, health);
  const job = new NetworkJob(spec, dataset, state, plainLoops, undefined, monitor);
  drain(job.train());
  return monitor.history;
}

const epochsOf = (health: HealthHistory | null): number[] =>
  (health?.instruments ?? []).map(({ epoch }) => epoch);

describe('the health of a run', () => {
  const variants = {
    'with dropout and Adam': {},
    'in float32': { precision: 'float32' },
    'with all the data in one batch': { batchSize: undefined },
    'with early stopping': { earlyStopping: { patience: 2, restoreBest: true } },
    'with a schedule that follows the loss': { schedule: { type: 'reduceOnPlateau', patience: 1 } },
  };
  for (const [name, training] of Object.entries(variants))
    for (const [backend, createBackend] of Object.entries({
      'plain loops': plainLoops,
      'a generated program': createSpecialized,
    }))
      it(`changes no bit of a run ${name}, trained by ${backend}`, async () => {
        const config = withTraining(training);
        const [measured, alone] = [
          await trained(config, { createBackend }),
          await trained(config, { createBackend, isMeasured: false }),
        ];
        assert.deepEqual(measured.losses, alone.losses);
        assert.deepEqual(serialize(measured.state), serialize(alone.state));
        assert.ok(epochsOf(measured.health).length > 5);
      });

  it('is the same however often metrics are asked for, and whatever trains', async () => {
    const reference = await trained(moons);
    for (const interval of [7, 1000])
      assert.deepEqual((await trained(moons, { interval })).health, reference.health);
    assert.deepEqual((await trained(moons, { createBackend: createSpecialized })).health, reference.health);
  });

  it('is measured from the start to the end', async () => {
    const epochs = epochsOf((await trained(moons)).health);
    assert.deepEqual([epochs[0], epochs.at(-1)], [0, 60]);
  });

  it('reports the first epoch before its start is measured, which shows the parameters before that epoch', async () => {
    const { spec, dataset, state, job } = await begin(moons);
    const before = drain(measure(state, dataset, spec.training));
    const norms = state.network.layers.map(({ weights }) => Math.hypot(...weights));
    const steps = job.train();
    while (!steps.next().value);
    assert.equal(job.state.epoch, 1);
    assert.deepEqual(epochsOf(job.health?.history ?? null), []);
    drain(steps);
    const [start] = job.health?.history.instruments ?? [];
    assert.equal(start.epoch, 0);
    // All samples are measured here, but in another order.
    assert.ok(Math.abs(start.loss / before.loss - 1) < 1e-12);
    start.layers.forEach(({ weightNorm }, i) => assert.ok(Math.abs(weightNorm / norms[i] - 1) < 1e-12));
  });

  it('continues from a checkpoint taken at some yield', async () => {
    const { spec, dataset, state, job } = await begin(moons);
    const checkpoints: Uint8Array[] = [];
    const steps = job.train();
    for (let yields = 0; !steps.next().done; yields++)
      if (yields % 23 === 0)
        checkpoints.push(serialize({ state: { ...state }, health: job.health?.history }));
    assert.ok(checkpoints.length > 4);
    for (const checkpoint of checkpoints)
      assert.deepEqual(continued(spec, dataset, checkpoint), job.health?.history);
  });

  it('forgets what comes after a state that the run is taken back to', async () => {
    const { job } = await begin(moons);
    const steps = job.train();
    while (job.state.epoch < 3) steps.next();
    const kept = job.keep(null);
    while (job.state.epoch < 30) steps.next();
    const returned = job.returned(kept);
    const epochs = returned.health?.history.instruments.map(({ epoch }) => epoch) ?? [];
    assert.deepEqual(
      epochs.filter((epoch) => epoch > 3),
      [],
    );
    assert.ok(epochs.length > 1);
    drain(returned.train());
    assert.deepEqual(returned.health?.history, (await trained(moons)).health);
  });

  it('is measured at its start and not at its end where a run fails', async () => {
    const config = {
      ...withTraining({ optimizer: { type: 'sgd', learningRate: 1e100 } }),
      layers: [{ units: 4, activation: 'relu' }, { units: 1 }],
      loss: 'meanSquaredError',
    };
    const { health } = await trained(config);
    assert.deepEqual(epochsOf(health), [0]);
    assert.deepEqual(
      health?.alarms.map(({ code }) => code),
      ['diverging'],
    );
  });

  it('raises each alarm once and has those that still hold at the end', async () => {
    const config = withTraining({ optimizer: { type: 'sgd', learningRate: 1e-9 } });
    const { job } = await begin(config);
    drain(job.train());
    const codes = job.health?.history.alarms.map(({ code }) => code) ?? [];
    assert.ok(codes.length > 0);
    assert.deepEqual(codes, [...new Set(codes)]);
    assert.deepEqual(
      job.health?.alarms.map(({ code }) => code),
      codes,
    );
  });
});
