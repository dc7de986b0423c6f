import assert from 'node:assert/strict';
import path from 'node:path';
import { kernelBackends } from '../../src/backends/wasm/kernelBackend.js';
import type { KernelInstance } from '../../src/backends/wasm/kernels.js';
import * as at from '../../src/backends/wasm/layout.js';
import { shapes } from '../../src/backends/wasm/shapes.js';
import { HelperLock } from '../../src/backends/threads/helperLock.js';
import { compileKernels, kernelsOf } from '../../src/node/loadKernels.js';
import { startKernelTrial, type KernelTrial } from '../../src/backends/wasm/kernelTrial.js';

const dist = path.resolve(__dirname, '../../dist');
const plain = shapes.find(({ fuses }) => !fuses)!;
const module = compileKernels(dist, plain);
/** A network that is large enough for a second thread. */
const large: KernelTrial = {
  widths: [256, 256, 128, 8],
  rows: 128,
  training: { precision: 'float32', epochs: 1e9 },
};

/** Trains a network with at most one helper thread. */
function training(helperLock: HelperLock) {
  const kernels = kernelsOf(module, dist, plain, 2, helperLock);
  const opened: KernelInstance[] = [];
  const open = (bytes: number): KernelInstance | null => {
    const instance = kernels.open(bytes);
    if (instance) opened.push(instance);
    return instance;
  };
  const { steps } = startKernelTrial(large, kernelBackends({ ...kernels, open }));
  return {
    step: () => steps.next(),
    helpers: () => Atomics.load(new Int32Array(opened[0].buffer), at.READY >> 2),
    close: () => kernels.close(),
  };
}

describe('The helper threads of one thread', () => {
  it('help one network at a time, and the next when that has ended', async () => {
    const helperLock = new HelperLock();
    const [first, second] = [training(helperLock), training(helperLock)];
    try {
      do {
        first.step();
        second.step();
        await new Promise(setImmediate);
      } while (first.helpers() === 0);
      for (let i = 0; i < 20; i++) second.step();
      assert.equal(second.helpers(), 0);
      first.close();
      while (second.helpers() === 0) {
        second.step();
        await new Promise(setImmediate);
      }
    } finally {
      first.close();
      second.close();
    }
  });
});
