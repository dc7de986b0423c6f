/** A derivative and how far it may be off. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

const levels = 10;
/** Each step is the one before divided by this. */
const shrink = 1.6;
/** A tableau whose differences grow by this has met rounding: further steps only make it worse. */
const safe = 2;

/**
 * C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)" (1982): central differences at ever smaller steps,
 * extrapolated to the step 0 by Neville's scheme; as in Press et al., "Numerical Recipes", `dfridr`. The error is the
 * largest difference between neighbours in the tableau where that is smallest, or the rounding of f over the step.
 *
 * @param difference f(+h) − f(−h), or null where that cannot be used
 * @param rounding how far one difference may be off by rounding alone
 */
export function ridders(
  difference: (h: number) => number | null,
  start: number,
  rounding: number,
): Estimate | null {
  return extrapolate((h) => divide(difference(h), 2 * h), start, rounding, shrink * shrink);
}

/** The same with f(h) − f(0) for a derivative from one side: the error goes with h, not with h². */
export function oneSided(
  difference: (h: number) => number | null,
  start: number,
  rounding: number,
): Estimate | null {
  return extrapolate((h) => divide(difference(h), h), start, 2 * rounding, shrink);
}

function divide(difference: number | null, h: number): number | null {
  return difference === null ? null : difference / h;
}

function extrapolate(
  slope: (h: number) => number | null,
  start: number,
  rounding: number,
  factor: number,
): Estimate | null {
  let row: number[] = [];
  let best: Estimate | null = null;
  for (let level = 0, h = start; level < levels; level++, h /= shrink) {
    const first = slope(h);
    if (first === null) return best;
    const next = [first];
    for (let k = 1, power = factor; k <= level; k++, power *= factor) {
      const value = (next[k - 1] * power - row[k - 1]) / (power - 1);
      const error = Math.max(Math.abs(value - next[k - 1]), Math.abs(value - row[k - 1]), rounding / h);
      if (!best || error <= best.error) best = { value, error };
      next.push(value);
    }
    if (best && level > 0) {
      if (best.error <= rounding / h) return best;
      if (Math.abs(next[level] - row[level - 1]) >= safe * best.error) return best;
    }
    row = next;
  }
  return best;
}
