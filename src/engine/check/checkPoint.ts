import { differentiate } from '../maths/differentiate.js';
import type { Expression } from '../maths/expression.js';
import { agrees, relativeError, type Tolerances, type Verdict } from './judge.js';
import { regionsOfExpression } from './regions.js';
import { ridders } from './ridders.js';

/** The derivative of a plain function with respect to one coordinate, analytic and numeric. */
export interface CoordinateCheck {
  readonly name: 'x' | 'y';
  readonly analytic: number;
  readonly numeric: number;
  readonly numericError: number;
  readonly relativeError: number;
  /** `kink`: the function has a kink at the point, or it is not defined on all sides of it. */
  readonly verdict: Verdict;
}

/** Checks the gradient of a plain function of x and y at a point against its numeric derivatives. */
export function checkPoint(
  expression: Expression,
  [x, y]: readonly [number, number],
  tolerances: Tolerances,
): CoordinateCheck[] {
  const { value, gradient } = differentiate(expression, { x, y });
  const regions = regionsOfExpression(expression, ['x', 'y']);
  return (['x', 'y'] as const).map((name) => {
    const at = (h: number) => (name === 'x' ? { x: x + h, y } : { x, y: y + h });
    const points = (h: number) => ({ x: Float64Array.of(at(h).x), t: Float64Array.of(at(h).y) });
    const difference = (h: number) => {
      const isOverBorder = [h, -h].some(
        (side) => regions && regions.crossings(points(0), points(side), 1).length > 0,
      );
      const result = differentiate(expression, at(h)).value - differentiate(expression, at(-h)).value;
      return isOverBorder || !Number.isFinite(result) ? null : result;
    };
    const scale = Math.max(1, Math.abs(name === 'x' ? x : y));
    const rounding = 8 * Number.EPSILON * Math.max(Math.abs(value), scale * Math.abs(gradient[name]));
    let estimate = null;
    for (let h = 0.1 * scale; h > 1e-9 && !estimate; h /= 8) estimate = ridders(difference, h, rounding);
    const analytic = gradient[name];
    if (!estimate)
      return { name, analytic, numeric: NaN, numericError: Infinity, relativeError: NaN, verdict: 'kink' };
    return {
      name,
      analytic,
      numeric: estimate.value,
      numericError: estimate.error,
      relativeError: relativeError(analytic, estimate.value, tolerances.absoluteTolerance),
      verdict: agrees(analytic, estimate, tolerances) ? 'pass' : 'fail',
    };
  });
}
