/** A derivative and its error bound. */
export interface Numeric {
  readonly value: number;
  readonly error: number;
}

/** Computes f′(x) by Ridders' method. The error is the last change of the extrapolation. */
export function derivative(f: (x: number) => number, x: number, start = 0.0004): Numeric {
  const shrink = 1.6;
  let row: number[] = [];
  let best = { value: NaN, error: Infinity };
  for (let level = 0, h = start; level < 6; level++, h /= shrink) {
    const next = [(f(x + h) - f(x - h)) / (2 * h)];
    for (const [i, before] of row.entries()) {
      const factor = shrink ** (2 * (i + 1));
      const value = (next[i] * factor - before) / (factor - 1);
      const error = Math.max(Math.abs(value - next[i]), Math.abs(value - before));
      if (error < best.error) best = { value, error };
      next.push(value);
    }
    row = next;
  }
  return best;
}
