import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { backendOf, forwardOf, type Backend, type CreateBackend } from '../../src/engine/training/backend.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { forward } from '../../src/engine/pass/forward.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import type { EpochMetrics, Outcome } from '../../src/engine/model/metrics.js';
import { drain } from '../../src/engine/pacing.js';
import { predictSteps } from '../../src/engine/pass/predict.js';
import type { NetworkSpec, OptimizerSpec, TrainingSpec } from '../../src/engine/model/spec.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { train, type TrainOptions } from '../../src/engine/training/train.js';
import { kernelBackends } from '../../src/backends/wasm/kernelBackend.js';
import type { Kernels, KernelInstance } from '../../src/backends/wasm/kernels.js';
import * as at from '../../src/backends/wasm/layout.js';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import { shapes, type Shape } from '../../src/backends/wasm/shapes.js';
import { loadKernels } from '../../src/node/loadKernels.js';
import { problems } from '../engine/arbitrary.js';
import {
  dataset,
  layerSpec,
  matrix,
  noise,
  optimizerSpec,
  samples,
  trainingSpec,
} from '../engine/fixture.js';

const dist = path.resolve(__dirname, '../../dist');
const usable = shapes.filter(({ fuses }) => !fuses || hasFusedMultiplyAdd());

/** Kernels that close what they opened at the end of each test. */
const opened: KernelInstance[] = [];
function kernels(shape: Shape, threads = 1, mostData = 2 ** 26): Kernels {
  const loaded = loadKernels(dist, shape, threads);
  return {
    ...loaded,
    mostData,
    open(bytes) {
      const instance = loaded.open(bytes);
      if (instance) opened.push(instance);
      return instance;
    },
  };
}

interface Finished {
  readonly state: TrainingState;
  readonly metrics: readonly EpochMetrics[];
  readonly outcome: Outcome;
}

function finish(spec: NetworkSpec, data: Dataset, training: TrainingSpec, options: TrainOptions): Finished {
  const state = startTraining(createNetwork(spec, data.training.inputs.columns, training), training);
  const steps = train(state, data, training, options);
  const metrics: EpochMetrics[] = [];
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { state, metrics, outcome: value };
    if (value) metrics.push(value);
  }
}

/** Returns the bits of the parameters and of the optimizer's slots. */
function numbersOf({ state }: Finished): readonly (readonly number[])[] {
  const tensors = state.network.layers.flatMap(({ weights, bias }) => [weights, bias ?? []]);
  return [...tensors, ...state.slots.flat()].map((values) => Array.from(values));
}

const plainly: TrainOptions = { createBackend: () => null };

const optimizers: fc.Arbitrary<OptimizerSpec> = fc.oneof(
  fc.constant(optimizerSpec({ type: 'sgd', learningRate: 0.1 })),
  fc.record({ momentum: fc.constantFrom(0, 0.9), nesterov: fc.boolean(), weightDecay: fc.constantFrom(0, 0.01) })
    .map((rest) => optimizerSpec({ type: 'sgd', learningRate: 0.05, ...rest, nesterov: rest.nesterov && rest.momentum > 0 })),
  fc.constantFrom('adam' as const, 'adamw' as const)
    .map((type) => optimizerSpec({ type, learningRate: 0.01, weightDecay: 0.02 })),
  fc.constantFrom(0, 0.5).map((momentum) => optimizerSpec({ type: 'rmsprop', learningRate: 0.01, momentum })),
  fc.constant(optimizerSpec({ type: 'adagrad', learningRate: 0.1 })),
); // prettier-ignore

const trainings: fc.Arbitrary<TrainingSpec> = fc
  .record({
    optimizer: optimizers,
    epochs: fc.integer({ min: 1, max: 6 }),
    batchSize: fc.constantFrom(null, 1, 2, 4),
    shuffle: fc.boolean(),
    reduction: fc.constantFrom('mean', 'sum'),
    regularization: fc.constantFrom({ l1: 0, l2: 0 }, { l1: 0.01, l2: 0.02 }),
    clipGradientNorm: fc.constantFrom(null, 0.5),
  })
  .map((rest) => trainingSpec(rest));

describe('Kernels', () => {
  afterEach(() => {
    for (const instance of opened.splice(0)) instance.close();
  });

  for (const variant of usable)
    it(`${variant.name}: give the plain loops' numbers in float64, bit for bit, whatever the network and its training`, () => {
      fc.assert(
        fc.property(problems, trainings, fc.boolean(), ({ spec, data }, training, isOutside) => {
          const withKernels = kernelBackends(kernels(variant, 1, isOutside ? 0 : undefined));
          const fast = finish(spec, dataset(data), training, { createBackend: withKernels });
          const plain = finish(spec, dataset(data), training, plainly);
          assert.deepEqual(numbersOf(fast), numbersOf(plain));
          assert.deepEqual(fast.metrics, plain.metrics);
          assert.deepEqual(fast.outcome, plain.outcome);
          for (const instance of opened.splice(0)) instance.close();
        }),
        { numRuns: 150 },
      );
    });

  const large = (precision: 'float32' | 'float64', batchSize: number | null, dropout = 0) => {
    const layers = [
      // Rows whose size is a memory page or a fraction of one are padded.
      layerSpec(256, 'tanh'),
      layerSpec(128, 'gelu'),
      layerSpec(21, 'sigmoid', { dropout }),
      layerSpec(18, 'relu'),
      layerSpec(5, 'softmax'),
    ];
    const spec: NetworkSpec = { layers, loss: 'crossEntropy', functions: {} };
    const rows = 600;
    const targets = noise(rows, 5).map((row) => row.map((value) => (value === Math.max(...row) ? 1 : 0)));
    const training = trainingSpec({
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.3 }),
      epochs: 3,
      batchSize,
      shuffle: true,
      precision,
    });
    return { spec, data: dataset(samples(noise(rows, 50, 1), targets)), training };
  };

  for (const batchSize of [64, 580, null])
    for (const dropout of [0, 0.4])
      it(`give them for ${batchSize ?? 'all'} of 600 rows at once, too${dropout ? ', with dropout' : ''}`, () => {
        const { spec, data, training } = large('float64', batchSize, dropout);
        const createBackend = kernelBackends(kernels(usable[0]));
        const fast = finish(spec, data, training, { createBackend });
        assert.deepEqual(numbersOf(fast), numbersOf(finish(spec, data, training, plainly)));
      });

  const disturbances = [
    { when: 'in the middle of metrics', batchSize: 64, evaluateEvery: 1, every: 1 },
    { when: 'in the middle of a batch', batchSize: 580, evaluateEvery: 3, every: 2 },
  ];
  for (const { when, batchSize, evaluateEvery, every } of disturbances)
    it(`give the same numbers when the network is read ${when}`, () => {
      const { spec, data, training } = large('float64', batchSize, 0.4);
      const others = matrix(noise(700, 50, 3));
      let backend: Backend | null = null;
      const createBackend: CreateBackend = (task) => (backend = kernelBackends(kernels(usable[0]))(task));
      const state = startTraining(createNetwork(spec, 50, training), training);
      const steps = train(state, data, training, { createBackend, evaluateEvery });
      const metrics: EpochMetrics[] = [];
      let yields = 0;
      let looks = 0;
      for (;;) {
        const { done, value } = steps.next();
        if (done) break;
        if (value) metrics.push(value);
        else if (++yields % every === 0) {
          if (forwardOf(backend, state.network)) looks++;
          drain(predictSteps(state.network, others, backend));
        }
      }
      assert.ok(looks > 0);
      const plain = finish(spec, data, training, { ...plainly, evaluateEvery });
      assert.deepEqual(numbersOf({ ...plain, state }), numbersOf(plain));
      assert.deepEqual(metrics, plain.metrics);
    });

  it('come close to the plain loops in float32, with equal numbers for every tile', () => {
    const { spec, data, training } = large('float32', 32);
    const plain = numbersOf(finish(spec, data, training, plainly)).flat();
    const runs = usable.map((variant) => ({
      variant,
      numbers: numbersOf(finish(spec, data, training, { createBackend: kernelBackends(kernels(variant)) })),
    }));
    for (const { variant, numbers } of runs) {
      numbers.flat().forEach((value, i) => {
        assert.ok(Math.abs(value - plain[i]) < 2e-4, `${variant.name}: ${value} for ${plain[i]}`);
      });
      const alike = runs.filter((run) => run.variant.fuses === variant.fuses);
      for (const other of alike) assert.deepEqual(other.numbers, numbers);
    }
  });

  const threaded = (['float32', 'float64'] as const).flatMap((precision) =>
    (['sgd', 'adam'] as const).map((type) => ({ precision, optimizer: optimizerSpec({ type, learningRate: 0.01 }) })),
  ); // prettier-ignore
  for (const { precision, optimizer } of threaded)
    it(`give the same numbers in ${precision} by ${optimizer.type} however many threads there are`, async () => {
      const problem = large(precision, 256);
      const { spec, data } = problem;
      const training = { ...problem.training, optimizer };
      const createBackend = kernelBackends(kernels(usable[0]));
      const endless = { ...training, epochs: 1_000_000 };
      for (const threads of [2, 3]) {
        const state = startTraining(createNetwork(spec, 50, endless), endless);
        const steps = train(state, data, endless, {
          createBackend: kernelBackends(kernels(usable[0], threads)),
        });
        steps.next();
        const helpers = new Int32Array(opened[opened.length - 1].buffer, at.READY, 1);
        // Threads are used when they are ready, which requires this thread to yield.
        while (Atomics.load(helpers, 0) < threads - 1 || state.epoch < 10) {
          steps.next();
          await new Promise((resolve) => setImmediate(resolve));
        }
        const last = state.epoch + 5;
        while (state.epoch < last) steps.next();
        const there = finish(spec, data, { ...training, epochs: state.epoch }, { createBackend });
        assert.deepEqual(numbersOf({ ...there, state }), numbersOf(there));
      }
    });

  it('stop before the batch that failed, and report where it failed, as the plain loops do', () => {
    const layers = [layerSpec(6, 'relu'), layerSpec(2, 'identity')];
    const spec: NetworkSpec = { layers, loss: 'halfSquaredError', functions: {} };
    const data = dataset(samples(noise(40, 3), noise(40, 2, 1)));
    const training = trainingSpec({
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 30 }),
      epochs: 400,
      batchSize: 8,
      shuffle: true,
    });
    const plain = finish(spec, data, training, { ...plainly, evaluateEvery: 1000 });
    assert.equal(plain.outcome.kind, 'failed');
    for (const variant of usable) {
      const options = { createBackend: kernelBackends(kernels(variant)), evaluateEvery: 1000 };
      const fast = finish(spec, data, training, options);
      assert.deepEqual(fast.outcome, plain.outcome);
      assert.deepEqual(numbersOf(fast), numbersOf(plain));
      assert.equal(fast.state.step, plain.state.step);
    }
  });

  it('compute the outputs of rows outside the training samples like the plain loops', () => {
    const layers = [layerSpec(20, 'tanh'), layerSpec(3, 'softmax')];
    const spec: NetworkSpec = { layers, loss: 'crossEntropy', functions: {} };
    const training = trainingSpec({ batchSize: 8 });
    const data = dataset(samples(noise(24, 2), noise(24, 3, 1)));
    const others = matrix(noise(1681, 2, 2));
    const state = startTraining(createNetwork(spec, 2, training), training);
    const { network } = state;
    const expected = forward(network, others)[1].outputs;
    for (const variant of usable) {
      const backend = backendOf(kernelBackends(kernels(variant)), state, data, training);
      assert.ok(forwardOf(backend, network));
      assert.deepEqual(drain(predictSteps(network, others, backend)), expected);
    }
  });

  it('end the run instead of waiting when one of its threads dies', async () => {
    const { spec, data, training } = large('float64', 256);
    const endless = { ...training, epochs: 1_000_000 };
    const state = startTraining(createNetwork(spec, 50, endless), endless);
    const steps = train(state, data, endless, {
      createBackend: kernelBackends(kernels(usable[0], 2)),
    });
    steps.next();
    const ints = new Int32Array(opened[opened.length - 1].buffer);
    while (Atomics.load(ints, at.READY >> 2) < 1) await new Promise((resolve) => setImmediate(resolve));
    Atomics.store(ints, at.BROKEN >> 2, 1);
    assert.throws(() => {
      for (;;) steps.next();
    }, WebAssembly.RuntimeError);
  });

  it('leave a network that does not fit into memory to the plain loops', () => {
    const none: Kernels = { ...kernels(usable[0]), open: () => null };
    const { spec, data, training } = large('float64', 64);
    const fast = finish(spec, data, training, { createBackend: kernelBackends(none) });
    assert.deepEqual(numbersOf(fast), numbersOf(finish(spec, data, training, plainly)));
  });
});
