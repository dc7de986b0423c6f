import assert from 'node:assert/strict';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { createSpecialized } from '../../src/backends/written/specializedBackend.js';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import { kernelBackends } from '../../src/backends/wasm/kernelBackend.js';
import { loadKernels } from '../../src/node/loadKernels.js';
import { shapes } from '../../src/backends/wasm/shapes.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import type { Outcome } from '../../src/engine/model/metrics.js';
import { drain } from '../../src/engine/pacing.js';
import type { NetworkSpec, OptimizerSpec, ScheduleSpec, TrainingSpec } from '../../src/engine/model/spec.js';
import { plainLoops, type CreateBackend } from '../../src/engine/training/backend.js';
import { keepState, keptBytes, restoreState, type KeptState } from '../../src/engine/training/keptState.js';
import { Recorder } from '../../src/engine/training/recorder.js';
import { Replay } from '../../src/engine/training/replay.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { train } from '../../src/engine/training/train.js';
import { dataset, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../engine/fixture.js';

/** A backend for each of two runs at once, as a run and the earlier epochs of it that are viewed have. */
interface TwoBackends {
  readonly trained: CreateBackend;
  readonly viewed: CreateBackend;
  readonly close: () => void;
}

const same = (create: CreateBackend): TwoBackends => ({
  trained: create,
  viewed: create,
  close: () => undefined,
});

function kernels(threads: number): TwoBackends {
  const shape = shapes.find(({ fuses }) => fuses === hasFusedMultiplyAdd()) ?? shapes[0];
  const load = () => loadKernels(path.resolve('dist'), shape, threads);
  const [one, other] = [load(), load()];
  const close = (): void => {
    one.close();
    other.close();
  };
  return { trained: kernelBackends(one), viewed: kernelBackends(other), close };
}

const backends: Readonly<Record<string, () => TwoBackends>> = {
  'the plain loops': () => same(plainLoops),
  'a generated program': () => same(createSpecialized),
  'the kernels': () => kernels(1),
  'the kernels on two threads': () => kernels(2),
};

const optimizers: readonly OptimizerSpec[] = [
  optimizerSpec({ type: 'sgd', learningRate: 0.1 }),
  optimizerSpec({ type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
  optimizerSpec({ type: 'adam', learningRate: 0.02 }),
  optimizerSpec({ type: 'adamw', learningRate: 0.02, weightDecay: 0.02 }),
  optimizerSpec({ type: 'rmsprop', learningRate: 0.01, momentum: 0.5 }),
  optimizerSpec({ type: 'rmsprop', learningRate: 0.01 }),
  optimizerSpec({ type: 'adagrad', learningRate: 0.1 }),
];
const schedules: readonly ScheduleSpec[] = [
  { type: 'constant' },
  { type: 'step', stepSize: 3, gamma: 0.5 },
  { type: 'exponential', gamma: 0.9 },
  { type: 'cosine', epochs: 20, minLearningRate: 0.001 },
  { type: 'reduceOnPlateau', factor: 0.5, patience: 1, threshold: 0.01, minLearningRate: 0.001 },
];

const data: Dataset = dataset(samples(noise(23, 3), noise(23, 2, 1)), {
  validation: samples(noise(7, 3, 2), noise(7, 2, 3)),
});

const runs = fc.record({
  precision: fc.constantFrom('float32' as const, 'float64' as const),
  dropout: fc.constantFrom(0, 0.3),
  weightsTrainable: fc.boolean(),
  training: fc
    .record({
      optimizer: fc.constantFrom(...optimizers),
      schedule: fc.constantFrom(...schedules),
      epochs: fc.integer({ min: 1, max: 40 }),
      batchSize: fc.constantFrom(null, 5, 23),
      shuffle: fc.boolean(),
      warmupEpochs: fc.constantFrom(0, 4),
      clipGradientNorm: fc.constantFrom(null, 0.5),
      earlyStopping: fc.constantFrom(
        null,
        { patience: 2, minDelta: 0.001, restoreBest: true },
        { patience: 3, minDelta: 0.01, restoreBest: false },
      ),
    })
    .map((rest) => trainingSpec(rest)),
  /** The epochs to view, in this order. */
  viewed: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
  /** The frames that fit into the memory of the recording. */
  frames: fc.constantFrom(0, 1, 3, 1000),
});

function start(spec: NetworkSpec, training: TrainingSpec): TrainingState {
  return startTraining(createNetwork(spec, data.training.inputs.columns, training), training);
}

function finish(
  state: TrainingState,
  training: TrainingSpec,
  createBackend: CreateBackend,
  onEpoch: () => void = () => undefined,
): Outcome {
  const steps = train(state, data, training, { createBackend });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (value) onEpoch();
  }
}

/** Returns all that determines the rest of a training, as plain data. */
const plain = ({ network, slots, ...rest }: TrainingState): unknown =>
  deserialize(serialize({ layers: network.layers, slots, ...rest, stopping: rest.stopping.best && 'best' }));

describe('The state after any epoch of a run', () => {
  for (const [name, make] of Object.entries(backends))
    it(`is bit for bit that of a run that ended there, with ${name}`, () => {
      fc.assert(
        fc.property(runs, ({ precision, dropout, weightsTrainable, viewed, frames, ...rest }) => {
          const { trained, viewed: again, close } = make();
          const training = { ...rest.training, precision };
          const layers = [layerSpec(4, 'tanh', { dropout, weightsTrainable }), layerSpec(2, 'identity')];
          const spec: NetworkSpec = { layers, loss: 'meanSquaredError', functions: {} };
          const state = start(spec, training);
          const bytes = keptBytes(state, training.earlyStopping?.restoreBest ?? false);
          let time = 0;
          const recorder = new Recorder<KeptState>(frames * bytes, () => (time += 6));
          let last: KeptState | null = null;
          finish(state, training, trained, () =>
            recorder.offer(state.epoch, bytes, () => (last = keepState(state, last))),
          );
          for (const epoch of viewed.filter((one) => one < state.epoch)) {
            const frame = recorder.nearest(epoch);
            const shown = frame ? restoreState(frame.state) : start(spec, training);
            drain(new Replay(shown, data, training, again).to(epoch));
            const ended = start(spec, training);
            finish(ended, { ...training, epochs: epoch }, trained);
            assert.deepEqual(plain(shown), plain(ended));
          }
          close();
        }),
        { numRuns: name.includes('threads') ? 15 : 60 },
      );
    });

  it('follows from a state that was kept as it does from the run itself, to the end', () => {
    fc.assert(
      fc.property(runs, ({ precision, dropout, ...rest }) => {
        const training = { ...rest.training, precision };
        const layers = [layerSpec(4, 'tanh', { dropout }), layerSpec(2, 'identity')];
        const spec: NetworkSpec = { layers, loss: 'meanSquaredError', functions: {} };
        const state = start(spec, training);
        const kept: KeptState[] = [];
        const outcome = finish(state, training, plainLoops, () =>
          kept.push(keepState(state, kept.at(-1) ?? null)),
        );
        for (const one of kept) {
          const again = restoreState(deserialize(serialize(one)) as KeptState);
          assert.deepEqual(finish(again, training, plainLoops), outcome);
          assert.deepEqual(again, state);
        }
      }),
      { numRuns: 40 },
    );
  });
});
