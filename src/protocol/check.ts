/** The messages about gradient checks. */
import type { Correction, Finding, Formulas, Mark } from '../config/problem.js';
import type { PlaceInFile } from '../engine/check/givenGradients.js';
import type { Place } from '../engine/trace/stepPlace.js';
import type { TensorName } from '../engine/check/parameters.js';
import type { CheckReport, ParameterCheck } from '../engine/check/checkResult.js';

export interface CheckRunning {
  /** The fraction that is done; null while the total is not known. */
  readonly fraction: number | null;
  /** The number of wrong gradients so far. */
  readonly failed: number;
}

/** A run of the program that computes the user's own gradients. */
export interface CommandRun {
  /** The command as messages show it. */
  readonly command: string;
  /** The path of the program's file; null where no argument of the command is a file. */
  readonly script: string | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

/** The end of a check. */
export interface CheckOutcome {
  readonly result: CheckResult | null;
  readonly findings: readonly Finding[];
  /** What belongs in the compared file in place of wrong numbers. */
  readonly corrections: readonly Correction[];
  /** The problems at the lines of the user's program. */
  readonly marks: readonly Mark[];
  /** The run of that program; null where none was run. */
  readonly ran: CommandRun | null;
}

/** The result of a gradient check as it is shown: of long lists, the worst entries. */
export interface CheckResult extends Omit<CheckReport, 'parameters' | 'samples' | 'excluded'> {
  /** The number of rows that were checked. */
  readonly samples: number;
  readonly tensors: readonly TensorCheck[];
  /** The excluded units and what was left out because of them, in words. */
  readonly excluded: readonly string[];
  /** The comparison with the user's gradients; null where the config names none, or they cannot be read. */
  readonly compare: CompareCheck | null;
}

export interface TensorCheck {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  readonly checked: number;
  readonly failed: number;
  readonly kinks: number;
  /** The largest relative error of all entries but kinks. */
  readonly maxRelativeError: number;
  /** The first entries: wrong ones, then kinks, then by relative error. */
  readonly entries: readonly EntryCheck[];
}

export interface EntryCheck extends ParameterCheck {
  /** The name of the parameter, such as w5. */
  readonly name: string;
  /** What is at a kink, in words; null where nothing is. */
  readonly kinkWords: string | null;
  /** The name of the unit whose activation has the kink; null where it is not an activation. */
  readonly kinkUnit: string | null;
}

export interface CompareCheck {
  /** The file name as written in the config, or the command. */
  readonly file: string;
  readonly compared: number;
  readonly wrong: number;
  /** Numbers given to too few digits to tell whether they are right. */
  readonly undecided: number;
  readonly tensors: readonly {
    readonly layer: number;
    readonly tensor: TensorName;
    readonly compared: number;
    readonly wrong: number;
    /** Some of the wrong entries. */
    readonly entries: readonly GivenEntry[];
    /** The place in the user's program that assigns it; absent where there is none. */
    readonly place?: PlaceInFile;
  }[];
  /** The numbers of a worked sheet, in the order in which they are computed. */
  readonly sheet: readonly (GivenEntry & {
    /** The value that follows from the numbers before it, whether those are right or wrong. */
    readonly expected: number;
    readonly verdict: 'right' | 'follows' | 'wrong';
  })[];
  readonly diagnoses: readonly DiagnosisView[];
  /** Other faults in words: gradients at other weights, or of the wrong shape. */
  readonly remarks: readonly string[];
  /** What was assumed: how numbers were rounded, and from which side of a kink they are. */
  readonly notes: readonly string[];
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
  /** The formula that reproduces the numbers, and the right one; null for named mistakes. */
  readonly formulas: Formulas | null;
  /** The step of a pass where it was made. */
  readonly step: StepTarget;
  /** Other mistakes that reproduce the same numbers, in words. */
  readonly alternatives: readonly string[];
  /** Some of the wrong numbers that it reproduces; `reproduced` counts all. */
  readonly evidence: readonly GivenEntry[];
  readonly reproduced: number;
}

/** A step of the first pass over the training data. */
export interface StepTarget {
  readonly place: Place;
  /** The index of the sample whose values are shown. */
  readonly sample: number;
}

export interface CheckView {
  /** null while no check is running. */
  readonly running: CheckRunning | null;
  /** The result of the last finished check. */
  readonly result: CheckResult | null;
  /** Why there is no result, in the user's language. */
  readonly error: string | null;
  /** Whether the config or the compared gradients have changed since the check. */
  readonly stale: boolean;
}
