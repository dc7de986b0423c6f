import { kernelBackends } from './kernelBackend.js';
import type { Kernels } from './kernels.js';
import { startKernelTrial, type KernelTrial } from './kernelTrial.js';

/** The time in milliseconds until the code is optimized, and that of one measurement, which keeps the core busy. */
const warmUp = 40;
const measured = 5;
const measurements = 8;

const middle: KernelTrial = {
  widths: [192, 96, 24],
  rows: 48,
  training: { precision: 'float32', epochs: Number.MAX_SAFE_INTEGER },
};

/** Returns the time of one step of a medium network in milliseconds, the best of several measurements. */
export function stepTime(kernels: Kernels): number {
  const { steps, state } = startKernelTrial(middle, kernelBackends(kernels));
  const run = (ms: number): number => {
    const start = performance.now();
    const { step } = state;
    while (performance.now() < start + ms) steps.next();
    return (performance.now() - start) / (state.step - step);
  };
  run(warmUp);
  return Math.min(...Array.from({ length: measurements }, () => run(measured)));
}
