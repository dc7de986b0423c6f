import assert from 'node:assert/strict';
import { serialize } from 'node:v8';
import type { Instruments } from '../../../src/engine/health/instruments.js';
import { measuredSamples } from '../../../src/engine/health/measuredSamples.js';
import { measureInstruments } from '../../../src/engine/health/measureInstruments.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain } from '../../../src/engine/pacing.js';
import type { NetworkSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { measure } from '../../../src/engine/training/train.js';
import {
  continueTraining,
  dataset,
  layerSpec,
  noise,
  optimizerSpec,
  samples,
  trainingSpec,
} from '../fixture.js';

const norm = (values: Iterable<number>): number => Math.hypot(...values);
const isNear = (value: number | null, expected: number, tolerance = 1e-9): void => {
  assert.ok(
    value !== null && Math.abs(value - expected) <= tolerance * Math.abs(expected),
    `${value} instead of ${expected}`,
  );
};

const data = dataset(samples(noise(40, 3), noise(40, 2, 1)));
const spec: NetworkSpec = {
  layers: [layerSpec(5, 'tanh', { dropout: 0.5 }), layerSpec(4, 'relu'), layerSpec(2, 'identity')],
  loss: 'meanSquaredError',
  functions: {},
};

function begin(training: TrainingSpec, of: NetworkSpec = spec): TrainingState {
  return startTraining(createNetwork(of, data.training.inputs.columns, training), training);
}

function measured(state: TrainingState, training: TrainingSpec, of: Dataset = data): Instruments {
  const { rows } = of.training.inputs;
  return drain(
    measureInstruments({
      state,
      samples: measuredSamples(of.training, rows),
      rows,
      training,
      task: of.task,
      sharpness: { rows, products: 4 },
    }),
  );
}

/** Returns what is measured of one layer that passes each input on to one unit with all other weights 0. */
function ofUnits(activation: string, inputs: number[][], functions: NetworkSpec['functions'] = {}) {
  const units = inputs[0].length;
  const weights = Array.from({ length: units }, (_, i) =>
    Array.from({ length: units }, (__, j) => Number(i === j)),
  );
  const alone: NetworkSpec = {
    layers: [layerSpec(units, activation, { weights })],
    loss: 'meanSquaredError',
    functions,
  };
  const training = trainingSpec();
  const given = dataset(samples(inputs, inputs));
  const state = startTraining(createNetwork(alone, units, training), training);
  return measured(state, training, given).layers[0];
}

describe('the instruments', () => {
  it('are the gradient norms, the loss and the outputs of the network without dropout', () => {
    const training = trainingSpec();
    const state = begin({ ...training });
    const { layers, loss } = measured(state, training);
    const exact = gradients(state.network, data.training);
    layers.forEach(({ gradientNorm, weightNorm }, index) => {
      const { weights, bias } = exact.layers[index];
      isNear(gradientNorm, norm([...(weights ?? []), ...(bias ?? [])]));
      isNear(weightNorm, norm(state.network.layers[index].weights));
    });
    isNear(loss, drain(measure(state, data, training)).loss);
    const outputs = [...exact.outputs.values];
    const mean = outputs.reduce((sum, value) => sum + value, 0) / outputs.length;
    isNear(layers[2].activationMean, mean);
    isNear(
      layers[2].activationSpread,
      Math.sqrt(outputs.reduce((sum, y) => sum + (y - mean) ** 2, 0) / outputs.length),
    );
  });

  for (const type of ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'] as const)
    it(`predict the next update of ${type}`, () => {
      const optimizer = { ...optimizerSpec({ type }), ...(type === 'sgd' && { momentum: 0.9 }) };
      const training = trainingSpec({
        optimizer,
        epochs: 3,
        regularization: { l1: 0.01, l2: 0.1 },
        clipGradientNorm: 1,
      });
      const plain = { ...spec, layers: spec.layers.map((layer) => ({ ...layer, dropout: 0 })) };
      const state = begin(training, plain);
      continueTraining(state, data, training);
      const { layers } = measured(state, { ...training, epochs: 4 });
      const before = state.network.layers.map(({ weights }) => weights.slice());
      continueTraining(state, data, { ...training, epochs: 4 });
      layers.forEach(({ updateRatio }, index) => {
        const change = state.network.layers[index].weights.map((value, i) => value - before[index][i]);
        isNear(updateRatio, norm(change) / norm(before[index]), 1e-6);
      });
    });

  it('scale with the size of the batch where losses are summed', () => {
    const mean = trainingSpec({ batchSize: 8 });
    const sum = trainingSpec({ batchSize: 8, reduction: 'sum' });
    const [a, b] = [mean, sum].map((training) => measured(begin(training), training));
    isNear(b.layers[0].gradientNorm, 8 * 2 * a.layers[0].gradientNorm);
    isNear(b.sharpness, 8 * 2 * (a.sharpness ?? NaN), 1e-6);
    isNear(b.loss, 40 * 2 * a.loss);
  });

  it('find relu units that are off for all samples, and no others', () => {
    assert.equal(ofUnits('relu', [[-1, 2, -3, 1], [-2, -1, -0.5, 3]]).deadShare, 0.5); // prettier-ignore
    assert.equal(ofUnits('leakyRelu', [[-1], [-2]]).deadShare, 0);
    assert.equal(ofUnits('gelu', [[-30, -1], [-40, -1]]).deadShare, 0.5); // prettier-ignore
    assert.equal(ofUnits('sigmoid', [[-900], [-800]]).deadShare, 0);
  });

  it('find units at the ends of their range for nearly all samples', () => {
    assert.equal(ofUnits('tanh', [[9, 9, 0, -9], [-9, 9, 9, -9]]).saturatedShare, 0.75); // prettier-ignore
    assert.equal(ofUnits('sigmoid', [[9, 1], [-9, 1]]).saturatedShare, 0.5); // prettier-ignore
    assert.equal(ofUnits('elu', [[-9], [-20]]).saturatedShare, 1);
    assert.equal(ofUnits('softmax', [[9, -9], [20, -20]]).saturatedShare, 1); // prettier-ignore
    for (const name of ['relu', 'leakyRelu', 'identity', 'silu', 'softplus'])
      assert.equal(ofUnits(name, [[-9], [-20]]).saturatedShare, 0, name);
  });

  it('compare the mean gradient with the noise of mini-batches', () => {
    const training = trainingSpec({ batchSize: 5 });
    const state = begin(training);
    const each = Array.from({ length: 40 }, (_, row) => {
      const one = samples(
        [[...data.training.inputs.values.subarray(3 * row, 3 * row + 3)]],
        [[...data.training.targets.values.subarray(2 * row, 2 * row + 2)]],
      );
      return gradients(state.network, one).layers.flatMap(({ weights, bias }) => [
        ...(weights ?? []),
        ...(bias ?? []),
      ]);
    });
    const mean = each[0].map((_, i) => each.reduce((sum, gradient) => sum + gradient[i], 0) / 40);
    const variance =
      each.reduce((sum, g) => sum + g.reduce((all, value, i) => all + (value - mean[i]) ** 2, 0), 0) / 39;
    // The signal is estimated from eight parts, so only its order of magnitude is known.
    const expected = norm(mean) / Math.sqrt((variance / 5) * (35 / 39));
    const { gradientSignal } = measured(state, training);
    assert.ok(gradientSignal !== null && gradientSignal < 2 * expected && gradientSignal > expected / 3);
    assert.equal(measured(begin(trainingSpec()), trainingSpec()).gradientSignal, null);
  });

  it('count the predictions of each class', () => {
    const one = samples([[1], [2], [-1]], [[1], [1], [0]]);
    const unit: NetworkSpec = {
      layers: [layerSpec(1, 'sigmoid', { weights: [[1]] })],
      loss: 'binaryCrossEntropy',
      functions: {},
    };
    const training = trainingSpec();
    const state = startTraining(createNetwork(unit, 1, training), training);
    assert.deepEqual(measured(state, training, dataset(one, { task: 'classification' })).predicted, [1, 2]);
  });

  it('change nothing of the state', () => {
    const training = trainingSpec({ optimizer: optimizerSpec({ type: 'adam' }), epochs: 2, batchSize: 7 });
    const state = begin(training);
    continueTraining(state, data, training);
    const before = serialize(state);
    measured(state, training);
    assert.deepEqual(serialize(state), before);
  });
});

describe('the measured samples', () => {
  it('are all samples where there are few, and evenly spread where there are many', () => {
    const many = samples(Array.from({ length: 1000 }, (_, i) => [i]), noise(1000, 1)); // prettier-ignore
    const all = [...measuredSamples(many, 1000).inputs.values].sort((a, b) => a - b);
    assert.deepEqual(
      all,
      Array.from({ length: 1000 }, (_, i) => i),
    );
    const some = [...measuredSamples(many, 100).inputs.values].sort((a, b) => a - b);
    some.forEach((row, part) => assert.equal(Math.floor(row / 10), part));
  });
});
