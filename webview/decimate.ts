export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Reduces a line to what is visible in `buckets` pixels: the first, the lowest, the highest and the last point of each
 * pixel. Values that are not finite, or that `accept` rejects, are left out.
 */
export function decimate(
  xs: Float64Array,
  ys: Float64Array,
  buckets: number,
  accept: (y: number) => boolean = () => true,
): Point[] {
  const points: Point[] = [];
  const from = xs.at(0) ?? 0;
  const width = ((xs.at(-1) ?? 0) - from) / Math.max(1, buckets) || 1;
  let bucket = new Bucket();
  let current = -1;
  for (let index = 0; index < ys.length; index++) {
    if (!Number.isFinite(ys[index]) || !accept(ys[index])) continue;
    const belongs = Math.floor((xs[index] - from) / width);
    if (belongs !== current) {
      bucket.into(points, xs, ys);
      bucket = new Bucket();
      current = belongs;
    }
    bucket.add(index, ys);
  }
  bucket.into(points, xs, ys);
  return points;
}

/** Collects the indices of the four points that represent a pixel. */
class Bucket {
  private first = -1;
  private last = -1;
  private lowest = -1;
  private highest = -1;

  add(index: number, ys: Float64Array): void {
    if (this.first < 0) this.first = this.lowest = this.highest = index;
    if (ys[index] < ys[this.lowest]) this.lowest = index;
    if (ys[index] > ys[this.highest]) this.highest = index;
    this.last = index;
  }

  into(points: Point[], xs: Float64Array, ys: Float64Array): void {
    if (this.first < 0) return;
    const indices = new Set([
      this.first,
      Math.min(this.lowest, this.highest),
      Math.max(this.lowest, this.highest),
      this.last,
    ]);
    for (const index of indices) points.push({ x: xs[index], y: ys[index] });
  }
}

/** Returns the next of 1, 2, 5, 10, 20, … at or above `value`, so that an axis grows in few steps. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 5]) if (factor * power >= value * (1 - 1e-12)) return factor * power;
  return 10 * power;
}
