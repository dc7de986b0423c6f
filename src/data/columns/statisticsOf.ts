import type { ColumnStatistics, Histogram } from '../../engine/model/dataColumn.js';
import type { SourceColumn } from './sourceColumn.js';

/** The bins of a histogram. */
const bins = 20;
const mostTexts = 20;
/** The most distinct numbers that are counted. */
const mostDistinct = 64;

/** Returns what all rows of a file say about a column. */
export function statisticsOf(source: SourceColumn, rows: number): ColumnStatistics {
  const { content } = source;
  const isNumeric = content === 'number' || content === 'boolean' || content === 'date';
  return isNumeric && source.hasNumbers ? numeric(source, rows) : textual(source, rows);
}

function numeric({ numberAt }: SourceColumn, rows: number): ColumnStatistics {
  let [min, max, sum, present] = [Infinity, -Infinity, 0, 0];
  const different = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const value = numberAt(row);
    if (Number.isNaN(value)) continue;
    present++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (different.size <= mostDistinct) different.add(value);
  }
  const missing = rows - present;
  const distinct = different.size > mostDistinct ? null : different.size;
  if (present === 0) return { missing, distinct: 0, range: null, histogram: null, top: null };
  const mean = Number.isFinite(sum) ? sum / present : min / 2 + max / 2;
  const histogram = histogramOf(numberAt, rows, min, max);
  return { missing, distinct, range: { min, max, mean }, histogram, top: null };
}

function histogramOf(numberAt: (row: number) => number, rows: number, min: number, max: number): Histogram {
  const counts = Array<number>(min === max ? 1 : bins).fill(0);
  // A range that float64 cannot represent has the scale 0, and all values are then in the first bin.
  const scale = bins / (max - min);
  for (let row = 0; row < rows; row++) {
    const value = numberAt(row);
    if (Number.isNaN(value)) continue;
    const bin = min === max ? 0 : Math.min(bins - 1, ((value - min) * scale) | 0);
    counts[bin]++;
  }
  return { min, max, counts };
}

function textual({ labels, labelAt, missing }: SourceColumn, rows: number): ColumnStatistics {
  if (!labels) return { missing, distinct: null, range: null, histogram: null, top: null };
  const counts = new Uint32Array(labels.length + 1);
  for (let row = 0; row < rows; row++) counts[labelAt(row) + 1]++;
  const all = labels
    .map(({ text }, i) => ({ text, count: counts[i + 1] }))
    .filter((label) => label.count > 0);
  all.sort((a, b) => b.count - a.count);
  return {
    missing: counts[0],
    distinct: all.length,
    range: null,
    histogram: null,
    top: all.slice(0, mostTexts),
  };
}
