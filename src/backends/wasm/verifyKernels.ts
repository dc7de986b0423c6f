import type { CreateBackend } from '../../engine/training/backend.js';
import { drain } from '../../engine/pacing.js';
import type { Precision } from '../../engine/model/spec.js';
import { kernelBackends } from './kernelBackend.js';
import type { Kernels } from './kernels.js';
import { startKernelTrial, weightsOf } from './kernelTrial.js';

/** The tolerance in float32, where sums are rounded in another order, or once less. */
const tolerance = 1e-5;

/** Returns whether kernels train a network to the same numbers as the plain loops, in float64 to the last bit. */
export function verifyKernels(kernels: Kernels): boolean {
  return isRightIn('float64', 0, kernels) && isRightIn('float32', tolerance, kernels);
}

function isRightIn(precision: Precision, tolerance: number, kernels: Kernels): boolean {
  const train = (createBackend: CreateBackend) => {
    const trial = { widths: [13, 11, 9, 3], rows: 10, training: { precision, epochs: 3 } };
    const { state, steps } = startKernelTrial(trial, createBackend);
    drain(steps);
    return weightsOf(state);
  };
  const found = train(kernelBackends(kernels));
  return train(() => null).every((value, i) => Math.abs(value - found[i]) <= tolerance);
}
