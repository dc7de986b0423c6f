import type { TableDescription } from '../data/describeTable.js';

/** What the table of a config contains, and what its samples show. Plain data. */
export interface DataDescription extends TableDescription {
  /** The column that alone decides the target; null where there is none. */
  readonly leak: string | null;
  /** The validation samples that are also in the training part; null where none are held out. */
  readonly duplicates: { readonly count: number; readonly of: number } | null;
}

/** The description of a config's table as a page shows it. */
export interface DataView {
  /** The description that was computed last; null where there is none. */
  readonly description: DataDescription | null;
  /** The reason why the table cannot be described, in the user's language; null where there is none. */
  readonly error: string | null;
  /** Whether both are of the present file and its data; else the page asks for them again. */
  readonly isCurrent: boolean;
}
