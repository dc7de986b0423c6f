import assert from 'node:assert/strict';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { EpochMetrics } from '../../../src/engine/model/metrics.js';
import { quantum } from '../../../src/engine/pacing.js';
import type { NetworkSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { measure, train } from '../../../src/engine/training/train.js';
import {
  dataset,
  finish,
  continueTraining,
  layerSpec,
  noise,
  optimizerSpec,
  samples,
  trainingSpec,
  type Finished,
} from '../fixture.js';

const network = (
  layers: NetworkSpec['layers'],
  loss: NetworkSpec['loss'] = 'halfSquaredError',
): NetworkSpec => ({
  layers,
  loss,
  functions: {},
});

describe('training', () => {
  const workedExample = () => {
    const bias = (value: number) => ({ value, shared: true, trainable: false, names: null });
    const spec = network([
      layerSpec(2, 'sigmoid', { weights: [[0.15, 0.2], [0.25, 0.3]], bias: bias(0.35) }),
      layerSpec(2, 'sigmoid', { weights: [[0.4, 0.45], [0.5, 0.55]], bias: bias(0.6) }),
    ]); // prettier-ignore
    const training = trainingSpec({
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.5 }),
      epochs: 10_000,
    });
    return { spec, training, data: dataset(samples([[0.05, 0.1]], [[0.01, 0.99]])) };
  };

  it('trains the 2-2-2 worked example to E = 3.510188e-5 in 10,000 epochs', () => {
    const { spec, training, data } = workedExample();
    const { metrics, state } = finish(spec, data, training);
    assert.equal(metrics.length, 10_000);
    assert.ok(Math.abs(metrics[0].loss - 0.291027774) < 1e-9);
    assert.ok(Math.abs((metrics.at(-1)?.loss ?? NaN) - 3.510188e-5) < 5e-12);
    assert.equal(state.network.layers[1].bias?.[0], 0.6);
  });

  it('does not change the given network, so that a reset starts from the same parameters', () => {
    const { spec, training, data } = workedExample();
    const given = createNetwork(spec, 2, training);
    const before = structuredClone(given);
    const first = continueTraining(startTraining(given, { ...training, epochs: 3 }), data, {
      ...training,
      epochs: 3,
    });
    assert.deepEqual(given, before);
    const again = continueTraining(startTraining(given, { ...training, epochs: 3 }), data, {
      ...training,
      epochs: 3,
    });
    assert.deepEqual(again, first);
  });

  it('reports the state before the first epoch, and every epoch asked for, and the last', () => {
    const { spec, training, data } = workedExample();
    const state = startTraining(createNetwork(spec, 2, training), { ...training, epochs: 25 });
    const start = untilDone(measure(state, data, training));
    assert.equal(start.epoch, 0);
    assert.ok(Math.abs(start.loss - 0.298371109) < 1e-9);
    const { metrics } = continueTraining(state, data, { ...training, epochs: 25 }, 10);
    assert.deepEqual(metrics.map(({ epoch }) => epoch), [10, 20, 25]); // prettier-ignore
  });

  it('resumes from a checkpoint taken at any yield with the same numbers', () => {
    fc.assert(
      fc.property(
        runs,
        fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }),
        ({ spec, training, data }, pauses) => {
          const start = () =>
            startTraining(createNetwork(spec, data.training.inputs.columns, training), training);
          const straight = continueTraining(start(), data, training);
          assert.deepEqual(runWithPauses(start(), data, training, pauses), straight);
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });

  it('resumes from a checkpoint taken within a batch with the same numbers', () => {
    const spec = network([
      layerSpec(200, 'tanh', { dropout: 0.3 }),
      layerSpec(60, 'relu'),
      layerSpec(1, 'identity'),
    ]);
    const training = trainingSpec({
      epochs: 2,
      batchSize: 70,
      optimizer: optimizerSpec({ type: 'adam', learningRate: 0.01 }),
    });
    const data = dataset(samples(noise(100, 120), noise(100, 1)));
    const start = () => startTraining(createNetwork(spec, 120, training), training);
    const straight = continueTraining(start(), data, training);
    const yields = straight.yields - straight.metrics.length;
    assert.ok(yields > 8, `${yields} yields in 4 batches`);
    const paused = runWithPauses(start(), data, training, new Array<number>(straight.yields).fill(1));
    assert.deepEqual({ ...paused, yields: 0 }, { ...straight, yields: 0 });
  });

  it('yields after a few milliseconds of work, even in the largest layers and batches', () => {
    const cases = [
      { rows: 2, inputs: 3000, units: 2000 },
      { rows: 50_000, inputs: 20, units: 10 },
    ];
    for (const { rows, inputs, units } of cases) {
      const spec = network([layerSpec(units, 'relu', { init: { type: 'zeros' } }), layerSpec(1, 'identity')]);
      const training = trainingSpec({ epochs: 1 });
      const data = dataset(samples(noise(rows, inputs), noise(rows, 1)));
      const { yields } = finish(spec, data, training);
      // The batch needs a forward and a backward pass, the loss a forward pass.
      const work = 3 * rows * inputs * units;
      assert.ok(yields >= work / (2 * quantum), `${yields} yields for ${work} multiply-adds`);
    }
  });

  it('draws another order each epoch, and the same for the same seed', () => {
    const spec = network([layerSpec(1, 'identity')]);
    const data = dataset(samples(noise(7, 2), noise(7, 1)));
    const losses = (seed: number, shuffle = true) =>
      finish(spec, data, trainingSpec({ epochs: 3, batchSize: 2, seed, shuffle })).metrics.map(
        ({ loss }) => loss,
      );
    assert.deepEqual(losses(1), losses(1));
    assert.notDeepEqual(losses(1), losses(2));
    assert.notDeepEqual(losses(1), losses(1, false));
  });

  it('does not change frozen parameters, and updates a shared bias as one parameter', () => {
    const bias = { value: 0.5, shared: true, trainable: true, names: null };
    const layers = [
      layerSpec(3, 'tanh', { weightsTrainable: false, bias }),
      layerSpec(1, 'identity', { bias: { ...bias, trainable: false } }),
    ];
    const data = dataset(samples(noise(5, 2), noise(5, 1)));
    const training = trainingSpec({
      epochs: 5,
      optimizer: optimizerSpec({ type: 'adamw', learningRate: 0.1 }),
      regularization: { l1: 0.1, l2: 0.1 },
    });
    const before = createNetwork(network(layers), 2, training);
    const { layers: after } = finish(network(layers), data, training).state.network;
    assert.deepEqual(after[0].weights, before.layers[0].weights);
    assert.deepEqual(after[1].bias, before.layers[1].bias);
    assert.equal(after[0].bias?.length, 1);
    assert.notDeepEqual(after[0].bias, before.layers[0].bias);
    assert.notDeepEqual(after[1].weights, before.layers[1].weights);
  });

  it('computes in float32 on request, with results close to those of float64', () => {
    const spec = network([layerSpec(8, 'tanh'), layerSpec(3, 'softmax')], 'crossEntropy');
    const targets = Array.from({ length: 30 }, (_, i) => [0, 1, 2].map((k) => (i % 3 === k ? 1 : 0)));
    const data = dataset(samples(noise(30, 4), targets), { task: 'classification' });
    const training = trainingSpec({
      epochs: 20,
      batchSize: 8,
      optimizer: optimizerSpec({ type: 'adam', learningRate: 0.01 }),
    });
    const double = finish(spec, data, training);
    const single = finish(spec, data, { ...training, precision: 'float32' });
    for (const { weights, bias } of single.state.network.layers)
      for (const values of [weights, bias, ...single.state.slots.flat()])
        assert.ok(values instanceof Float32Array);
    const [a, b] = [double, single].map(({ metrics }) => metrics.at(-1)?.loss ?? NaN);
    assert.ok(a !== b && Math.abs(a - b) < 1e-5, `${a} and ${b}`);
  });
});

const runs = fc
  .record({
    optimizer: fc.constantFrom<TrainingSpec['optimizer']['type'][]>(
      'sgd',
      'adagrad',
      'rmsprop',
      'adam',
      'adamw',
    ),
    momentum: fc.constantFrom(0, 0.9),
    batchSize: fc.constantFrom(null, 1, 3, 10),
    shuffle: fc.boolean(),
    dropout: fc.constantFrom(0, 0.4),
    seed: fc.nat(),
    precision: fc.constantFrom('float64' as const, 'float32' as const),
    schedule: fc.constantFrom<TrainingSpec['schedule'][]>(
      { type: 'constant' },
      { type: 'cosine', epochs: 6, minLearningRate: 0 },
      { type: 'reduceOnPlateau', factor: 0.5, patience: 0, threshold: 0.1, minLearningRate: 0 },
    ),
    clipGradientNorm: fc.constantFrom(null, 0.5),
    stops: fc.boolean(),
  })
  .map(({ optimizer, momentum, dropout, stops, ...rest }) => {
    const training = trainingSpec({
      ...rest,
      epochs: 6,
      optimizer: { ...optimizerSpec({ type: optimizer }), ...(optimizer === 'sgd' ? { momentum } : {}) },
      earlyStopping: stops ? { patience: 2, minDelta: 0.01, restoreBest: true } : null,
    });
    const spec = network([layerSpec(5, 'tanh', { dropout }), layerSpec(2, 'identity')], 'meanSquaredError');
    const validation = stops ? samples(noise(4, 3, 1), noise(4, 2, 2)) : null;
    return { spec, training, data: dataset(samples(noise(10, 3), noise(10, 2, 3)), { validation }) };
  });

/** Serializes the run after these numbers of yields, corrupts the original, and continues from the bytes. */
function runWithPauses(
  start: TrainingState,
  data: Dataset,
  training: TrainingSpec,
  pauses: readonly number[],
): Finished {
  let state = start;
  let yields = 0;
  const metrics: EpochMetrics[] = [];
  for (const pause of pauses) {
    const epochs = train(state, data, training);
    for (let i = 0; i < pause; i++) {
      const { value, done } = epochs.next();
      if (done) return { outcome: value, metrics, state, yields };
      yields++;
      if (value) metrics.push(value);
    }
    const bytes = serialize(state);
    for (const layer of state.network.layers) layer.weights.fill(NaN);
    state = deserialize(bytes) as TrainingState;
  }
  const rest = continueTraining(state, data, training);
  return { ...rest, metrics: [...metrics, ...rest.metrics], yields: yields + rest.yields };
}

function untilDone<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { value, done } = steps.next();
    if (done) return value;
  }
}
