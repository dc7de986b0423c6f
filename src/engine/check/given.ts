import type { Rounding } from './roundedRows.js';

/** Someone's numbers for a tensor, laid out as they gave them. */
export interface GivenTensor {
  /** [] for a single number. */
  readonly shape: readonly number[];
  /** Row-major; NaN where none was given. */
  readonly values: Float64Array;
  /** By how much each may have been rounded when it was written down. */
  readonly rounding: Float64Array;
}

export interface GivenLayer {
  readonly weights: GivenTensor | null;
  readonly bias: GivenTensor | null;
}

/** Gradients that someone computed for a network and its data; null where there are none. */
export interface GivenGradients {
  readonly layers: readonly GivenLayer[];
  readonly loss: GivenTensor | null;
  /** [samples][outputs] */
  readonly outputs: GivenTensor | null;
  /** How numbers were probably rounded at each step, if they were. */
  readonly steps: Rounding;
}
