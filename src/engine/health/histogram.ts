/** The number of values in each of the equal bins between the smallest and the largest finite value. Plain data. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: Uint32Array;
  /** The number of values that are not finite, which no bin contains. */
  readonly notFinite: number;
}

/** Counts values in bins. The last bin includes the largest value; equal values are all in the first bin. */
export function histogramOf(values: ArrayLike<number>, bins: number): Histogram {
  const { min, max, finite } = rangeOf(values);
  const counts = new Uint32Array(bins);
  // Halves keep the width of the range from overflowing.
  const width = max / 2 - min / 2;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    const share = width > 0 ? (value / 2 - min / 2) / width : 0;
    counts[Math.min(bins - 1, Math.floor(share * bins))]++;
  }
  return { min, max, counts, notFinite: values.length - finite };
}

/** Returns the range of the finite values; from 0 to 0 where there are none. */
function rangeOf(values: ArrayLike<number>): { min: number; max: number; finite: number } {
  let [min, max, finite] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return finite > 0 ? { min, max, finite } : { min: 0, max: 0, finite };
}
