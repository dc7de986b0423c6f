import type { Regularization } from '../model/regularization.js';
import type { Tolerances } from './judge.js';

/** The options of a gradient check. */
export interface CheckOptions extends Tolerances {
  /** The largest number of rows of the data to use. If there are more, they are drawn with the seed. */
  readonly samples: number;
  /** The largest number of parameters of each tensor to check. If there are more, they are drawn with the seed. */
  readonly parametersPerTensor: number;
  readonly seed: number;
  readonly regularization: Regularization;
  /** The units that may be on a kink. Parameters that only these units keep from being judged are left out. */
  readonly exclude: readonly Unit[];
}

export interface Unit {
  /** The layer, from 1. */
  readonly layer: number;
  /** The unit's index, from 0. */
  readonly unit: number;
}
