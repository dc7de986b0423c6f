import { forEachRow } from './table.js';
import type { RowSource } from './table.js';

/** x' = (x − shift) / scale, a column each. */
export interface Normalization {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Fits the normalisation to some rows. `standardize`: mean and population standard deviation, as scikit-learn's
 * StandardScaler; `minMax`: to [0, 1]. A column that does not vary there keeps scale 1, so that it becomes 0.
 */
export function fitNormalization(
  kind: 'standardize' | 'minMax',
  source: RowSource,
  rows: Uint32Array,
): Normalization {
  return kind === 'standardize' ? fitStandard(source, rows) : fitRange(source, rows);
}

function fitStandard(source: RowSource, rows: Uint32Array): Normalization {
  const { columns } = source;
  const n = rows.length;
  const mean = new Float64Array(columns);
  forEachRow(source, rows, (row) => {
    for (let i = 0; i < columns; i++) mean[i] += row[i] / n;
  });
  const variance = new Float64Array(columns);
  forEachRow(source, rows, (row) => {
    for (let i = 0; i < columns; i++) variance[i] += (row[i] - mean[i]) ** 2 / n;
  });
  // StandardScaler's own bound for a variance that is nothing but rounding.
  const isConstant = (i: number) =>
    variance[i] < Infinity &&
    variance[i] <= n * Number.EPSILON * variance[i] + (n * mean[i] * Number.EPSILON) ** 2;
  return { shift: mean, scale: variance.map((value, i) => (isConstant(i) ? 1 : Math.sqrt(value))) };
}

function fitRange(source: RowSource, rows: Uint32Array): Normalization {
  const { columns } = source;
  const min = new Float64Array(columns).fill(Infinity);
  const max = new Float64Array(columns).fill(-Infinity);
  forEachRow(source, rows, (row) => {
    for (let i = 0; i < columns; i++) {
      min[i] = Math.min(min[i], row[i]);
      max[i] = Math.max(max[i], row[i]);
    }
  });
  return { shift: min, scale: max.map((value, i) => (value === min[i] ? 1 : value - min[i])) };
}
