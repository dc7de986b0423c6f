import type { TableSurvey } from '../../../src/config/propose/tableSurvey.js';
import type { DataColumn } from '../../../src/engine/model/dataColumn.js';

const column: DataColumn = {
  name: '',
  index: 0,
  content: 'number',
  role: 'ignored',
  reason: null,
  isInferred: true,
  inputs: [],
  categories: null,
  fill: null,
  missing: 0,
  distinct: null,
  range: null,
  histogram: null,
  top: null,
};

/** Returns a column of many different numbers. */
export const numbers = (name: string, more: Partial<DataColumn> = {}): DataColumn => ({
  ...column,
  name,
  range: { min: 0.5, max: 20.25, mean: 9 },
  histogram: { min: 0.5, max: 20.25, counts: [10, 20, 5] },
  ...more,
});

/** Returns a column of texts with their counts. */
export const categories = (
  name: string,
  counts: Readonly<Record<string, number>>,
  more: Partial<DataColumn> = {},
): DataColumn => ({
  ...column,
  name,
  content: 'category',
  distinct: Object.keys(counts).length,
  top: Object.entries(counts).map(([text, count]) => ({ text, count })),
  ...more,
});

export const tableOf = (rows: number, columns: readonly DataColumn[]): TableSurvey => ({
  rows,
  columns: columns.map((each, index) => ({ ...each, index })),
});
