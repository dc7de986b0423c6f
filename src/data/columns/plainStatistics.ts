import type { ColumnStatistics } from '../../engine/model/dataColumn.js';
import type { Rows } from '../table.js';
import { bins, mostDistinct } from './statisticsOf.js';

/**
 * Returns the statistics of columns of plain numbers. All columns are passed through at once, as the numbers are stored
 * row by row.
 */
export function plainStatistics(rows: Rows): ColumnStatistics[] {
  const { columns } = rows;
  const min = new Float64Array(columns).fill(Infinity);
  const max = new Float64Array(columns).fill(-Infinity);
  const mean = new Float64Array(columns);
  const different: (Set<number> | null)[] = Array.from({ length: columns }, () => new Set());
  const share = 1 / rows.length;
  const row = new Float64Array(columns);
  for (let r = 0; r < rows.length; r++) {
    rows.copy(r, row, 0);
    for (let i = 0; i < columns; i++) {
      const value = row[i];
      if (value < min[i]) min[i] = value;
      if (value > max[i]) max[i] = value;
      mean[i] += value * share;
      const seen = different[i];
      if (seen && seen.add(value).size > mostDistinct) different[i] = null;
    }
  }
  const counts = countsOf(rows, min, max);
  return Array.from({ length: columns }, (_, i) => ({
    missing: 0,
    distinct: different[i]?.size ?? null,
    range: { min: min[i], max: max[i], mean: mean[i] },
    histogram: {
      min: min[i],
      max: max[i],
      counts: min[i] === max[i] ? [rows.length] : [...counts.subarray(i * bins, (i + 1) * bins)],
    },
    top: null,
  }));
}

/** Returns the number of values in each bin, column by column. */
function countsOf(rows: Rows, min: Float64Array, max: Float64Array): Uint32Array {
  const counts = new Uint32Array(rows.columns * bins);
  const scale = max.map((value, i) => (value === min[i] ? 0 : bins / (value - min[i])));
  const row = new Float64Array(rows.columns);
  for (let r = 0; r < rows.length; r++) {
    rows.copy(r, row, 0);
    for (let i = 0; i < row.length; i++) {
      // A range that float64 cannot represent has the scale 0, and the bin is then the first.
      const bin = ((row[i] - min[i]) * scale[i]) | 0;
      counts[i * bins + (bin < bins ? bin : bins - 1)]++;
    }
  }
  return counts;
}
