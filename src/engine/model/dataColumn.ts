/** What a column of a table contains. `text` is neither numbers nor categories, and `empty` has no cell at all. */
export type ColumnContent = 'number' | 'category' | 'boolean' | 'date' | 'text' | 'empty';

/**
 * Why a column is not used: the config says so, `features` leaves it out, or it holds the numbers of the rows, too many
 * different texts, dates, one value in all rows, or nothing.
 */
export type IgnoredReason = 'config' | 'features' | 'identifier' | 'text' | 'date' | 'constant' | 'empty';

/** The counts of values in bins of equal width from `min` to `max`. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}

/** What the rows of a file say about a column. */
export interface ColumnStatistics {
  /** The number of missing cells. */
  readonly missing: number;
  /** The number of different values; null where there are more than were counted. */
  readonly distinct: number | null;
  /** The range and the mean of the numbers; null for columns without numbers. */
  readonly range: { readonly min: number; readonly max: number; readonly mean: number } | null;
  /** The distribution of numbers; null for columns without numbers. */
  readonly histogram: Histogram | null;
  /** The most frequent texts, at most 20, the most frequent first; null for columns without texts. */
  readonly top: readonly { readonly text: string; readonly count: number }[] | null;
}

/** A column of the table that a data set was read from, and what it is used for. Plain data. */
export interface ColumnUse {
  readonly name: string;
  /** The position in the file, from 0. */
  readonly index: number;
  readonly content: ColumnContent;
  readonly role: 'input' | 'target' | 'ignored';
  /** Null unless the role is `ignored`. */
  readonly reason: IgnoredReason | null;
  /** Whether the content was inferred from the cells rather than given in the config. */
  readonly isInferred: boolean;
  /** The indices of its inputs; none where it is not an input. */
  readonly inputs: readonly number[];
  /** The categories in the order of the inputs, the one for missing cells last as ''; null for other columns. */
  readonly categories: readonly string[] | null;
  /** What replaces missing cells; null where nothing does. */
  readonly fill: number | string | null;
}

/** A column with what all rows of its file say about it. Plain data. */
export interface DataColumn extends ColumnUse, ColumnStatistics {}
