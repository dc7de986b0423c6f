import type { Context } from '../mistakes/context.js';
import type { Edit } from './edits.js';
import { through } from './expression.js';
import { deltaOf, formulasOf } from './formulas.js';
import { reader, type LayerSearch } from './layerSearch.js';
import { derivedRight } from './otherDerivatives.js';
import { updatedBy } from './otherPaths.js';

/** The smallest number of values that a learning rate must explain. */
const least = 3;

/**
 * Finds a wrong learning rate with which the weights were updated before δ was passed back. δ is linear in the rate, so
 * the given gradients of the layer determine it by least squares.
 */
export function* otherRate(context: Context, layer: LayerSearch): Generator<undefined, Edit | null> {
  const { recorded } = context;
  const behind = layer.index + 1;
  const [right] = layer.edits.formulas.deltas;
  const { weights: gradient } = formulasOf(context, behind);
  const change = derivedRight(recorded, layer.index, through(deltaOf(behind), gradient));
  const parts = [layer.bind(yield* layer.delta(right)), layer.bind(yield* layer.delta(change))];
  let [top, bottom, count] = [0, 0, 0];
  for (const tensor of ['weights', 'bias'] as const) {
    const [target, formula] = [layer.targets[tensor], layer.formulaOf(tensor)];
    if (!target || !formula || target.rows || target.forced) continue;
    const ofLoss = formula.kind === 'sum' ? formula.parts[0] : formula;
    const own = reader(yield* layer.gradient(parts[0], formula), target);
    const changed = reader(yield* layer.gradient(parts[1], ofLoss), target);
    for (const entry of target.entries) {
      top += changed(entry) * (own(entry) - target.given[entry]);
      bottom += changed(entry) ** 2;
      count++;
    }
  }
  const rate = top / bottom;
  if (count < least || !Number.isFinite(rate) || rate === 0) return null;
  const { mistake, cost, error } = updatedBy(context, behind, rate);
  const wrote = derivedRight(recorded, layer.index, error);
  return { wrote, cost, isNamed: true, madeIn: null, key: () => mistake.code, mistake: () => mistake };
}
