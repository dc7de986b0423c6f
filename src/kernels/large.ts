import type { NetworkSpec, TrainingSpec } from '../engine/spec.js';

/**
 * Multiply-adds of a step from which on a float32 network may train in a process of its own. Measured: docs/kernels.md.
 */
const large = 2 ** 20;
/** Of a batch that is all the data, whatever that may be. */
const usualBatch = 32;

/** Whether a network with so many inputs is large. */
export function isLarge({ layers }: NetworkSpec, { batchSize }: TrainingSpec, inputs: number): boolean {
  const weights = layers.reduce(
    (sum, { units }, index) => sum + units * (index === 0 ? inputs : layers[index - 1].units),
    0,
  );
  return 3 * weights * (batchSize ?? usualBatch) >= large;
}
