import type { Regularization } from '../regularization.js';
import type { Tolerances } from './judge.js';

/** How a gradient check is to be done. */
export interface CheckOptions extends Tolerances {
  /** Rows of the data it is done on, at the most; drawn by the seed where there are more. */
  readonly samples: number;
  /** Parameters of each tensor, at the most; drawn by the seed where there are more. */
  readonly parametersPerTensor: number;
  readonly seed: number;
  readonly regularization: Regularization;
  /** Units that may sit on a kink: what cannot be judged because of them alone is left out. */
  readonly exclude: readonly Unit[];
}

export interface Unit {
  /** From 1. */
  readonly layer: number;
  /** From 0. */
  readonly unit: number;
}
