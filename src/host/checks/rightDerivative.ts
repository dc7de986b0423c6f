import type { CustomFunction, Expression } from '../../engine/maths/expression.js';
import { addDerivative, createTape, forward, reverse } from '../../engine/maths/differentiate.js';

/** The number of points at which a formula is tested: across the range of the data and, for an activation, around 0. */
const pointCount = 201;
/** An activation is tested at least from minus this value to this value. */
const leastRange = 4;

/**
 * Returns a formula for the derivative of `f`, tested against its automatic derivative; null if no formula passes.
 * @param variable `x` of an activation, `y` of a loss
 */
export async function rightDerivative(
  { f }: CustomFunction,
  variable: 'x' | 'y',
  range: { readonly from: number; readonly to: number },
): Promise<string | null> {
  const [{ symbolicDerivative }, { parseExpression }] = await Promise.all([
    import('../../config/symbolicDerivative.js'),
    import('../../config/expression.js'),
  ]);
  const text = symbolicDerivative(f.text, variable);
  const parsed = text === null ? null : parseExpression(text, variable === 'x' ? ['x'] : ['y', 't']);
  return parsed?.expression && holds(parsed.expression, f, variable, range) ? text : null;
}

function holds(
  formula: Expression,
  f: Expression,
  variable: 'x' | 'y',
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const points =
    variable === 'x' ? spread(Math.min(from, -leastRange), Math.max(to, leastRange)) : spread(from, to);
  return [0, 1].every((target) => {
    const at = { [variable]: points, t: new Float64Array(pointCount).fill(target) };
    const wanted = new Float64Array(pointCount);
    const tape = createTape(f, pointCount);
    forward(tape, at, pointCount);
    reverse(tape, pointCount);
    addDerivative(tape, variable, wanted, pointCount);
    const got = forward(createTape(formula, pointCount), at, pointCount);
    return wanted.every((value, i) => isNear(got[i], value));
  });
}

function spread(from: number, to: number): Float64Array {
  return Float64Array.from({ length: pointCount }, (_, i) => from + ((to - from) * i) / (pointCount - 1));
}

/** Returns whether two values agree up to rounding, or are both not finite. */
function isNear(got: number, wanted: number): boolean {
  if (!Number.isFinite(wanted)) return !Number.isFinite(got);
  return Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}
