import type { AlarmRemedy } from '../engine/health/alarm.js';
import type { FailedOperation } from '../engine/model/metrics.js';
import type { ConfigChange } from './edits/configChange.js';
import type { JsonPath, Severity, Span } from './span.js';

/** A position in another file, with line and column from 1. */
export interface Related {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The length of the place in characters of its line, where it is known. */
  readonly length?: number;
  readonly message: string;
}

/** A remark about a place in another file. */
export interface Mark extends Related {
  readonly severity: Severity;
  /** The code of the finding that it belongs to. */
  readonly code: string;
}

/** A wrong value in another file, and the text that corrects it. */
export interface Correction extends Related {
  /** The length of the value in characters of its line. */
  readonly length: number;
  readonly right: string;
}

/** A formula as plain text and as LaTeX. */
export interface FormulaText {
  readonly text: string;
  readonly latex: string;
}

/** A formula that reproduces wrong numbers, and the right one. */
export interface FormulaPair {
  readonly wrote: FormulaText;
  readonly right: FormulaText;
}

export interface Formulas extends FormulaPair {
  /** One number with all numbers put in; absent where it was not worked through. */
  readonly worked?: FormulaPair;
}

/** A problem or a hint about a value of the config, which is identified by its JSON path, never by a line. */
export interface Finding {
  readonly severity: Severity;
  /** A stable identifier in kebab-case that tests and quick fixes rely on. */
  readonly code: string;
  readonly message: string;
  readonly path: JsonPath;
  /** The characters of that value that are meant, where it is a text. */
  readonly within?: Span;
  /** The text that should replace them. */
  readonly replacement?: string;
  /** Whether the key of that value is meant. */
  readonly isKey?: true;
  readonly related?: readonly Related[];
  /** Changes of the file that a person may choose, with their titles, the likeliest first. */
  readonly changes?: readonly { readonly title: string; readonly change: ConfigChange }[];
  /** The changes that should end an alarm, the best first; absent for other findings. */
  readonly remedies?: readonly AlarmRemedy[];
  /** The operation that the finding is about, which can be stepped to; absent for other findings. */
  readonly operation?: FailedOperation;
  /** The formula that reproduces wrong gradients, and the right one; absent for other findings. */
  readonly formulas?: Formulas;
  /** Other values of the config that are evidence for it, the strongest first. */
  readonly witnesses?: readonly { readonly path: JsonPath; readonly message: string }[];
}

/** A finding with its span in the text. */
export interface Problem {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  /** Whether the editor's own JSON service reports the same problem from the contributed schema. */
  readonly fromSchema?: boolean;
  /** A quick fix: a replacement for the text of `span`. */
  readonly fix?: { readonly title: string; readonly text: string; readonly span: Span };
  /** Further changes of the file that a person may choose, the likeliest first. */
  readonly changes?: Finding['changes'];
  readonly related?: readonly Related[];
  readonly witnesses?: readonly { readonly span: Span; readonly message: string }[];
  readonly formulas?: Formulas;
}
