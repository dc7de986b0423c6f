import assert from 'node:assert/strict';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { plainLoops, type CreateBackend } from '../../src/engine/training/backend.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import type { EpochMetrics, Outcome } from '../../src/engine/model/metrics.js';
import type { LayerSpec, NetworkSpec, TrainingSpec } from '../../src/engine/model/spec.js';
import { lossNames } from '../../src/engine/model/spec.js';
import { createSpecialized } from '../../src/backends/written/specializedBackend.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { train } from '../../src/engine/training/train.js';
import { problems } from '../engine/arbitrary.js';
import { dataset, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../engine/fixture.js';

interface Case {
  readonly spec: NetworkSpec;
  readonly training: TrainingSpec;
  readonly data: Dataset;
}

/** The result of a run: its metrics, with the state at the time of each, and the final state. */
interface Shown {
  readonly outcome: Outcome;
  readonly metrics: { readonly metrics: EpochMetrics; readonly state: TrainingState }[];
  readonly state: TrainingState;
}

const copyOf = <T>(value: T): T => deserialize(serialize(value)) as T;

/** Runs a training that is interrupted after these numbers of yields, and continues from a copy each time. */
function run(
  { spec, training, data }: Case,
  createBackend: CreateBackend,
  every = 1,
  pauses: number[] = [],
): Shown {
  let state = startTraining(createNetwork(spec, data.training.inputs.columns, training), training);
  const metrics: Shown['metrics'] = [];
  for (const pause of [...pauses, Infinity]) {
    const steps = train(state, data, training, { evaluateEvery: every, createBackend });
    for (let yields = 0; yields < pause; yields++) {
      const { value, done } = steps.next();
      if (done) return { outcome: value, metrics, state };
      if (value) metrics.push({ metrics: value, state: copyOf(state) });
    }
    state = copyOf(state);
  }
  throw new Error('The run has no end.');
}

/** Creates a backend that must support the task. */
const specialized: CreateBackend = (task) => {
  const backend = createSpecialized(task);
  assert.ok(backend);
  return backend;
};

const optimizers = fc
  .record({
    type: fc.constantFrom(
      'sgd' as const,
      'adagrad' as const,
      'rmsprop' as const,
      'adam' as const,
      'adamw' as const,
    ),
    weightDecay: fc.constantFrom(0, 0.01),
    momentum: fc.constantFrom(0, 0.9),
    nesterov: fc.boolean(),
    learningRate: fc.constantFrom(0.05, 0.7),
  })
  .map(({ nesterov, ...rest }) => optimizerSpec({ ...rest, nesterov: nesterov && rest.momentum > 0 }));

const cases: fc.Arbitrary<Case> = fc
  .record({
    problem: problems,
    isClassification: fc.boolean(),
    optimizer: optimizers,
    precision: fc.constantFrom('float64', 'float32'),
    batchSize: fc.option(fc.integer({ min: 1, max: 7 })),
    shuffle: fc.boolean(),
    reduction: fc.constantFrom('mean', 'sum'),
    regularization: fc.record({ l1: fc.constantFrom(0, 0.02), l2: fc.constantFrom(0, 0.03) }),
    schedule: fc.constantFrom({ type: 'constant' }, { type: 'exponential', gamma: 0.9 }),
  })
  .map(({ problem: { spec, data }, isClassification, ...rest }) => ({
    spec,
    training: trainingSpec({ ...rest, epochs: 12 }),
    data: isClassification ? dataset(data, { task: 'classification', validation: data }) : dataset(data),
  }))
  .filter(({ spec }) =>
    spec.layers.some(({ weightsTrainable, bias }) => weightsTrainable || bias?.trainable),
  );

const inTurn = (layers: readonly LayerSpec[], rest: Partial<NetworkSpec> = {}): NetworkSpec => ({
  layers,
  loss: 'halfSquaredError',
  functions: {},
  ...rest,
});

describe('a program written for a network', () => {
  it('gives the numbers of the plain loops, to the last bit, whatever the network and its training', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 3, 100), (one, every) => {
        assert.deepStrictEqual(run(one, specialized, every), run(one, plainLoops, every));
      }),
      { numRuns: 400, seed: 12 },
    );
  });

  it('gives them with batches of several chunks, the last of an epoch smaller', () => {
    for (const precision of ['float64', 'float32'] as const)
      for (const loss of lossNames)
        for (const batchSize of [7, 250, 600, null]) {
          const spec = inTurn([layerSpec(3, 'tanh'), layerSpec(2, 'sigmoid')], { loss });
          const targets = noise(601, 2).map((row) => row.map((value) => (value > 0 ? 1 : 0)));
          const data = dataset(samples(noise(601, 4), targets), { task: 'classification' });
          const one = { spec, data, training: trainingSpec({ precision, batchSize, epochs: 3 }) };
          assert.deepStrictEqual(run(one, specialized), run(one, plainLoops));
        }
  });

  it('classifies an output of exactly ½ as the first class, as the plain loops do', () => {
    const zeros = { weights: [[0, 0]], weightsTrainable: false };
    const spec = inTurn([layerSpec(1, 'sigmoid', zeros)], { loss: 'binaryCrossEntropy' });
    const data = dataset(samples([[1, 2], [3, 4], [5, 6]], [[0], [0], [1]]), { task: 'classification' }); // prettier-ignore
    const one = { spec, data, training: trainingSpec({ optimizer: optimizerSpec({ type: 'sgd', learningRate: 0 }), epochs: 1 }) }; // prettier-ignore
    const shown = run(one, specialized);
    assert.equal(shown.metrics.at(-1)?.metrics.accuracy, 2 / 3);
    assert.deepStrictEqual(shown, run(one, plainLoops));
  });

  it('takes data of the other precision as the plain loops do', () => {
    const single = (rows: number, columns: number) => ({
      rows,
      columns,
      values: Float32Array.from(noise(rows, columns).flat()),
    });
    const data = dataset({ inputs: single(9, 3), targets: single(9, 1) });
    const spec = inTurn([layerSpec(4, 'gelu'), layerSpec(1, 'identity')]);
    for (const precision of ['float64', 'float32'] as const) {
      const one = { spec, data, training: trainingSpec({ precision, batchSize: 2, epochs: 5 }) };
      assert.deepStrictEqual(run(one, specialized), run(one, plainLoops));
    }
  });

  it('resumes from a checkpoint taken at any yield, alternating with the plain loops', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), (one, pauses) => {
        let turn = 0;
        const inTurns: CreateBackend = (task) => (turn++ % 2 ? plainLoops : specialized)(task);
        assert.deepStrictEqual(run(one, inTurns, 1, pauses), run(one, plainLoops));
      }),
      { numRuns: 100, seed: 13 },
    );
  });

  it('yields regularly without metrics, and has a complete state at each yield', () => {
    const data = dataset(samples(noise(8, 2), noise(8, 1)));
    const spec = inTurn([layerSpec(3, 'sigmoid'), layerSpec(1, 'identity')]);
    const training = trainingSpec({
      epochs: 50_000,
      optimizer: optimizerSpec({ type: 'adam', learningRate: 1e-3 }),
    });
    const paused = run({ spec, data, training }, specialized, Infinity, [1, 1, 2]);
    assert.equal(paused.metrics.length, 1);
    assert.deepStrictEqual(paused, run({ spec, data, training }, plainLoops, Infinity));
  });

  it('fails in the same batch as the plain loops, with the same last good parameters', () => {
    let failed = 0;
    const wild = cases.map(({ training, ...rest }) => {
      const optimizer = optimizerSpec({ type: 'sgd', momentum: 0.5, learningRate: 1e30 });
      return { ...rest, training: { ...training, optimizer, epochs: 40 } };
    });
    fc.assert(
      fc.property(wild, fc.constantFrom(1, 100), (one, every) => {
        const plain = run(one, plainLoops, every);
        if (plain.outcome.kind === 'failed') failed++;
        assert.deepStrictEqual(run(one, specialized, every), plain);
      }),
      { numRuns: 200, seed: 14 },
    );
    assert.ok(failed > 20, `only ${failed} runs failed`);
  });

  it('leaves outputs to the plain loops if they are too large to decide whether the loss is finite', () => {
    const data = dataset(samples([[1e120], [-1e120]], [[0], [1]]));
    const spec = inTurn([layerSpec(1, 'identity')], { loss: 'meanAbsoluteError' });
    const training = trainingSpec({
      epochs: 10,
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 1e-120 }),
    });
    const one = { spec, data, training };
    const plain = run(one, plainLoops);
    assert.equal(plain.outcome.kind, 'completed');
    assert.deepStrictEqual(run(one, specialized), plain);
  });

  it('is not generated for large networks, or if the result does not depend on the parameters alone', () => {
    const data = dataset(samples(noise(8, 2), noise(8, 1)));
    const create = (layers: LayerSpec[], rest: Partial<TrainingSpec> = {}, given = data.training) => {
      const training = trainingSpec(rest);
      const state = startTraining(createNetwork(inTurn(layers), given.inputs.columns, training), training);
      return createSpecialized({ state, samples: given, training, batchSize: given.inputs.rows });
    };
    const last = layerSpec(1, 'identity');
    assert.ok(create([layerSpec(3, 'relu'), last]));
    assert.equal(create([layerSpec(300, 'relu'), last]), null);
    assert.equal(create([layerSpec(3, 'relu', { dropout: 0.5 }), last]), null);
    assert.equal(create([layerSpec(3, 'relu'), last], { clipGradientNorm: 1 }), null);
    assert.equal(create([last], { optimizer: optimizerSpec({ type: 'perceptron' }) }), null);
    assert.equal(
      create([layerSpec(3, 'relu'), last], {}, samples(noise(200_000, 2), noise(200_000, 1))),
      null,
    );
  });
});
