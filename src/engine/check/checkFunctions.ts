import { createTape, forward } from '../maths/differentiate.js';
import type { CustomFunction, Expression } from '../maths/expression.js';
import { agrees, relativeError, type Tolerances } from './judge.js';
import type { Recorded } from './record.js';
import { regionsOfExpression } from './regions.js';
import { ridders, type Estimate } from './ridders.js';
import type { FunctionCheck, FunctionPlace } from './checkResult.js';

interface Point {
  readonly x: number;
  readonly t: number;
}

/** The number of points taken from the data, and the number spread evenly over their range. */
const fromData = 200;

/**
 * Checks each user-written `df` against the derivative of its `f`, only at values that occur with the data. Values that
 * are not finite are left out. Yields after each point.
 */
export function* checkFunctions(
  recorded: Recorded,
  tolerances: Tolerances,
): Generator<undefined, FunctionCheck[]> {
  const { network, layers } = recorded;
  const checks: FunctionCheck[] = [];
  for (const [name, custom] of Object.entries(network.functions)) {
    const points = layers
      .filter(({ layer }) => layer.activation === name)
      .flatMap(({ nets }) => thinned(nets).map((i) => ({ x: nets[i], t: 0 })));
    if (points.length === 0) continue;
    checks.push(...(yield* checkFunction(name, custom, [...points, ...between(points)], tolerances)));
  }
  const { loss } = network;
  if (typeof loss === 'string') return checks;
  const outputs = layers[layers.length - 1].passed;
  const points = thinned(outputs).map((i) => ({ x: outputs[i], t: recorded.samples.targets.values[i] }));
  if (points.length === 0) return checks;
  return [...checks, ...(yield* checkFunction(null, loss, points, tolerances))];
}

/** Returns the indices of finite values, evenly spread over all of them. */
function thinned(values: Float64Array): number[] {
  const every = Math.max(1, Math.floor(values.length / fromData));
  const chosen: number[] = [];
  for (let i = 0; i < values.length; i += every) if (Number.isFinite(values[i])) chosen.push(i);
  return chosen;
}

function between(points: readonly Point[]): Point[] {
  const [from, to] = rangeOf(points);
  return Array.from({ length: fromData }, (_, i) => ({ x: from + ((to - from) * i) / (fromData - 1), t: 0 }));
}

function rangeOf(points: readonly Point[]): readonly [number, number] {
  return points.reduce(([low, high], { x }) => [Math.min(low, x), Math.max(high, x)], [Infinity, -Infinity]);
}

function* checkFunction(
  name: string | null,
  { f, df }: CustomFunction,
  points: readonly Point[],
  tolerances: Tolerances,
): Generator<undefined, FunctionCheck[]> {
  if (!df) return [];
  const isLoss = name === null;
  const values = evaluator(f, isLoss);
  const written = evaluator(df, isLoss);
  let worst: FunctionPlace | null = null;
  let worstError = 0;
  let missing = 0;
  let count = 0;
  for (const point of points) {
    yield undefined;
    const estimate = derivativeAt(f, values, point, isLoss);
    if (!estimate) continue;
    count++;
    const value = written(point);
    if (!Number.isFinite(value)) missing++;
    const error = Number.isFinite(value)
      ? relativeError(value, estimate.value, tolerances.absoluteTolerance)
      : 1;
    if (agrees(value, estimate, tolerances) || (worst && error <= worstError)) continue;
    worst = { x: point.x, t: isLoss ? point.t : null, written: value, derivative: estimate.value };
    worstError = error;
  }
  const [from, to] = rangeOf(points);
  return [{ name, from, to, points: count, verdict: worst ? 'fail' : 'pass', worst, undefined: missing }];
}

function evaluator(expression: Expression, isLoss: boolean): (point: Point) => number {
  const tape = createTape(expression, 1);
  const x = new Float64Array(1);
  const t = new Float64Array(1);
  return (point) => {
    x[0] = point.x;
    t[0] = point.t;
    return forward(tape, isLoss ? { y: x, t } : { x }, 1)[0];
  };
}

/** The number of steps tried at one point. Each is an eighth of the previous one. */
const mostSteps = 24;

/** Returns the derivative; null on a kink, and where `f` is not defined. */
function derivativeAt(
  f: Expression,
  value: (point: Point) => number,
  { x, t }: Point,
  isLoss: boolean,
): Estimate | null {
  const regions = regionsOfExpression(f, [isLoss ? 'y' : 'x', 't']);
  const at = (x: number) => ({ x: Float64Array.of(x), t: Float64Array.of(t) });
  const difference = (h: number) => {
    const isOverBorder = [x + h, x - h].some(
      (side) => regions && regions.crossings(at(x), at(side), 1).length > 0,
    );
    const result = value({ x: x + h, t }) - value({ x: x - h, t });
    return isOverBorder || !Number.isFinite(result) ? null : result;
  };
  const rounding = 4 * Number.EPSILON * (Math.abs(value({ x, t })) + Math.abs(x));
  let best: Estimate | null = null;
  let h = 0.1 * Math.max(1, Math.abs(x));
  for (let step = 0; step < mostSteps && h > 1e-7; step++, h /= 8) {
    const estimate = ridders(difference, h, rounding);
    if (estimate && (!best || estimate.error < best.error)) best = estimate;
    if (best && best.error <= 1e-8 * Math.max(1e-3, Math.abs(best.value))) break;
  }
  return best;
}
