import { solve } from '../../maths/solve.js';

export function squaredCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [centered(a), centered(b)];
  const [xx, yy] = [dot(x, x), dot(y, y)];
  return xx > 0 && yy > 0 ? dot(x, y) ** 2 / (xx * yy) : 0;
}

/** Returns the part of a target's variance that a linear function of some columns leaves, by least squares. */
export function leftByOthers(columns: readonly (readonly number[])[], target: readonly number[]): number {
  const xs = columns.map(centered).map((x) => {
    const length = Math.sqrt(dot(x, x));
    return x.map((value) => (length > 0 ? value / length : 0));
  });
  const y = centered(target);
  // The small ridge keeps columns that depend on each other, such as one-hot ones, from making the system singular.
  const products = xs.map((x, i) => xs.map((other, j) => dot(x, other) + (i === j ? 1e-6 : 0)));
  const weights = solve(
    products,
    xs.map((x) => dot(x, y)),
  );
  const total = dot(y, y);
  if (!weights || total === 0) return 1;
  const left = y.map((value, row) => value - xs.reduce((sum, x, i) => sum + weights[i] * x[row], 0));
  return dot(left, left) / total;
}

function centered(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);
