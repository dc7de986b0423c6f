import type { RecordedLayer } from '../record.js';
import type { Context } from './context.js';
import { applied, rightDerivative } from './derivative.js';
import { unitSums } from './local.js';
import type { WorkMeter } from '../workMeter.js';
import { gradientOf, passThrough, weightGradient, type PropagationCandidate } from './propagation.js';
import type { LayerTargets } from './search.js';
import type { Target } from './target.js';

/** The smallest number of values that a learning rate must explain. */
const least = 3;

/**
 * Finds a wrong learning rate with which the weights were updated before δ was passed back. The δ of the previous layer
 * is linear in the rate, so the given gradients of that layer determine it by least squares.
 */
export function* otherRate(
  context: Context,
  index: number,
  deltas: Float64Array,
  { weights, bias }: LayerTargets,
  meter: WorkMeter,
): Generator<undefined, PropagationCandidate[]> {
  const { layers } = context.recorded;
  const [layer, before] = [layers[index], layers[index - 1]];
  const w = layer.layer.weights;
  const gradient = yield* gradientOf(context, layer, deltas, meter);
  const through = function* (coefficients: ArrayLike<number>) {
    const delta = yield* passThrough(layer.layer, deltas, coefficients, meter);
    yield* applied(rightDerivative(before), before, delta, meter);
    return delta;
  };
  const parts = [yield* through(w), yield* through(gradient)] as const;
  let [top, bottom, count] = [0, 0, 0];
  const add = (target: Target | null, values: readonly [Float64Array, Float64Array]) => {
    for (const entry of target?.entries ?? []) {
      top += values[1][entry] * (values[0][entry] - (target?.given[entry] ?? 0));
      bottom += values[1][entry] ** 2;
      count++;
    }
  };
  if (weights) {
    const right = yield* gradientOf(context, before, parts[0], meter);
    add(weights, [right, yield* weightGradient(before, parts[1], meter)]);
  }
  if (!before.layer.biasShared) add(bias, [sums(before, parts[0]), sums(before, parts[1])]);
  const rate = top / bottom;
  if (count < least || !Number.isFinite(rate) || rate === 0) return [];
  const factor = Number((rate / context.learningRate).toPrecision(4));
  const updated = w.map((value, i) => value - rate * gradient[i]);
  const apply = () => passThrough(layer.layer, deltas, updated, meter);
  return [{ mistake: { code: 'updated-weights', per: 'batch', factor }, cost: 1.6, apply }];
}

function sums({ layer }: RecordedLayer, delta: Float64Array): Float64Array {
  return unitSums(delta, layer.units);
}
