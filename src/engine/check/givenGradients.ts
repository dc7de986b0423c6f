import type { TensorName } from './parameters.js';
import type { SheetNumber } from './checkSheet.js';
import type { Rounding } from './roundedRows.js';

/** The given numbers of a tensor, in the layout in which they were given. */
export interface GivenTensor {
  /** The shape; [] for a single number. */
  readonly shape: readonly number[];
  /** The numbers in row-major order; NaN where none was given. */
  readonly values: Float64Array;
  /** The largest rounding error of each number as written. */
  readonly rounding: Float64Array;
  /** The precision from which the rounding was derived; absent where the numbers have all their digits. */
  readonly assumed?: DigitCounts;
}

/** The number of decimals below which a number, such as 0, 1 or 0.5, does not indicate how it was rounded. */
export const informativeDecimals = 2;

/** The number of decimals, or of digits, to which a set of numbers was rounded. */
export interface DigitCounts {
  readonly decimals: number;
  readonly digits: number;
}

/** The place of a given value. `entry` is its index in the tensor as given; null is the whole tensor. */
export type GivenPlace =
  /** A number of a tensor. The layer counts from 1. */
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

/** The given gradients of a network and its data; null where there are none. */
export interface GivenGradients {
  readonly layers: readonly GivenLayer[];
  readonly loss: GivenTensor | null;
  /** The outputs, as [samples][outputs]. */
  readonly outputs: GivenTensor | null;
  /** The probable rounding of numbers at each step, if any. */
  readonly steps: Rounding;
}

/** The position of a value in a file: line and column from 1, `length` in characters of that line. */
export interface PlaceInFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Returns the position of a given value in its file; null where it is absent, or the file is not text. */
export type PlaceOf = (place: GivenPlace) => PlaceInFile | null;

/** What the user compares with: gradients, or quantities of a pass by name. */
export type GivenFile = {
  /** Whether a program computed them, so that the places are lines of it. */
  readonly isProgram: boolean;
  readonly placeOf: PlaceOf;
} & (
  | { readonly kind: 'gradients'; readonly given: GivenGradients }
  | { readonly kind: 'sheet'; readonly numbers: readonly SheetNumber[]; readonly steps: Rounding }
);
