import type { Predictions } from '../../src/protocol.js';
import type { Extent } from '../contour/frame.js';

/** One output's predictions beside their targets. */
export interface Pairs {
  readonly rows: Uint32Array;
  readonly targets: Float32Array;
  readonly outputs: Float32Array;
}

export function pairsOf({ rows, columns, targets, outputs }: Predictions, column: number): Pairs {
  const pick = (values: Float32Array): Float32Array =>
    Float32Array.from(rows, (_, index) => values[index * columns + column]);
  return { rows, targets: pick(targets), outputs: pick(outputs) };
}

/** Returns the samples with the largest errors of one output, the largest first, as indices. */
export function worstOf({ targets, outputs }: Pairs, count: number): number[] {
  const error = (index: number): number => {
    const distance = Math.abs(outputs[index] - targets[index]);
    return Number.isNaN(distance) ? Infinity : distance;
  };
  return Array.from(targets, (_, index) => index)
    .sort((a, b) => error(b) - error(a) || a - b)
    .slice(0, count);
}

/** A point of a drawing with the index of its sample. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** Returns the predicted over the actual values. */
export function fitDots({ targets, outputs }: Pairs): Dot[] {
  return Array.from(targets, (x, index) => ({ x, y: outputs[index], index })).filter(isFinitePoint);
}

/** Returns the residuals, predicted minus actual, over the predicted values. */
export function residualDots({ targets, outputs }: Pairs): Dot[] {
  return Array.from(outputs, (x, index) => ({ x, y: x - targets[index], index })).filter(isFinitePoint);
}

const isFinitePoint = ({ x, y }: Dot): boolean => Number.isFinite(x) && Number.isFinite(y);
const margin = 0.06;

/** Returns a square of the same range along both axes that contains all targets, and most of the outputs. */
export function fitExtent({ targets, outputs }: Pairs): Extent {
  const [low, high] = widened(endsOf([...targets, ...outputs.filter(Number.isFinite)]));
  return { xMin: low, xMax: high, yMin: low, yMax: high, columns: 2, rows: 2 };
}

/** Returns the rectangle of the residuals, which has 0 in its middle. */
export function residualExtent(pairs: Pairs): Extent {
  const dots = residualDots(pairs);
  const [xMin, xMax] = widened(endsOf(dots.map(({ x }) => x)));
  const [low, high] = endsOf(dots.map(({ y }) => y));
  const reach = (1 + margin) * Math.max(Math.abs(low), Math.abs(high)) || 1;
  return { xMin, xMax, yMin: -reach, yMax: reach, columns: 2, rows: 2 };
}

function endsOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? [low, high] : [0, 0];
}

function widened([low, high]: readonly [number, number]): readonly [number, number] {
  const beside = margin * (high - low) || 1;
  return [low - beside, high + beside];
}
