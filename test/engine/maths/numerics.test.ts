import assert from 'node:assert/strict';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { forward } from '../../../src/engine/pass/forward.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import type { LossName, Precision } from '../../../src/engine/model/spec.js';
import { activationNames, lossNames } from '../../../src/engine/model/spec.js';
import {
  dataset,
  finish,
  layerSpec,
  matrix,
  noise,
  optimizerSpec,
  rowsOf,
  samples,
  trainingSpec,
} from '../fixture.js';

describe('numerical edge cases', () => {
  const logits = [[1000], [-1000]];
  for (const precision of ['float64', 'float32'] as const) {
    for (const [activation, loss] of [
      ['softmax', 'crossEntropy'],
      ['sigmoid', 'binaryCrossEntropy'],
    ] as const) {
      // prettier-ignore
      it(`logits of ±1000 train through ${activation} and ${loss} in ${precision}`, () => {
        const spec = oneLayer(activation, loss, [[1000], [-1000]]);
        const data = samples([[1], [-1]], [[0, 1], [0, 1]]); // prettier-ignore
        const { loss: first } = gradients(createNetwork(spec, 1, trainingSpec({ precision })), data);
        // One sample is right with certainty, the other is wrong by 2000 (for two sigmoids by 1000 each, averaged).
        assert.equal(first, activation === 'softmax' ? 1000 : 500);
        const { outcome, metrics } = finish(spec, dataset(data), trainingSpec({ precision, epochs: 5 }));
        assert.deepEqual(outcome, { kind: 'completed' });
        assert.ok(metrics.every(({ loss }) => Number.isFinite(loss)));
      });
    }
  }

  for (const activation of activationNames) {
    it(`saturated units of ${activation} have finite gradients under every loss`, () => {
      for (const loss of lossNames) {
        const layers = [layerSpec(2, activation, { weights: logits }), layerSpec(2, 'identity', { weights: [[1, 0], [0, 1]] })]; // prettier-ignore
        const end =
          loss === 'crossEntropy' ? 'softmax' : loss === 'binaryCrossEntropy' ? 'sigmoid' : 'identity';
        const spec = { layers: [...layers, layerSpec(2, end)], loss, functions: {} };
        const { loss: value, layers: found } = gradients(
          createNetwork(spec, 1, trainingSpec()),
          samples([[1]], [[0, 1]]),
        );
        assert.ok(Number.isFinite(value), loss);
        for (const { weights } of found) assert.ok(weights?.every(Number.isFinite), loss);
      }
    });
  }

  it('one sample of one input trains one unit', () => {
    const { outcome, metrics } = finish(
      oneLayer('identity', 'meanSquaredError', [[0]]),
      dataset(samples([[1]], [[1]])),
      trainingSpec({ epochs: 200 }),
    );
    assert.deepEqual(outcome, { kind: 'completed' });
    assert.ok((metrics.at(-1)?.loss ?? NaN) < 1e-9);
  });

  it('the last batch of an epoch is averaged over its own size and does not affect the next one', () => {
    // w ← w − η (w − t) for single samples, by hand: batches of two, the fifth sample alone.
    const targets = [1, 3, -2, 4, 7];
    const spec = oneLayer('identity', 'halfSquaredError', [[0]]);
    const data = dataset(samples(targets.map(() => [1]), targets.map((t) => [t]))); // prettier-ignore
    const training = trainingSpec({
      epochs: 2,
      batchSize: 2,
      shuffle: false,
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.5 }),
    });
    let w = 0;
    for (let epoch = 0; epoch < 2; epoch++)
      for (const [a, b] of [[1, 3], [-2, 4], [7, 7]]) w -= 0.5 * ((w - a + (w - b)) / 2); // prettier-ignore
    const { state } = finish({ ...spec, layers: [{ ...spec.layers[0], bias: null }] }, data, training);
    assert.equal(state.network.layers[0].weights[0], w);
  });

  it('a forward pass gives the same bits alone as in a batch', () => {
    const spec = {
      layers: [layerSpec(7, 'gelu'), layerSpec(5, 'softmax')],
      loss: 'crossEntropy' as const,
      functions: {},
    };
    for (const precision of ['float64', 'float32'] as Precision[]) {
      const network = createNetwork(spec, 9, trainingSpec({ precision }));
      const rows = noise(301, 9);
      const together = rowsOf(forward(network, matrix(rows))[1].outputs);
      rows.forEach((row, i) =>
        assert.deepEqual(rowsOf(forward(network, matrix([row]))[1].outputs)[0], together[i]),
      );
    }
  });
});

function oneLayer(activation: string, loss: LossName, weights: number[][]) {
  return { layers: [layerSpec(weights.length, activation, { weights })], loss, functions: {} };
}
