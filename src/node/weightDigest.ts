import { createHash } from 'node:crypto';
import type { OptimizerSpec } from '../engine/model/spec.js';
import { kernelBackends } from '../backends/wasm/kernelBackend.js';
import type { Kernels } from '../backends/wasm/kernels.js';
import { startKernelTrial, type KernelTrial } from '../backends/wasm/kernelTrial.js';

/**
 * Computes a digest of the weights after training several float32 networks, which together take every path through the
 * kernels: all activations and optimizers, incomplete tiles and panels, batches of several chunks. Yields in between.
 */
export function* digestSteps(kernels: Kernels): Generator<undefined, string> {
  const hash = createHash('sha256');
  for (const trial of trials) {
    const { state, steps } = startKernelTrial(trial, kernelBackends(kernels));
    while (!steps.next().done) yield undefined;
    for (const { weights, bias } of state.network.layers)
      for (const values of [weights, bias]) if (values) hash.update(values);
  }
  return hash.digest('hex');
}

const optimizers: readonly OptimizerSpec[] = [
  { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  { type: 'adagrad', learningRate: 0.05, epsilon: 1e-8, weightDecay: 0 },
  { type: 'rmsprop', learningRate: 0.01, alpha: 0.9, epsilon: 1e-8, momentum: 0.5, weightDecay: 0 },
  { type: 'adamw', learningRate: 0.01, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.02 },
];

const deep = { widths: [70, 47, 40, 24, 5], activations: ['tanh', 'sigmoid', 'leakyRelu'], rows: 50 };
const single = { precision: 'float32', epochs: 6 } as const;

const trials: readonly KernelTrial[] = [
  { widths: [192, 96, 24], rows: 48, training: single },
  { ...deep, training: { ...single, batchSize: 19 } },
  { ...deep, rows: 700, training: { ...single, epochs: 2 } },
  { ...deep, dropout: 0.3, training: { ...single, regularization: { l1: 1e-3, l2: 1e-2 }, clipGradientNorm: 0.5 } },
  ...optimizers.map((optimizer) => ({ ...deep, training: { ...single, optimizer } })),
]; // prettier-ignore
