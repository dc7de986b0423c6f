import Papa from 'papaparse';
import type { History, HistoryColumn, RunRecord } from '../protocol.js';

/** A run and its epochs to export. */
export interface ExportedRun {
  readonly record: Pick<RunRecord, 'number' | 'name'>;
  readonly curve: History;
}

const metrics: readonly HistoryColumn[] = [
  'loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'learningRate', 'x', 'y',
]; // prettier-ignore

/** Returns the metrics of runs as CSV with a header and one row for each epoch. Metrics that no run has are left out. */
export function runsCsv(runs: readonly ExportedRun[]): string {
  const present = metrics.filter((name) =>
    runs.some(({ curve }) => curve[name].some((value) => !isNaN(value))),
  );
  const rows = runs.flatMap(({ record, curve }) =>
    Array.from(curve.epoch, (epoch, index) => [
      record.number,
      record.name ?? '',
      epoch,
      ...present.map((name) => cell(curve[name].at(index))),
    ]),
  );
  // Spreadsheets compute a name that begins like a formula.
  const options = { escapeFormulae: true };
  return `${Papa.unparse({ fields: ['run', 'name', 'epoch', ...present], data: rows }, options)}\r\n`;
}

const cell = (value: number | undefined): number | string =>
  value === undefined || isNaN(value) ? '' : value;
