import type { CustomFunction, Expression } from '../engine/expression.js';
import { addDerivative, createTape, forward, reverse } from '../engine/differentiate.js';

/** Where a formula is tried: around 0, and where the data leads. */
const tried = 201;
const around = 4;

/**
 * A formula for the derivative of `f`, tried against its automatic derivative; null where there is none that holds.
 * @param variable `x` of an activation, `y` of a loss
 */
export async function rightDerivative(
  { f }: CustomFunction,
  variable: 'x' | 'y',
  range: { readonly from: number; readonly to: number },
): Promise<string | null> {
  const [{ symbolicDerivative }, { parseExpression }] = await Promise.all([
    import('../config/derivative.js'),
    import('../config/expression.js'),
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
  const points = variable === 'x' ? spread(Math.min(from, -around), Math.max(to, around)) : spread(from, to);
  return [0, 1].every((target) => {
    const at = { [variable]: points, t: new Float64Array(tried).fill(target) };
    const wanted = new Float64Array(tried);
    const tape = createTape(f, tried);
    forward(tape, at, tried);
    reverse(tape, tried);
    addDerivative(tape, variable, wanted, tried);
    const got = forward(createTape(formula, tried), at, tried);
    return wanted.every((value, i) => isNear(got[i], value));
  });
}

function spread(from: number, to: number): Float64Array {
  return Float64Array.from({ length: tried }, (_, i) => from + ((to - from) * i) / (tried - 1));
}

/** Neither may be undefined alone. */
function isNear(got: number, wanted: number): boolean {
  if (!Number.isFinite(wanted)) return !Number.isFinite(got);
  return Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}
