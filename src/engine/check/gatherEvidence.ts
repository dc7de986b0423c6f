import type { WholeDirection } from './directions.js';
import type { Probe } from './probe.js';
import type { Evidence } from './checkResult.js';

const taylorSteps = 24;
const sweepSteps = 40;

/**
 * Computes Taylor remainders and difference quotients of the mean loss along a direction with the analytic slope
 * `slope`.
 */
export function* gatherEvidence(
  probe: Probe,
  direction: WholeDirection,
  slope: number,
  { scale, rounding }: { readonly scale: number; readonly rounding: number },
): Generator<undefined, Evidence> {
  const difference = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, loss, row) => sum + (loss - b[row]), 0) * scale;
  const steps = Float64Array.from({ length: taylorSteps }, (_, i) => 2 ** -i);
  const remainders = new Float64Array(taylorSteps);
  const smooth: number[] = [];
  for (const [i, h] of steps.entries()) {
    yield* probe.move(direction, [h]) ?? [];
    const { losses, crossings } = probe.moved[0];
    remainders[i] = Math.abs(difference(losses, probe.start) - h * slope);
    if (crossings.length === 0) smooth.push(i);
    yield undefined;
  }
  const sizes = Float64Array.from({ length: sweepSteps }, (_, i) => 10 ** (-i / 3));
  const central = new Float64Array(sweepSteps);
  const forward = new Float64Array(sweepSteps);
  const error = (quotient: number) =>
    Math.abs(quotient - slope) / Math.max(Math.abs(slope), Math.abs(quotient), Number.MIN_VALUE);
  for (const [i, h] of sizes.entries()) {
    yield* probe.move(direction, [h, -h]) ?? [];
    const [{ losses: up }, { losses: down }] = probe.moved;
    central[i] = error(difference(up, down) / (2 * h));
    forward[i] = error(difference(up, probe.start) / h);
    yield undefined;
  }
  return {
    taylor: {
      steps,
      remainders,
      order: orderOf(steps, remainders, smooth, rounding),
      isOverKink: smooth.length < fewest,
    },
    sweep: { steps: sizes, central, forward },
  };
}

/** The factor by which a remainder must exceed the rounding error to be used. */
const clear = 30;
/**
 * The number of steps in the fit: the smallest usable ones, where the higher terms of the series are negligible.
 */
const fitted = 6;

/** The smallest number of steps that a fit needs. */
const fewest = 3;

/** Returns the slope of log R over log h by least squares, over the steps that stay on one piece of the function. */
function orderOf(
  steps: Float64Array,
  remainders: Float64Array,
  smooth: readonly number[],
  rounding: number,
): number | null {
  const points = smooth
    .map((i) => [Math.log(steps[i]), remainders[i]] as const)
    .filter(([, r]) => Number.isFinite(r) && r > clear * rounding)
    .map(([h, r]) => [h, Math.log(r)] as const)
    .slice(-fitted);
  if (points.length < fewest) return null;
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [h, r] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - h) * (point[1] - r), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - h) ** 2, 0);
}
