import type { Rows } from '../table.js';
import type { Column } from './column.js';
import { isIdentifierColumn } from './identifier.js';
import { plainStatistics } from './plainStatistics.js';
import type { SourceColumn } from './sourceColumn.js';

/** Returns the columns of a table of plain numbers, which has no missing cells. */
export function plainColumns(columns: readonly Column[], rows: Rows): SourceColumn[] {
  const statistics = plainStatistics(rows);
  return columns.map((column, i): SourceColumn => {
    const numberAt = (row: number): number => rows.at(row, i);
    const isConstant = rows.length > 1 && statistics[i].distinct === 1;
    const isIdentifier = isIdentifierColumn(column, rows.length, { length: rows.length, at: numberAt });
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
      statistics: statistics[i],
      numberAt,
      labelAt: () => -1,
      isMissing: () => false,
    };
  });
}
