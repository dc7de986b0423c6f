import type { SourcedTensor } from '../splitBias.js';
import type { DigitCounts, GivenPlace, GivenTensor } from '../givenGradients.js';
import type { TensorName } from '../parameters.js';
import type { Mistake } from './mistake.js';

/** The given numbers of a tensor in the layout of the true ones, and the tolerances of the comparison. */
export interface Target {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** The number of columns of the gradient; a bias is one row. */
  readonly columns: number;
  readonly given: Float64Array;
  readonly truth: Float64Array;
  /** The tolerance for the rounding of the number as written, and of float64. */
  readonly strict: Float64Array;
  /** The strict tolerance plus that for rounding at each step or computing in float32. */
  readonly lax: Float64Array;
  /** The error of computing in float32, which is part of `lax`. */
  readonly noise: Float64Array;
  /** The relative rounding at each step, which is part of `lax`. */
  readonly relative: number;
  /** The given entries, with those that differ from the truth first. */
  readonly entries: readonly number[];
  /** A few of the entries, which are checked first. */
  readonly probes: readonly number[];
  /**
   * The entries within the lax tolerance whose relative error exceeds `share`, since they were given with too few
   * digits.
   */
  readonly undecided: readonly number[];
  /** The entries outside the lax tolerance. */
  readonly wrong: readonly number[];
  /** The entries outside the strict tolerance. */
  readonly strictlyWrong: readonly number[];
  /** The largest absolute value of the truth. */
  readonly largest: number;
  readonly largestEntry: number;
  /** The mistake that the shape itself implies, if any. */
  readonly forced: Mistake | null;
  /** The given numbers if they are each row's own δ, [rows][units], which are compared row by row. */
  readonly rows: GivenTensor | null;
  /** The position of the numbers in the tensor they were given in; null: the same order in the tensor of this name. */
  readonly source: SourcedTensor['source'];
  /** The largest relative error of a number: `share` where all numbers are short, so that their rounding is a guess. */
  readonly most: number;
  /** The rounding assumed for the numbers; null where they have all their digits. */
  readonly assumed: DigitCounts | null;
}

/** The largest relative error of a correct number, no matter how coarsely it was rounded. */
export const share = 0.01;

export interface LayerTargets {
  readonly weights: Target | null;
  readonly bias: Target | null;
}

export type Level = 'strict' | 'lax';

/** Returns whether a predicted number equals the given one within its tolerance times `growth`. */
export function isSame(target: Target, entry: number, predicted: number, level: Level, growth = 1): boolean {
  const { given, strict, lax, noise, relative } = target;
  const difference = Math.abs(given[entry] - predicted);
  const size = Math.abs(predicted);
  const exact = strict[entry] + 1e-10 * size;
  const most = largestError(target, size, noise[entry] * growth + severalSteps * float32 * size);
  if (level === 'strict') return difference <= Math.min(exact, most);
  const allowed = exact + (lax[entry] - strict[entry]) * growth + severalSteps * relative * size;
  return difference <= Math.min(allowed, most);
}

/** Returns the largest error of a number, no matter how it was rounded. */
export function largestError({ most }: Pick<Target, 'most'>, size: number, noise: number): number {
  return most === Infinity ? Infinity : noise + most * size;
}

/** The relative error of numbers computed in float32 at any step. */
export const float32 = 2 ** -22;

/** The approximate number of rounded factors in a gradient. */
const severalSteps = 4;

/** Returns by how much a mistake increases errors, which is by how much it increases the largest number. */
export function growthOf({ largest, largestEntry }: Target, predict: (entry: number) => number): number {
  return largest > 0 ? Math.max(1, Math.abs(predict(largestEntry)) / largest) : 1;
}

/** Returns whether all given numbers are as predicted, or only those of `entries` if given. */
export function reproduces(
  target: Target,
  predict: (entry: number) => number,
  level: Level,
  entries = target.entries,
): boolean {
  const growth = level === 'lax' ? growthOf(target, predict) : 1;
  for (const entry of entries) if (!isSame(target, entry, predict(entry), level, growth)) return false;
  return true;
}

const mostProbed = 24;

/**
 * Returns a few of the entries, spread over all of them and including wrong ones. A prediction that does not match
 * these need not be computed in full. (Multiples of the golden ratio do not align with the columns.)
 */
export function probesOf(entries: readonly number[]): readonly number[] {
  if (entries.length <= mostProbed) return entries;
  const spread = Array.from({ length: mostProbed - 1 }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);
  return [entries[0], ...spread.map((share) => entries[Math.floor(share * entries.length)])];
}

export interface WrongEntry {
  /** The [unit, input] of a weight, or the [unit] of a bias. */
  readonly index: readonly number[];
  readonly given: number;
  readonly truth: number;
  /** The place where the number was given. */
  readonly place: GivenPlace;
}

export function wrongEntry(target: Target, entry: number): WrongEntry {
  const { layer, tensor, columns, given, truth, source } = target;
  const index = tensor === 'weights' ? [Math.floor(entry / columns), entry % columns] : [entry];
  return {
    index,
    given: given[entry],
    truth: truth[entry],
    place: {
      kind: 'tensor',
      layer,
      tensor: source?.tensor ?? tensor,
      entry: source ? source.entries[entry] : entry,
    },
  };
}
