/** The grading of a class's answers: files with gradients, or with quantities of a pass, that others computed. */
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
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
  /** Identifies the mistake among those of a class; null for a convention or a numeric gradient, which are none. */
  readonly key: string | null;
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
  /** As in `GradedMistake`. */
  readonly key: string;
  readonly title: string;
  readonly answers: number;
}

/** The grading of a folder of answers, as its page shows it. */
export interface GradesView {
  /** The URIs of the config and of the folder, from which the page is restored. */
  readonly config: string;
  readonly folder: string;
  readonly configName: string;
  readonly folderName: string;
  /** The answers that have been graded. */
  readonly answers: readonly GradedAnswer[];
  readonly mistakes: readonly MistakeCount[];
  /** The number of all answers. */
  readonly total: number;
  /** The number of files in the folder that are not answers. */
  readonly skipped: number;
  readonly state: 'grading' | 'done' | 'canceled' | 'failed';
  /** Why the answers cannot be graded, in the user's language; null where they can. */
  readonly reason: string | null;
}

/** Asks a worker to grade answers in a folder. Closing the session cancels it. */
export interface GradeRequest {
  readonly type: 'grade';
  readonly spec: NetworkConfig;
  /** The folder of the config. */
  readonly directory: string;
  readonly folder: string;
  /** The answers, relative to their folder. */
  readonly names: readonly string[];
}

export type FromGrading =
  /** At most 10 a second: answers that have been graded since the last message. */
  | { readonly type: 'graded'; readonly answers: readonly GradedAnswer[] }
  /** The end of the grading. The findings say why the answers cannot be graded, if so. */
  | { readonly type: 'gradingDone'; readonly findings: readonly Finding[] };

export type ToGrades =
  | {
      readonly type: 'hydrateGrades';
      readonly view: GradesView;
      readonly strings: Readonly<Record<string, string>>;
    }
  /** Further answers; the rest replaces what was there. */
  | {
      readonly type: 'graded';
      readonly answers: readonly GradedAnswer[];
      readonly mistakes: readonly MistakeCount[];
      readonly state: GradesView['state'];
      readonly reason: string | null;
    };

export type FromGrades =
  /** Opens an answer at its first wrong number, or at what cannot be read. */
  | { readonly type: 'openAnswer'; readonly file: string }
  | { readonly type: 'gradesAction'; readonly action: GradesAction };

export type GradesAction = 'cancel' | 'again' | 'export' | 'openConfig';
