import { inputCount, type InputEncoding } from '../engine/model/inputEncoding.js';
import type { Normalization } from '../engine/model/dataset.js';
import { forEachRow } from './table.js';
import type { RowSource } from './table.js';

/**
 * Fits the normalization to some rows. `standardize` uses the mean and the population standard deviation, as
 * scikit-learn's StandardScaler does; `minMax` scales to [0, 1]. A constant column has scale 1, so that it becomes 0.
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
  // This is StandardScaler's bound below which a variance is attributed to rounding.
  const isConstant = (i: number) =>
    variance[i] < Infinity &&
    variance[i] <= n * Number.EPSILON * variance[i] + (n * mean[i] * Number.EPSILON) ** 2;
  return { shift: mean, scale: variance.map((value, i) => (isConstant(i) ? 1 : Math.sqrt(value))) };
}

/**
 * Returns a normalization that leaves the inputs of categories 0 and 1. A rare category would otherwise become a number
 * far larger than those of other columns, and the network would learn its few rows by heart.
 */
export function withCategories({ shift, scale }: Normalization, encoding: InputEncoding): Normalization {
  const kept = { shift: shift.slice(), scale: scale.slice() };
  let start = 0;
  for (const each of encoding) {
    const width = inputCount(each);
    if (each.content === 'category') {
      kept.shift.fill(0, start, start + width);
      kept.scale.fill(1, start, start + width);
    }
    start += width;
  }
  return kept;
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

/** Returns the rows of a source, normalized. */
export function normalized(source: RowSource, { shift, scale }: Normalization): RowSource {
  const row = new Float64Array(source.columns);
  return {
    columns: source.columns,
    copy(index, into, at) {
      source.copy(index, row, 0);
      for (let i = 0; i < row.length; i++) into[at + i] = (row[i] - shift[i]) / scale[i];
    },
  };
}
