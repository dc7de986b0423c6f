import type { NetworkSpec, TrainingSpec } from '../../engine/model/spec.js';

/**
 * The number of multiply-adds in a step from which on a float32 network may train in a child process; measured in
 * docs/kernels.md.
 */
const large = 2 ** 20;
/** The number of rows assumed for a batch that is all the data. */
const usualBatch = 32;

/** Returns whether training a network with `inputs` inputs is worth a child process. */
export function isLarge({ layers }: NetworkSpec, { batchSize }: TrainingSpec, inputs: number): boolean {
  const weights = layers.reduce(
    (sum, { units }, index) => sum + units * (index === 0 ? inputs : layers[index - 1].units),
    0,
  );
  return 3 * weights * (batchSize ?? usualBatch) >= large;
}
