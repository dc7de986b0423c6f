/** A gradient check. */
import type { TensorName } from '../engine/check/parameters.js';
import type { CheckReport, ParameterCheck } from '../engine/check/result.js';

export interface CheckRunning {
  /** null while it is not known how much there is to do. */
  readonly fraction: number | null;
  /** Wrong ones so far. */
  readonly failed: number;
}

/** A gradient check as it is shown: of what there may be many, the worst. */
export interface CheckResult extends Omit<CheckReport, 'parameters' | 'samples' | 'excluded'> {
  /** Rows of the data that it was done on. */
  readonly samples: number;
  readonly tensors: readonly TensorCheck[];
  /** Units that are excluded, and what was left out because of them, in words. */
  readonly excluded: readonly string[];
  /** Someone's own gradients; null where the config names none, or they cannot be read. */
  readonly compare: CompareCheck | null;
}

export interface TensorCheck {
  /** From 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  readonly checked: number;
  readonly failed: number;
  readonly kinks: number;
  /** Of all but kinks. */
  readonly maxRelativeError: number;
  /** Wrong ones first, then kinks, then by relative error; the first of them. */
  readonly entries: readonly EntryCheck[];
}

export interface EntryCheck extends ParameterCheck {
  /** What the parameter is called: w5. */
  readonly name: string;
  /** What sits on a kink, in words. */
  readonly kinkWords: string | null;
  /** What that unit is called; null where it is not a unit's own activation that has the kink. */
  readonly kinkUnit: string | null;
}

export interface CompareCheck {
  /** As the config names it. */
  readonly file: string;
  readonly compared: number;
  readonly wrong: number;
  readonly tensors: readonly {
    readonly layer: number;
    readonly tensor: TensorName;
    readonly compared: number;
    readonly wrong: number;
    /** Some of the wrong ones. */
    readonly entries: readonly GivenEntry[];
  }[];
  /** A sheet worked by hand: each number, in the order in which they are computed. */
  readonly sheet: readonly (GivenEntry & {
    /** What follows from the numbers before it, right or wrong. */
    readonly expected: number;
    readonly verdict: 'right' | 'follows' | 'wrong';
  })[];
  readonly diagnoses: readonly DiagnosisView[];
  /** What else is wrong: of other weights, of the wrong shape. */
  readonly remarks: readonly string[];
}

export interface GivenEntry {
  readonly name: string;
  readonly given: number;
  readonly truth: number;
}

export interface DiagnosisView {
  readonly code: string;
  readonly layer: number;
  /** The mistake in words. */
  readonly words: string;
  /** Other mistakes that give the same numbers. */
  readonly alternatives: readonly string[];
  /** Some of the wrong numbers that it gives, and how many they are in all. */
  readonly evidence: readonly GivenEntry[];
  readonly reproduced: number;
}

export interface CheckView {
  /** null while no check is running. */
  readonly running: CheckRunning | null;
  /** Of the last check that came to an end. */
  readonly result: CheckResult | null;
  /** Why there is no result, in the reader's language. */
  readonly error: string | null;
  /** The file, or the gradients it is compared with, are no longer what was checked. */
  readonly stale: boolean;
}
