import type { Rows } from '../table.js';
import type { Column } from './column.js';
import { isIdentifierColumn } from './identifier.js';
import type { SourceColumn } from './sourceColumn.js';

/** Returns the columns of a table of plain numbers, which has no missing cells. */
export function plainColumns(columns: readonly Column[], rows: Rows): SourceColumn[] {
  return columns.map((column, i) => {
    const numberAt = (row: number): number => rows.at(row, i);
    const isConstant = rows.length > 1 && isSame(numberAt, rows.length);
    const isIdentifier =
      !isConstant && isIdentifierColumn(column, rows.length, { length: rows.length, at: numberAt });
    return {
      column,
      content: 'number',
      isInferred: !column.options?.type,
      reason: column.options?.type ? null : isConstant ? 'constant' : isIdentifier ? 'identifier' : null,
      missing: 0,
      firstMissing: null,
      wrong: 0,
      firstWrong: null,
      ambiguous: null,
      decimal: '.',
      labels: null,
      hasNumbers: true,
      numberAt,
      labelAt: () => -1,
      isMissing: () => false,
    };
  });
}

function isSame(numberAt: (row: number) => number, rows: number): boolean {
  const first = numberAt(0);
  for (let row = 1; row < rows; row++) if (numberAt(row) !== first) return false;
  return true;
}
