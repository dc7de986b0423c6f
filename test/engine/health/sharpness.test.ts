import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GradientProbe } from '../../../src/engine/health/gradientProbe.js';
import { sharpness } from '../../../src/engine/health/sharpness.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Network } from '../../../src/engine/model/network.js';
import { drain } from '../../../src/engine/pacing.js';
import type { LayerSpec, LossName } from '../../../src/engine/model/spec.js';
import { layerSpec, noise, samples, trainingSpec } from '../fixture.js';

const networkOf = (layers: LayerSpec[], loss: LossName, inputs: number, seed = 1): Network =>
  createNetwork({ layers, loss, functions: {} }, inputs, trainingSpec({ seed }));

const measured = (network: Network, data: Samples, l2 = 0): number => {
  const value = drain(
    sharpness(new GradientProbe(network, data), { rows: data.inputs.rows, products: 8, factor: 1, l2 }),
  );
  assert.ok(value !== null);
  return value;
};

/** Returns the Hessian from differences of the loss alone, which uses no gradient. */
function hessianOf(network: Network, data: Samples): number[][] {
  const probe = new GradientProbe(network, data);
  const { parameters } = probe;
  const point = parameters.slice();
  const step = 1e-3;
  const at = (i: number, di: number, j: number, dj: number): number => {
    parameters.set(point);
    parameters[i] += di;
    parameters[j] += dj;
    return drain(probe.run(0, data.inputs.rows));
  };
  return Array.from(point, (_, i) =>
    Array.from(point, (__, j) => {
      const mixed = at(i, step, j, step) - at(i, step, j, -step) - at(i, -step, j, step) + at(i, -step, j, -step); // prettier-ignore
      return mixed / (4 * step * step);
    }),
  );
}

/** Returns the largest eigenvalue of a symmetric matrix by Jacobi rotations. */
function largestEigenvalue(matrix: readonly (readonly number[])[]): number {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const theta = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        for (let k = 0; k < n; k++)
          [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < n; k++)
          [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      }
  return Math.max(...a.map((row, i) => row[i]));
}

describe('sharpness', () => {
  it('is 2 λmax(XᵀX)/n for a linear unit with the mean squared error', () => {
    const data = samples([[3, 0], [0, 1], [0, -1], [-3, 0]], [[1], [2], [3], [4]]); // prettier-ignore
    const unit = layerSpec(1, 'identity', { bias: null });
    assert.ok(Math.abs(measured(networkOf([unit], 'meanSquaredError', 2), data) - 9) < 1e-6);
  });

  it('adds l2 to the curvature along weights but not along biases', () => {
    const data = samples([[3], [-3]], [[1], [2]]);
    const network = networkOf([layerSpec(1, 'identity')], 'meanSquaredError', 1);
    assert.ok(Math.abs(measured(network, data, 0.5) - 18.5) < 1e-5);
  });

  it('is the largest eigenvalue of the exact Hessian of small networks', () => {
    const activations = ['tanh', 'sigmoid', 'softplus', 'gelu'];
    fc.assert(
      fc.property(
        fc.constantFrom(...activations),
        fc.constantFrom<LossName>('meanSquaredError', 'halfSquaredError'),
        fc.integer({ min: 1, max: 100 }),
        (activation, loss, seed) => {
          const data = samples(noise(12, 2), noise(12, 1, 1));
          const network = networkOf([layerSpec(2, activation), layerSpec(1, 'identity')], loss, 2, seed);
          const exact = largestEigenvalue(hessianOf(network, data));
          const value = measured(network, data);
          assert.ok(value > 0.95 * exact && value < 1.005 * exact, `${value} instead of ${exact}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is not known where a gradient is not finite', () => {
    const data = samples([[1e200], [1e200]], [[1], [2]]);
    const network = networkOf([layerSpec(1, 'identity')], 'meanSquaredError', 1);
    assert.equal(
      drain(sharpness(new GradientProbe(network, data), { rows: 2, products: 8, factor: 1, l2: 0 })),
      null,
    );
  });

  it('leaves the parameters of the probe as they were', () => {
    const data = samples(noise(8, 2), noise(8, 1, 1));
    const probe = new GradientProbe(
      networkOf([layerSpec(3, 'tanh'), layerSpec(1, 'identity')], 'huber', 2),
      data,
    );
    const before = probe.parameters.slice();
    drain(sharpness(probe, { rows: 8, products: 8, factor: 1, l2: 0 }));
    assert.deepEqual(probe.parameters, before);
  });
});
