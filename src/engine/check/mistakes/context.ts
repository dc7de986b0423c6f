import type { Regularization } from '../../regularization.js';
import type { OptimizerSpec } from '../../spec.js';
import type { Recorded } from '../record.js';

/** What a wrong gradient may have been made from. */
export interface Context {
  readonly recorded: Recorded;
  /** N */
  readonly rows: number;
  /** K */
  readonly outputs: number;
  readonly regularization: Regularization;
  readonly optimizer: OptimizerSpec;
  /** Of the first step. */
  readonly learningRate: number;
  /** As configured; null: all the rows. */
  readonly batchSize: number | null;
}

/** Of one weight: what l1 |w| + (l2/2) w² adds to the gradient. */
export function penaltyOf({ l1, l2 }: Regularization, w: number): number {
  return l1 * Math.sign(w) + l2 * w;
}
