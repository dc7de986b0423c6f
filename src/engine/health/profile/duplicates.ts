import type { Samples } from '../../model/dataset.js';
import type { Matrix } from '../../model/network.js';
import { eachRow, spacedRows } from './columns.js';

/** The validation samples that are also in the training part, with equal inputs and targets. */
export interface Duplicates {
  readonly count: number;
  /** The number of validation samples that were looked for. */
  readonly of: number;
  /** The number that would be expected if the columns were independent of each other. */
  readonly expected: number;
}

/** The number of columns that rows are looked up by. Rows that agree in them are compared in all columns. */
const keyColumns = 64;
/** The largest number of training samples that are looked through, and of validation samples that are looked for. */
const most = { training: 100_000, validation: 10_000 };

export function* duplicateSteps(training: Samples, validation: Samples): Generator<undefined, Duplicates> {
  const columns = spacedRows(training.inputs.columns, keyColumns);
  const rowsByKey = new Map<string, number[]>();
  const searched = { ...training.inputs, rows: Math.min(training.inputs.rows, most.training) };
  yield* eachRow(searched, (values, at, row) => {
    const key = keyOf(values, at, columns);
    const rows = rowsByKey.get(key);
    if (!rows) rowsByKey.set(key, [row]);
    else if (rows.length < 8) rows.push(row);
  });
  let count = 0;
  const looked = { ...validation.inputs, rows: Math.min(validation.inputs.rows, most.validation) };
  yield* eachRow(looked, (values, at, row) => {
    const rows = rowsByKey.get(keyOf(values, at, columns)) ?? [];
    if (rows.some((other) => isSame(training, other, validation, row))) count++;
  });
  return {
    count,
    of: looked.rows,
    expected: looked.rows * Math.min(1, searched.rows * coincidence(training.inputs)),
  };
}

const keyOf = (values: Matrix['values'], at: number, columns: readonly number[]): string =>
  columns.map((column) => values[at + column]).join();

const isSame = (a: Samples, rowOfA: number, b: Samples, rowOfB: number): boolean =>
  areEqual(a.inputs, rowOfA, b.inputs, rowOfB) && areEqual(a.targets, rowOfA, b.targets, rowOfB);

function areEqual(a: Matrix, rowOfA: number, b: Matrix, rowOfB: number): boolean {
  for (let column = 0; column < a.columns; column++)
    if (a.values[rowOfA * a.columns + column] !== b.values[rowOfB * a.columns + column]) return false;
  return true;
}

/** Returns the probability that two samples have equal inputs, if the columns were independent. */
function coincidence(inputs: Matrix): number {
  const rows = spacedRows(inputs.rows, 1000);
  return spacedRows(inputs.columns, keyColumns).reduce((product, column) => {
    const counts = new Map<number, number>();
    for (const row of rows) {
      const value = inputs.values[row * inputs.columns + column];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    let sum = 0;
    for (const count of counts.values()) sum += (count / rows.length) ** 2;
    return product * sum;
  }, 1);
}
