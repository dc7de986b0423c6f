import type { Matrix } from '../../model/network.js';

/** The scale of each column of a matrix. */
export interface Columns {
  readonly mean: Float64Array;
  /** The standard deviation. */
  readonly spread: Float64Array;
}

/** The number of values between two yields: about a millisecond. */
const valuesPerStep = 1 << 19;

/** Computes mean and standard deviation of each column, in two passes so that a large offset does not cancel the spread. */
export function* columnSteps(matrix: Matrix): Generator<undefined, Columns> {
  const { rows, columns } = matrix;
  const mean = new Float64Array(columns);
  yield* eachRow(matrix, (values, at) => {
    for (let c = 0; c < columns; c++) mean[c] += values[at + c] / rows;
  });
  const spread = new Float64Array(columns);
  yield* eachRow(matrix, (values, at) => {
    for (let c = 0; c < columns; c++) spread[c] += (values[at + c] - mean[c]) ** 2 / rows;
  });
  for (let c = 0; c < columns; c++) spread[c] = Math.sqrt(spread[c]);
  return { mean, spread };
}

/** Visits the rows of a matrix with the offset of each one, and yields in between. */
export function* eachRow(
  { rows, columns, values }: Matrix,
  visit: (values: Matrix['values'], at: number, row: number) => void,
): Generator<undefined, void> {
  const each = Math.max(1, Math.floor(valuesPerStep / Math.max(1, columns)));
  for (let row = 0; row < rows; row++) {
    visit(values, row * columns, row);
    if ((row + 1) % each === 0) yield undefined;
  }
}

/** Returns at most `most` rows of a matrix, evenly spaced, as indices. */
export function spacedRows(rows: number, most: number): number[] {
  const count = Math.min(rows, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}
