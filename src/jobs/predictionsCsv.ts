import Papa from 'papaparse';
import type { PredictableTable, RowPrediction } from './predictTable.js';

/** Predicts the rows of a table as lines of CSV, the first of which has the names of the columns. */
export function* predictionsCsv(table: PredictableTable): Generator<number, string[]> {
  const format = (values: unknown[]): string => Papa.unparse([values]);
  const header: string[] = [];
  const lines = yield* table.predictions((row: RowPrediction) => {
    if (header.length === 0) header.push(format(Object.keys(row)));
    return format(Object.values(row));
  });
  return [...header, ...lines];
}
