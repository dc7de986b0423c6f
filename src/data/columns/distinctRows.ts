import type { LoadOptions } from '../dataFile.js';
import { repeatedRowSteps } from './repeatedRows.js';
import type { SourceColumn } from './sourceColumn.js';

/** The rows of a file that do not repeat an earlier one. */
export interface DistinctRows {
  readonly rows: Uint32Array;
  /** The number of rows that do. */
  readonly repeated: number;
  /** The first of them; −1 where there is none. */
  readonly first: number;
}

/** Finds the rows that do not repeat an earlier one in some columns, and yields to the event loop meanwhile. */
export async function distinctRows(
  columns: readonly SourceColumn[],
  rows: Uint32Array,
  { signal }: LoadOptions,
): Promise<DistinctRows> {
  const steps = repeatedRowSteps(columns, rows);
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      const kept = rows.filter((_, i) => value[i] === 0);
      const repeated = rows.length - kept.length;
      return { rows: kept, repeated, first: repeated > 0 ? rows[value.indexOf(1)] : -1 };
    }
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
}
