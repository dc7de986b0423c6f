import { Random } from '../maths/random.js';
import type { GradientProbe } from './gradientProbe.js';
import { addTo, dot, norm, scale } from './vectors.js';

/** The distance between the two points of a product's difference, relative to the norm of the parameters. */
const distance = 2e-5;

/** What the sharpness is of, and how it is measured. */
export interface SharpnessOptions {
  /** The number of samples. */
  readonly rows: number;
  /** The number of Lanczos iterations, each with one product of the Hessian and a vector. */
  readonly products: number;
  /** The factor of the mean loss in the objective. */
  readonly factor: number;
  readonly l2: number;
}

/**
 * Computes the largest eigenvalue of the Hessian of the objective: a multiple of the mean loss on the first samples, and
 * the penalty l2/2 Σ w². It uses Lanczos iterations. They start near the gradient, which lies mostly along the sharpest directions
 * (Gur-Ari et al., 2018), so the result depends on the parameters alone. Returns null where a value is not finite.
 */
export function* sharpness(
  probe: GradientProbe,
  options: SharpnessOptions,
): Generator<undefined, number | null> {
  const { rows, products } = options;
  const point = probe.parameters.slice();
  const basis = [yield* startVector(probe, rows)];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  while (diagonal.length < Math.min(products, point.length)) {
    const newest = basis[basis.length - 1];
    const next = yield* hessianProduct(probe, options, point, newest);
    diagonal.push(dot(next, newest));
    // Twice, because rounding leaves a part along the basis after the first time.
    for (const vector of [...basis, ...basis]) addTo(next, -dot(next, vector), vector);
    const size = norm(next);
    if (!(size > 1e-9 * Math.abs(diagonal[0]))) break;
    offDiagonal.push(size);
    scale(next, 1 / size);
    basis.push(next);
    yield undefined;
  }
  probe.parameters.set(point);
  return largestEigenvalue(diagonal, offDiagonal);
}

/** Returns a unit vector along the gradient, with a random part so that no eigenvector is left out. */
function* startVector(probe: GradientProbe, rows: number): Generator<undefined, Float64Array> {
  yield* probe.run(0, rows);
  const random = new Random(0, 'check');
  const start = Float64Array.from(probe.gradient, () => random.uniform() - 0.5);
  scale(start, 1 / norm(start));
  const size = norm(probe.gradient);
  if (size > 0 && Number.isFinite(size)) addTo(start, 1 / size, probe.gradient);
  scale(start, 1 / norm(start));
  return start;
}

/** Returns Hv as the central difference of gradients along the unit vector v. It moves the probe's parameters. */
function* hessianProduct(
  probe: GradientProbe,
  { rows, factor, l2 }: SharpnessOptions,
  point: Float64Array,
  vector: Float64Array,
): Generator<undefined, Float64Array> {
  const step = (distance / 2) * Math.max(1, norm(point));
  yield* moved(probe, point, step, vector, rows);
  const product = probe.gradient.slice();
  yield* moved(probe, point, -step, vector, rows);
  addTo(product, -1, probe.gradient);
  scale(product, factor / (2 * step));
  for (const { name, from, to } of probe.parts)
    if (name === 'weights') addTo(product.subarray(from, to), l2, vector.subarray(from, to));
  return product;
}

function* moved(
  probe: GradientProbe,
  point: Float64Array,
  step: number,
  vector: Float64Array,
  rows: number,
): Generator<undefined, void> {
  probe.parameters.set(point);
  addTo(probe.parameters, step, vector);
  yield* probe.run(0, rows);
}

/**
 * Returns the largest eigenvalue of a symmetric tridiagonal matrix by bisection: λ is above all of them where every
 * pivot of T − λI is negative (Golub and Van Loan, Matrix Computations, section 8.4). null where a value is not finite.
 */
function largestEigenvalue(diagonal: readonly number[], offDiagonal: readonly number[]): number | null {
  const radius = diagonal.map((_, i) => (i > 0 ? offDiagonal[i - 1] : 0) + (offDiagonal[i] ?? 0));
  let low = Math.max(...diagonal);
  let high = Math.max(...diagonal.map((value, i) => value + radius[i]));
  if (!Number.isFinite(high - low)) return null;
  for (let i = 0; i < 60 && high > low; i++) {
    const middle = (low + high) / 2;
    if (isAboveAll(middle, diagonal, offDiagonal)) high = middle;
    else low = middle;
  }
  return high;
}

function isAboveAll(value: number, diagonal: readonly number[], offDiagonal: readonly number[]): boolean {
  let pivot = 0;
  for (const [i, entry] of diagonal.entries()) {
    pivot = entry - value - (i > 0 ? offDiagonal[i - 1] ** 2 / pivot : 0);
    if (!(pivot < 0)) return false;
  }
  return true;
}
