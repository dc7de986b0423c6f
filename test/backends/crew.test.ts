import assert from 'node:assert/strict';
import path from 'node:path';
import { kernelBackends } from '../../src/backends/wasm/kernelBackend.js';
import type { Workshop } from '../../src/backends/wasm/kernels.js';
import * as at from '../../src/backends/wasm/layout.js';
import { shapes } from '../../src/backends/wasm/shapes.js';
import { Crew } from '../../src/backends/threads/crew.js';
import { compileKernels, kernelsOf } from '../../src/node/loadKernels.js';
import { startExercise, type Exercise } from '../../src/backends/wasm/exercise.js';

const dist = path.resolve(__dirname, '../../dist');
const plain = shapes.find(({ fuses }) => !fuses)!;
const module = compileKernels(dist, plain);
/** A step is worth a second thread. */
const large: Exercise = {
  widths: [256, 256, 128, 8],
  rows: 128,
  training: { precision: 'float32', epochs: 1e9 },
};

/** A network in training with one helper at the most. */
function training(crew: Crew) {
  const kernels = kernelsOf(module, dist, plain, 2, crew);
  const opened: Workshop[] = [];
  const open = (bytes: number): Workshop | null => {
    const workshop = kernels.open(bytes);
    if (workshop) opened.push(workshop);
    return workshop;
  };
  const { steps } = startExercise(large, kernelBackends({ ...kernels, open }));
  return {
    step: () => steps.next(),
    helpers: () => Atomics.load(new Int32Array(opened[0].buffer), at.READY >> 2),
    close: () => kernels.close(),
  };
}

describe('The helper threads of one thread', () => {
  it('help one network at a time, and the next when that has ended', async () => {
    const crew = new Crew();
    const [first, second] = [training(crew), training(crew)];
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
