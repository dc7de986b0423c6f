/** A derivative and its error bound. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

const levels = 10;
/** The ratio of successive steps. */
const shrink = 1.6;
/** The growth of a tableau's differences from which rounding dominates and further steps only increase the error. */
const safe = 2;

/** Returns f(+h) − f(−h), or f(h) − f(0) for one side; null where that cannot be used. */
type Difference = (h: number) => number | null;

/** A difference of a function that takes long. */
export interface LongDifference {
  /** Computes the difference for a step. Returns null if that is done, or else what still has to run. */
  compute(h: number): Generator<undefined, void> | null;
  /** Returns the difference that was computed last. */
  result(): number | null;
}

/**
 * Estimates a derivative from central differences by the method of C. J. F. Ridders, "Accurate computation of F′(x) and
 * F′(x)F″(x)" (1982): decreasing steps, extrapolated to the step 0 by Neville's scheme; see Press et al., "Numerical
 * Recipes", `dfridr`. The error is the largest difference between neighbors in the tableau where that is smallest, or
 * the rounding of f over the step.
 * @param rounding the largest rounding error of one difference
 */
export function ridders(difference: Difference, start: number, rounding: number): Estimate | null {
  const tableau = new Tableau(start, rounding, shrink * shrink);
  for (let h = tableau.next(); h !== null; h = tableau.next()) tableau.add(divide(difference(h), 2 * h));
  return tableau.best;
}

/** Estimates the derivative of a function that takes long. */
export function* riddersSteps(
  difference: LongDifference,
  start: number,
  rounding: number,
): Generator<undefined, Estimate | null> {
  const tableau = new Tableau(start, rounding, shrink * shrink);
  for (let h = tableau.next(); h !== null; h = tableau.next()) {
    const pending = difference.compute(h);
    if (pending) yield* pending;
    tableau.add(divide(difference.result(), 2 * h));
  }
  return tableau.best;
}

/** Estimates a derivative from one side, by f(h) − f(0): the error is proportional to h, not to h². */
export function* oneSidedSteps(
  difference: LongDifference,
  start: number,
  rounding: number,
): Generator<undefined, Estimate | null> {
  const tableau = new Tableau(start, 2 * rounding, shrink);
  for (let h = tableau.next(); h !== null; h = tableau.next()) {
    const pending = difference.compute(h);
    if (pending) yield* pending;
    tableau.add(divide(difference.result(), h));
  }
  return tableau.best;
}

function divide(difference: number | null, h: number): number | null {
  return difference === null ? null : difference / h;
}

/** Neville's tableau of difference quotients. It requests a step, receives its quotient, and decides when to end. */
class Tableau {
  private value = NaN;
  private error = Infinity;
  private readonly row: number[] = [];
  private level = 0;
  private isDone = false;

  constructor(
    private h: number,
    private readonly rounding: number,
    private readonly factor: number,
  ) {}

  /** The best estimate so far; null if there is none. */
  get best(): Estimate | null {
    return this.level > 1 ? { value: this.value, error: this.error } : null;
  }

  /** Returns the next step to take; null where no more are needed. */
  next(): number | null {
    return this.isDone || this.level >= levels ? null : this.h;
  }

  /** Adds the difference quotient at that step; null, for one that cannot be used, ends the tableau. */
  add(first: number | null): void {
    const { row, level, h, rounding, factor } = this;
    if (first === null) {
      this.isDone = true;
      return;
    }
    let left = first;
    let above = first;
    for (let k = 1, power = factor; k <= level; k++, power *= factor) {
      above = row[k - 1];
      const value = (left * power - above) / (power - 1);
      const error = Math.max(Math.abs(value - left), Math.abs(value - above), rounding / h);
      if (level === 1 || error <= this.error) {
        this.value = value;
        this.error = error;
      }
      row[k - 1] = left;
      left = value;
    }
    row[level] = left;
    if (level > 0) this.isDone = this.error <= rounding / h || Math.abs(left - above) >= safe * this.error;
    this.level++;
    this.h /= shrink;
  }
}
