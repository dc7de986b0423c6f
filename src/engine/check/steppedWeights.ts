import { slotsOf, updateOf } from '../training/optimizers.js';
import type { Context } from './mistakes/context.js';

/** Returns a tensor after the optimizer's first step. */
export function steppedWeights(
  { optimizer, learningRate }: Pick<Context, 'optimizer' | 'learningRate'>,
  values: ArrayLike<number>,
  gradient: Float64Array,
): Float64Array {
  const generation = () => ({
    values: new Float64Array(values),
    slots: Array.from({ length: slotsOf(optimizer) }, () => new Float64Array(values.length)),
  });
  const [before, after] = [generation(), generation()];
  if (optimizer.type === 'perceptron') return before.values.map((w, i) => w - learningRate * gradient[i]);
  updateOf({ optimizer, precision: 'float64' })(before, after, gradient, 0, gradient.length, {
    count: 1,
    learningRate,
    gradientScale: 1,
  });
  return after.values;
}
