import type { WholeDirection } from './directions.js';
import type { Probe } from './probe.js';
import type { Evidence } from './result.js';

const taylorSteps = 24;
const sweepSteps = 40;

/** Taylor's remainders and difference quotients of the mean loss along a direction whose slope is said to be `slope`. */
export function* gatherEvidence(
  probe: Probe,
  direction: WholeDirection,
  slope: number,
  { scale, rounding }: { readonly scale: number; readonly rounding: number },
): Generator<undefined, Evidence> {
  const at = function* (h: number) {
    return (yield* probe.move(direction, h)).losses;
  };
  const difference = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, loss, row) => sum + (loss - b[row]), 0) * scale;
  const steps = Float64Array.from({ length: taylorSteps }, (_, i) => 2 ** -i);
  const remainders = new Float64Array(taylorSteps);
  for (const [i, h] of steps.entries()) {
    remainders[i] = Math.abs(difference(yield* at(h), probe.start) - h * slope);
    yield undefined;
  }
  const sizes = Float64Array.from({ length: sweepSteps }, (_, i) => 10 ** (-i / 3));
  const central = new Float64Array(sweepSteps);
  const forward = new Float64Array(sweepSteps);
  const error = (quotient: number) =>
    Math.abs(quotient - slope) / Math.max(Math.abs(slope), Math.abs(quotient), Number.MIN_VALUE);
  for (const [i, h] of sizes.entries()) {
    const up = yield* at(h);
    central[i] = error(difference(up, yield* at(-h)) / (2 * h));
    forward[i] = error(difference(up, probe.start) / h);
    yield undefined;
  }
  return {
    taylor: { steps, remainders, order: orderOf(steps, remainders, rounding) },
    sweep: { steps: sizes, central, forward },
  };
}

/** Remainders this far above rounding count. */
const clear = 30;
/** Of the steps that count the smallest ones: there the higher terms of the series are gone. */
const fitted = 6;

/** The slope of log R over log h, by least squares. */
function orderOf(steps: Float64Array, remainders: Float64Array, rounding: number): number | null {
  const points = Array.from(steps, (h, i) => [Math.log(h), remainders[i]] as const)
    .filter(([, r]) => Number.isFinite(r) && r > clear * rounding)
    .map(([h, r]) => [h, Math.log(r)] as const)
    .slice(-fitted);
  if (points.length < 3) return null;
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [h, r] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - h) * (point[1] - r), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - h) ** 2, 0);
}
