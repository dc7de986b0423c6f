import type { GivenTensor } from '../given.js';
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
  /** Rounding at each step in relation to the number, part of `lax`. */
  readonly relative: number;
  /** Entries that were given, those that differ from the truth first. */
  readonly entries: readonly number[];
  /** A few of them, to look at first. */
  readonly probes: readonly number[];
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
}

export type Level = 'strict' | 'lax';

/** A predicted number is the given one, where errors have grown as `growthOf` says. */
export function isSame(target: Target, entry: number, predicted: number, level: Level, growth = 1): boolean {
  const { given, strict, lax, relative } = target;
  const difference = Math.abs(given[entry] - predicted);
  const size = Math.abs(predicted);
  const exact = strict[entry] + 1e-10 * size;
  if (level === 'strict') return difference <= exact;
  return difference <= exact + (lax[entry] - strict[entry]) * growth + severalSteps * relative * size;
}

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
}

export function wrongEntry({ tensor, columns, given, truth }: Target, entry: number): WrongEntry {
  const index = tensor === 'weights' ? [Math.floor(entry / columns), entry % columns] : [entry];
  return { index, given: given[entry], truth: truth[entry] };
}
