import type { Rows } from '../table.js';
import type { Column } from './column.js';
import { isIdentifierColumn } from './identifier.js';
import type { SourceColumn } from './sourceColumn.js';

/** Returns the columns of a table of plain numbers, which has no missing cells. */
export function plainColumns(columns: readonly Column[], rows: Rows): SourceColumn[] {
  return columns.map((column, i): SourceColumn => {
    const numberAt = (row: number): number => rows.at(row, i);
    const isIdentifier = isIdentifierColumn(column, rows.length, { length: rows.length, at: numberAt });
    const reason = isConstant(rows, i) ? 'constant' : isIdentifier ? 'identifier' : null;
    return {
      column,
      content: 'number',
      isInferred: !column.options?.type,
      reason: column.options?.type ? null : reason,
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

/** Returns whether a column has one value in several rows. The values of most columns differ in the first rows. */
function isConstant(rows: Rows, column: number): boolean {
  const first = rows.at(0, column);
  let row = 1;
  while (row < rows.length && rows.at(row, column) === first) row++;
  return rows.length > 1 && row === rows.length;
}
