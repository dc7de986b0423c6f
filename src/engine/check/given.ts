import type { TensorName } from './parameters.js';
import type { Rounding } from './roundedRows.js';

/** The numbers that someone gave for a tensor, laid out as they gave them. */
export interface GivenTensor {
  /** [] for a single number. */
  readonly shape: readonly number[];
  /** Row-major; NaN where none was given. */
  readonly values: Float64Array;
  /** By how much each may have been rounded when it was written down. */
  readonly rounding: Float64Array;
  /** What that was concluded from; none where the numbers have all their digits. */
  readonly assumed?: Fineness;
}

/** Numbers with fewer decimals than this say nothing of how they were rounded: 0, 1, 0.5. */
export const telling = 2;

/** To how many decimals, or to how many digits, a set of numbers was rounded. */
export interface Fineness {
  readonly decimals: number;
  readonly digits: number;
}

/** A value that someone gave: `entry` is its index in the tensor as they laid it out, null the tensor as a whole. */
export type GivenPlace =
  /** The layer counts from 1. */
  | {
      readonly kind: 'tensor';
      readonly layer: number;
      readonly tensor: TensorName;
      readonly entry: number | null;
    }
  | { readonly kind: 'loss' | 'outputs'; readonly entry: number | null }
  | { readonly kind: 'quantity'; readonly name: string };

export interface GivenLayer {
  readonly weights: GivenTensor | null;
  readonly bias: GivenTensor | null;
}

/** The gradients that someone computed for a network and its data; null where there are none. */
export interface GivenGradients {
  readonly layers: readonly GivenLayer[];
  readonly loss: GivenTensor | null;
  /** [samples][outputs] */
  readonly outputs: GivenTensor | null;
  /** How numbers were probably rounded at each step, if they were. */
  readonly steps: Rounding;
}
