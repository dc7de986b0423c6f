import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Network } from '../../../src/engine/model/network.js';
import { trainedTensors } from '../../../src/engine/training/state.js';
import { problems, type Problem } from '../arbitrary.js';
import { derivative } from '../numeric.js';
import { layerSpec, samples, trainingSpec } from '../fixture.js';

describe('gradients', () => {
  it('are the numeric derivatives of the objective, for any network and loss', () => {
    let compared = 0;
    let kinks = 0;
    fc.assert(
      fc.property(problems, fc.constantFrom(0, 0.1), (problem, l2) => {
        for (const { analytic, numeric } of comparisons(problem, { l1: 0.01, l2 })) {
          // Near a kink the extrapolation does not converge, so there is no value to compare with.
          if (numeric.error > 1e-5 * Math.max(1, Math.abs(numeric.value))) {
            kinks++;
            continue;
          }
          compared++;
          const allowed = 1e-6 * Math.max(1, Math.abs(numeric.value)) + 10 * numeric.error;
          assert.ok(
            Math.abs(analytic - numeric.value) <= allowed,
            `${analytic} where ${numeric.value} is right`,
          );
        }
      }),
      { numRuns: 150, seed: 5 },
    );
    assert.ok(compared > 20 * kinks && compared > 1000, `${compared} compared, ${kinks} at kinks`);
  });

  it('are null for what is not trained, and one number for a shared bias: the sum over its units', () => {
    const bias = { value: 0.5, shared: false, trainable: true, names: null };
    const gradientsWith = (shared: boolean) => {
      const layers = [
        layerSpec(3, 'tanh', { weightsTrainable: false, bias: { ...bias, shared } }),
        layerSpec(2, 'identity', { bias: { ...bias, trainable: false } }),
        layerSpec(1, 'identity', { bias: null }),
      ];
      const network = createNetwork({ layers, loss: 'halfSquaredError', functions: {} }, 2, trainingSpec());
      return gradients(network, samples([[1, 2]], [[3]])).layers;
    };
    const [own, shared] = [gradientsWith(false), gradientsWith(true)];
    assert.equal(own[0].weights, null);
    assert.equal(own[1].bias, null);
    assert.equal(own[2].bias, null);
    const sum = [...(own[0].bias ?? [])].reduce((total, value) => total + value, 0);
    assert.equal(shared[0].bias?.length, 1);
    assert.ok(Math.abs(shared[0].bias[0] - sum) < 1e-15);
  });

  it('are those of the whole set however many chunks it takes', () => {
    const layers = [layerSpec(3, 'tanh'), layerSpec(2, 'softmax')];
    const network = createNetwork({ layers, loss: 'crossEntropy', functions: {} }, 2, trainingSpec());
    const rows = Array.from({ length: 1001 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
    const targets = rows.map((_, i) => (i % 3 === 0 ? [1, 0] : [0, 1]));
    const whole = gradients(network, samples(rows, targets));
    const single = rows.map((row, i) => gradients(network, samples([row], [targets[i]])));
    const mean = (of: (one: (typeof single)[0]) => number) =>
      single.reduce((sum, one) => sum + of(one), 0) / rows.length;
    assert.ok(Math.abs(whole.loss - mean(({ loss }) => loss)) < 1e-12);
    whole.layers.forEach(({ weights }, layer) => {
      weights?.forEach((value, i) => {
        assert.ok(Math.abs(value - mean(({ layers }) => layers[layer].weights?.[i] ?? NaN)) < 1e-12);
      });
    });
  });
});

function comparisons({ spec, data }: Problem, regularization: { l1: number; l2: number }) {
  const network = createNetwork(spec, data.inputs.columns, trainingSpec());
  const found = gradients(network, data, regularization);
  // Softmax of one unit is always 1, and binary cross-entropy is infinite.
  fc.pre(Number.isFinite(found.loss));
  return trainedTensors(network).flatMap(({ layer, name, values }) =>
    [...values.keys()].map((index) => ({
      analytic: found.layers[layer][name]?.[index] ?? NaN,
      numeric: derivative((value) => objectiveWith(network, values, index, value), values[index]),
    })),
  );

  function objectiveWith(
    network: Network,
    values: Network['layers'][0]['weights'],
    index: number,
    value: number,
  ) {
    const held = values[index];
    values[index] = value;
    const result = gradients(network, data).loss + penalty(network, regularization);
    values[index] = held;
    return result;
  }
}

/** l1 Σ|w| + (l2/2) Σ w² over the weights that are trained; the others only add a constant. */
function penalty({ layers }: Network, { l1, l2 }: { l1: number; l2: number }): number {
  const all = layers.flatMap(({ weights }) => [...weights]);
  return all.reduce((sum, w) => sum + l1 * Math.abs(w) + (l2 / 2) * w * w, 0);
}
