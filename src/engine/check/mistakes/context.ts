import type { Regularization } from '../../model/regularization.js';
import type { OptimizerSpec } from '../../model/spec.js';
import type { Recorded } from '../record.js';

/** The values that a wrong gradient may have been computed from. */
export interface Context {
  readonly recorded: Recorded;
  /** The number of rows, N. */
  readonly rows: number;
  /** The number of outputs, K. */
  readonly outputs: number;
  readonly regularization: Regularization;
  readonly optimizer: OptimizerSpec;
  /** The learning rate of the first step. */
  readonly learningRate: number;
  /** The configured batch size; null for all the rows. */
  readonly batchSize: number | null;
}

/** Returns the penalty's gradient of one weight, the derivative of l1 |w| + (l2/2) w². */
export function penaltyOf({ l1, l2 }: Regularization, w: number): number {
  return l1 * Math.sign(w) + l2 * w;
}
