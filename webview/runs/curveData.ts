import type { History, HistoryColumn, RunRecord } from '../../src/protocol.js';
import { indexOfNearest } from '../history.js';

export type Metric = Extract<
  HistoryColumn,
  'loss' | 'validationLoss' | 'accuracy' | 'validationAccuracy' | 'learningRate'
>;

export const metrics: readonly Metric[] = [
  'loss',
  'validationLoss',
  'accuracy',
  'validationAccuracy',
  'learningRate',
];

/** A run and its metrics by epoch. */
export interface Curve {
  readonly record: RunRecord;
  column(name: HistoryColumn): Float64Array;
}

export const curveOf = (record: RunRecord, history: History): Curve => ({
  record,
  column: (name) => history[name],
});

/** Returns the metrics that any of the runs has. */
export const metricsOf = (curves: readonly Curve[]): Metric[] =>
  metrics.filter((metric) => curves.some((curve) => curve.column(metric).some(Number.isFinite)));

/** Returns the epochs that any of the runs has, ascending. */
export function epochsOf(curves: readonly Curve[]): Float64Array {
  const all = new Set<number>();
  for (const curve of curves) for (const epoch of curve.column('epoch')) all.add(epoch);
  return Float64Array.from(all).sort();
}

/** Returns a run's value at the kept epoch that is nearest to an epoch; NaN outside the run's epochs. */
export function valueAt(curve: Curve, metric: Metric, epoch: number): number {
  const epochs = curve.column('epoch');
  if (epochs.length === 0 || epoch < epochs[0] || epoch > epochs[epochs.length - 1]) return NaN;
  return curve.column(metric)[indexOfNearest(epochs, epoch)];
}
