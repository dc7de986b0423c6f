import type { ColumnEncoding } from './inputEncoding.js';

/** How a number is written: as programs write it, with a decimal comma, or with commas between thousands. */
export type NumberFormat = 'plain' | 'decimal comma' | 'thousands commas';

/** A column of a table, with its name as the first line of the file has it. */
export interface RecipeColumn {
  readonly header: string;
  readonly format: NumberFormat;
}

/**
 * How a plain reader of CSV, such as Python's, gets the samples of a data set from a table: the cells of a line become
 * inputs and targets, which have yet to be normalized. Plain data.
 */
export interface TableRecipe {
  readonly delimiter: string;
  readonly missingValues: readonly string[];
  readonly inputs: readonly (RecipeColumn & { readonly encoding: ColumnEncoding })[];
  readonly targets: readonly RecipeColumn[];
  /** The lines of the samples in their files, from 1. */
  readonly lines: { readonly training: Uint32Array; readonly validation: Uint32Array | null };
}
