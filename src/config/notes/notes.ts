import type { Span } from '../span.js';

/** A number in a Markdown document, or the place where one is missing. */
export type NoteNumber =
  | {
      readonly kind: 'number';
      readonly span: Span;
      readonly value: number;
      /** The number of digits after the decimal point: 4 for 0.0822, 6 for 3.2e-05. */
      readonly decimals: number;
      /** The digits of its mantissa after the decimal point, if it is written with an exponent; else null. */
      readonly exponential: number | null;
    }
  /** A blank that is not filled in yet, such as `____`. */
  | { readonly kind: 'blank'; readonly span: Span }
  /** A text that is not a number. */
  | { readonly kind: 'invalid'; readonly span: Span };

/** A number of a document that must be equal to a quantity of the pass. */
export interface NoteMark {
  /** The name of the quantity as it is written in `<!-- backprop: NAME -->`. */
  readonly name: string;
  /** The place of the name. */
  readonly at: Span;
  /** The row of a table, from 0, where the table has a row for each sample; else null. */
  readonly row: number | null;
  readonly number: NoteNumber;
}

/** A config in a document, and the marks that refer to it. */
export interface NoteSection {
  /** The text of the config, and where it begins in the document. */
  readonly config: string;
  readonly offset: number;
  readonly marks: readonly NoteMark[];
}

export interface Notes {
  /** The sections in the order of the document. */
  readonly sections: readonly NoteSection[];
  /** The marks of a document without a config. */
  readonly stray: readonly NoteMark[];
  /** The significant digits that a worksheet asks for; null where every number has its own. */
  readonly digits: number | null;
  /** The offset of the first mark that is not read, because there are too many; else null. */
  readonly cutAt: number | null;
}
