import type { SourcedTensor } from '../biasInside.js';
import type { Fineness, GivenPlace, GivenTensor } from '../given.js';
import type { TensorName } from '../parameters.js';
import type { Mistake } from './mistake.js';

/** What was given of a tensor, in the layout of the truth, and how near a number must come to be the same. */
export interface Target {
  /** From 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** Numbers in a row of the gradient; a bias is one row. */
  readonly columns: number;
  readonly given: Float64Array;
  readonly truth: Float64Array;
  /** Rounding of the number as written, and of float64. */
  readonly strict: Float64Array;
  /** That, and rounding at each step on the way or computing in float32. */
  readonly lax: Float64Array;
  /** What computing in float32 may do, part of `lax`. */
  readonly noise: Float64Array;
  /** Rounding at each step in relation to the number, part of `lax`. */
  readonly relative: number;
  /** Entries that were given, those that differ from the truth first. */
  readonly entries: readonly number[];
  /** A few of them, to look at first. */
  readonly probes: readonly number[];
  /** Entries within the lax tolerance that are off by more than `share` of themselves: too few digits were given. */
  readonly undecided: readonly number[];
  /** Entries outside the lax tolerance. */
  readonly wrong: readonly number[];
  /** Entries outside the strict tolerance. */
  readonly strictlyWrong: readonly number[];
  /** The largest absolute value of the truth. */
  readonly largest: number;
  readonly largestEntry: number;
  /** A slip that the shape itself gives away. */
  readonly forced: Mistake | null;
  /** The given numbers are each row's own δ, [rows][units]: they are compared row by row. */
  readonly rows: GivenTensor | null;
  /** Where the numbers are in the tensor they were given in; null: in this order in the one of this name. */
  readonly source: SourcedTensor['source'];
  /** The share of itself that a number may be off by at the most: `share` where all numbers are short, so that how they were rounded is a guess. */
  readonly most: number;
  /** How they were taken to be rounded; null where they have all their digits. */
  readonly assumed: Fineness | null;
}

/** A number that is off by more than this share of itself is not called right, however coarsely it was rounded. */
export const share = 0.01;

export type Level = 'strict' | 'lax';

/** A predicted number is the given one, where errors have grown as `growthOf` says. */
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

/** Returns by how much a number may be off at the most, however it was rounded. */
export function largestError({ most }: Pick<Target, 'most'>, size: number, noise: number): number {
  return most === Infinity ? Infinity : noise + most * size;
}

/** Of numbers computed in float32 anywhere on the way. */
export const float32 = 2 ** -22;

/** A gradient is a product of about this many rounded factors. */
const severalSteps = 4;

/** A slip that makes numbers larger makes their errors larger too: by as much as the largest of them. */
export function growthOf({ largest, largestEntry }: Target, predict: (entry: number) => number): number {
  return largest > 0 ? Math.max(1, Math.abs(predict(largestEntry)) / largest) : 1;
}

/** All that was given is as predicted; of `entries` only, where they are named. */
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
 * A few of the entries, spread over all of them, the wrong ones among them: what does not give these need not be worked
 * out in full. (Multiples of the golden ratio fall into no step with the columns.)
 */
export function probesOf(entries: readonly number[]): readonly number[] {
  if (entries.length <= mostProbed) return entries;
  const spread = Array.from({ length: mostProbed - 1 }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);
  return [entries[0], ...spread.map((share) => entries[Math.floor(share * entries.length)])];
}

export interface WrongEntry {
  /** [unit, input] of a weight, [unit] of a bias. */
  readonly index: readonly number[];
  readonly given: number;
  readonly truth: number;
  /** Where it was given. */
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
