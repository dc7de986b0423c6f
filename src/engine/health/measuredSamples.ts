import { Random, shuffle } from '../maths/random.js';
import type { Samples } from '../model/dataset.js';
import type { Matrix } from '../model/network.js';

/**
 * Copies `count` samples in float64. One is drawn of each of `count` equal parts, so that they are evenly spread, and they
 * are shuffled, so that each of their parts is a sample of the whole. The same count always gives the same rows.
 */
export function measuredSamples({ inputs, targets }: Samples, count: number): Samples {
  const random = new Random(0, 'order');
  const rows = Uint32Array.from({ length: count }, (_, part) =>
    Math.floor(((part + random.uniform()) * inputs.rows) / count),
  );
  shuffle(rows, random);
  return { inputs: rowsOf(inputs, rows), targets: rowsOf(targets, rows) };
}

function rowsOf({ columns, values }: Matrix, rows: Uint32Array): Matrix {
  const copy = new Float64Array(rows.length * columns);
  rows.forEach((row, index) =>
    copy.set(values.subarray(row * columns, (row + 1) * columns), index * columns),
  );
  return { rows: rows.length, columns, values: copy };
}
