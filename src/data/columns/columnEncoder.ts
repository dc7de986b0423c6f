import type { Floats } from '../../engine/model/network.js';
import type { ColumnEncoding } from '../../engine/model/inputEncoding.js';
import type { RowSource } from '../table.js';
import type { SourceColumn } from './sourceColumn.js';

/** The cells whose category has no input. */
export interface Unseen {
  readonly count: number;
  /** The text of the first one. */
  readonly example: string;
}

/** The inputs that a column becomes. */
export interface ColumnEncoder extends RowSource {
  readonly names: readonly string[];
  /** Counts the cells of some rows that have a category without an input, or miss one, and names the first such category. */
  readonly countUnseen: (rows: Uint32Array) => Unseen;
}

/** Returns the inputs of a column as they were fitted. Rows are rows of the file. */
export function columnEncoder(source: SourceColumn, encoding: ColumnEncoding): ColumnEncoder {
  return encoding.content === 'category'
    ? categoryEncoder(source, encoding)
    : numberEncoder(source, encoding.fill);
}

function numberEncoder({ column, numberAt }: SourceColumn, fill: number | null): ColumnEncoder {
  const replacement = fill ?? NaN;
  return {
    columns: 1,
    names: [column.name],
    copy(row: number, into: Floats, at: number) {
      const value = numberAt(row);
      into[at] = Number.isNaN(value) ? replacement : value;
    },
    countUnseen: () => ({ count: 0, example: '' }),
  };
}

function categoryEncoder(
  { column, labels, labelAt }: SourceColumn,
  { categories, fill, hasMissingInput }: Extract<ColumnEncoding, { content: 'category' }>,
): ColumnEncoder {
  const inputOf = new Map(categories.map((text, i) => [text, i]));
  const ofLabel = Int32Array.from(labels ?? [], ({ text }) => inputOf.get(text) ?? -1);
  const ofMissing = fill === null ? (hasMissingInput ? categories.length : -1) : (inputOf.get(fill) ?? -1);
  const columns = categories.length + Number(hasMissingInput);
  const names = [...categories, ...(hasMissingInput ? [''] : [])].map((text) => `${column.name}=${text}`);
  return {
    columns,
    names,
    copy(row: number, into: Floats, at: number) {
      into.fill(0, at, at + columns);
      const label = labelAt(row);
      const input = label === -1 ? ofMissing : ofLabel[label];
      if (input !== -1) into[at + input] = 1;
    },
    countUnseen(rows: Uint32Array) {
      let count = 0;
      let first = -1;
      if (ofLabel.includes(-1) || ofMissing === -1)
        for (const row of rows) {
          const label = labelAt(row);
          if ((label === -1 ? ofMissing : ofLabel[label]) !== -1) continue;
          count++;
          if (first === -1) first = label;
        }
      return { count, example: labels?.[first]?.text ?? '' };
    },
  };
}

/** Returns the inputs of several columns side by side; `rowOf` returns the row of the file for a row of the table. */
export function sideBySide(encoders: readonly RowSource[], rowOf: (row: number) => number): RowSource {
  return {
    columns: encoders.reduce((sum, { columns }) => sum + columns, 0),
    copy(row: number, into: Floats, at: number) {
      const source = rowOf(row);
      let offset = at;
      for (const encoder of encoders) {
        encoder.copy(source, into, offset);
        offset += encoder.columns;
      }
    },
  };
}
