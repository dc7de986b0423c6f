import type { RecordedLayer } from '../record.js';
import type { Context } from './context.js';
import { applyDerivative } from './derivative.js';
import { unitSums } from './local.js';
import { gradientOf, passThrough, weightGradient, type PropagationSlip } from './propagation.js';
import type { LayerTargets } from './search.js';
import type { Target } from './target.js';

/** Numbers that a rate must explain to be one. */
const least = 3;

/**
 * Passed through weights updated by some other rate than the configured one: δ of the layer before is a straight line
 * in the rate, so the given gradients of that layer say which, by least squares.
 */
export function otherRate(
  context: Context,
  index: number,
  deltas: Float64Array,
  { weights, bias }: LayerTargets,
): PropagationSlip[] {
  const { layers } = context.recorded;
  const [layer, before] = [layers[index], layers[index - 1]];
  const { units, inputs, weights: w } = layer.layer;
  const gradient = gradientOf(context, layer, deltas);
  const through = (coefficients: ArrayLike<number>) =>
    passThrough(deltas, units, inputs, (unit, input) => coefficients[unit * inputs + input]);
  const parts = [w, gradient].map((coefficients) => {
    const delta = through(coefficients);
    applyDerivative(before, delta);
    return delta;
  });
  let [top, bottom, count] = [0, 0, 0];
  const add = (target: Target | null, values: readonly Float64Array[]) => {
    for (const entry of target?.entries ?? []) {
      top += values[1][entry] * (values[0][entry] - (target?.given[entry] ?? 0));
      bottom += values[1][entry] ** 2;
      count++;
    }
  };
  add(
    weights,
    parts.map((delta, part) =>
      part === 0 ? gradientOf(context, before, delta) : weightGradient(before, delta),
    ),
  );
  if (!before.layer.biasShared)
    add(
      bias,
      parts.map((delta) => sums(before, delta)),
    );
  const rate = top / bottom;
  if (count < least || !Number.isFinite(rate) || rate === 0) return [];
  const factor = Number((rate / context.learningRate).toPrecision(4));
  const apply = () => through(w.map((value, i) => value - rate * gradient[i]));
  return [{ mistake: { code: 'updated-weights', per: 'batch', factor }, cost: 1.6, apply }];
}

function sums({ layer }: RecordedLayer, delta: Float64Array): Float64Array {
  return unitSums(delta, layer.units);
}
