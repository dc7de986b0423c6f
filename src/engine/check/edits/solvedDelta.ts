import { penaltyOf, type Context } from '../mistakes/context.js';
import type { WorkMeter } from '../workMeter.js';
import type { Tensor } from './evaluator.js';
import { solveLeastSquares } from './leastSquares.js';
import type { LayerSearch } from './layerSearch.js';

/** The most samples for which δ is solved. */
const mostRows = 64;

/** The largest error of a solution, relative to the numbers that it must reproduce. */
const near = 1e-6;

/**
 * Returns the δ of a layer that its given gradients imply: that of one sample is its bias's gradient, and Δᵀ A = ∂W can
 * be solved where A has as many independent columns as there are samples. null where the numbers do not determine it.
 */
export function* solvedDelta(
  { recorded, rows, regularization }: Context,
  { index, targets }: LayerSearch,
  meter: WorkMeter,
): Generator<undefined, Tensor | null> {
  const { layer, inputs: a } = recorded.layers[index];
  const { units, inputs } = layer;
  const weights = targets.weights?.forced ? null : targets.weights;
  const bias = layer.biasShared || targets.bias?.forced ? null : targets.bias;
  const equations = (weights ? inputs : 0) + (bias ? 1 : 0);
  if (rows > mostRows || equations < rows) return null;
  const values = new Float64Array(rows * units);
  for (let unit = 0; unit < units; unit++) {
    if (meter.spend(rows ** 3 + equations * rows * rows)) yield undefined;
    const lines: Float64Array[] = [];
    const line = (factor: (row: number) => number, given: number) =>
      lines.push(Float64Array.from({ length: rows + 1 }, (_, row) => (row < rows ? factor(row) : given)));
    if (bias) line(() => 1, bias.given[unit]);
    if (weights)
      for (let input = 0; input < inputs; input++) {
        const entry = unit * inputs + input;
        const given = weights.given[entry] - penaltyOf(regularization, layer.weights[entry]);
        line((row) => a[row * inputs + input], given);
      }
    const delta = solveLeastSquares(lines, near);
    if (!delta) return null;
    for (let row = 0; row < rows; row++) values[row * units + unit] = delta[row];
  }
  return { rows, columns: units, values };
}
