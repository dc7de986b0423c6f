/** The grading of a class's answers: files with gradients, or with quantities of a pass, that others computed. */
import type { TensorName } from '../engine/check/parameters.js';

export type AnswerVerdict = 'right' | 'wrong' | 'unreadable';

/** What was found in one answer. */
export interface GradedAnswer {
  /** The path of the file as it was given. */
  readonly file: string;
  readonly verdict: AnswerVerdict;
  readonly right: number;
  readonly wrong: number;
  /** The numbers with too few digits to tell whether they are right. */
  readonly undecided: number;
  /** The gradients of trainable parameters that were not given. */
  readonly missing: number;
  /** The first wrong number; null where there is none. */
  readonly firstWrong: WrongAnswer | null;
  /** Where the first wrong number, or what cannot be read, is in the file; null where it is not text. */
  readonly place: { readonly line: number; readonly column: number } | null;
  readonly diagnoses: readonly GradedMistake[];
  /** Why the answer cannot be read, or what of it was ignored. */
  readonly problems: readonly string[];
}

/** A wrong number. Layer, tensor and index are null for a quantity of a pass. */
export interface WrongAnswer {
  readonly name: string;
  /** The layer, from 1. */
  readonly layer: number | null;
  readonly tensor: TensorName | null;
  readonly index: readonly number[] | null;
  readonly given: number;
  readonly truth: number;
}

export interface GradedMistake {
  /** The layer, from 1; null where it is not of one layer. */
  readonly layer: number | null;
  readonly tensor: TensorName | null;
  /** The code of the mistake. */
  readonly mistake: string;
  /** What the mistake is called in a list. */
  readonly title: string;
  /** Whether the numbers are wrong because of it; a convention or a numeric gradient is none. */
  readonly isMistake: boolean;
  readonly message: string;
  /** The formula that reproduces the numbers, and the right one; absent for mistakes that have a name. */
  readonly wrote?: FormulaPair['wrote'];
  readonly right?: FormulaPair['right'];
}

interface FormulaPair {
  readonly wrote: { readonly text: string; readonly latex: string };
  readonly right: { readonly text: string; readonly latex: string };
}

/** How many answers have a mistake. */
export interface MistakeCount {
  /** Identifies the mistake, as `mistakeKey` returns it. */
  readonly key: string;
  readonly title: string;
  readonly answers: number;
}

/** The state of a grading. */
export interface GradesView {
  readonly config: string;
  readonly folder: string;
  /** The answers that have been graded, in the order of the files. */
  readonly answers: readonly GradedAnswer[];
  readonly mistakes: readonly MistakeCount[];
  /** The number of all answers. */
  readonly total: number;
  /** The files in the folder that are no answers. */
  readonly skipped: number;
  readonly state: 'grading' | 'done' | 'canceled' | 'failed';
  /** Why the answers cannot be graded; null where they can. */
  readonly reason: string | null;
}
