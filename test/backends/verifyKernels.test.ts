import assert from 'node:assert/strict';
import path from 'node:path';
import type { Precision } from '../../src/engine/model/spec.js';
import type { Kernels } from '../../src/backends/wasm/kernels.js';
import { shapes } from '../../src/backends/wasm/shapes.js';
import { verifyKernels } from '../../src/backends/wasm/verifyKernels.js';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import { loadKernels } from '../../src/node/loadKernels.js';

const dist = path.resolve(__dirname, '../../dist');
const usable = shapes.filter(({ fuses }) => fuses === hasFusedMultiplyAdd());

/** Returns kernels whose results have a relative error in one precision. */
function wrongIn(precision: Precision, error: number): Kernels {
  const kernels = loadKernels(dist, usable[0], 1);
  const corrupt = (values: Float64Array | Float32Array): void => {
    values.forEach((value, i) => {
      // Addresses and counts that are read as floats are much smaller.
      if (Math.abs(value) > 1e-3 && Math.abs(value) < 10) values[i] = value * (1 + error);
    });
  };
  return {
    ...kernels,
    open(bytes) {
      const instance = kernels.open(bytes);
      if (!instance) return null;
      const run = instance.run.bind(instance);
      instance.run = (network, threads, work) => {
        run(network, threads, work);
        if (network.precision !== precision) return;
        corrupt(
          precision === 'float64' ? new Float64Array(instance.buffer) : new Float32Array(instance.buffer),
        );
      };
      return instance;
    },
  };
}

describe('The check of the kernels', function () {
  this.timeout(30_000);

  for (const shape of usable) {
    it(`finds ${shape.name} right`, () => assert.equal(verifyKernels(loadKernels(dist, shape, 1)), true));
  }

  it('refuses kernels that are off by one bit in float64', () => {
    assert.equal(verifyKernels(wrongIn('float64', 2 ** -52)), false);
  });

  it('refuses kernels whose float32 error is larger than a different order of summation explains', () => {
    assert.equal(verifyKernels(wrongIn('float32', 1e-3)), false);
    assert.equal(verifyKernels(wrongIn('float32', 0)), true);
  });
});
