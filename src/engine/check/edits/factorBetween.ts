import type { Context } from '../mistakes/context.js';
import type { TensorName } from '../parameters.js';
import type { Edit } from './edits.js';
import type { BoundDelta, LayerSearch } from './layerSearch.js';
import { reader } from './layerSearch.js';
import { scalesOf } from './scales.js';

const near = 1e-4;

/** Returns the factor by which δ must be multiplied so that all tensors follow from it, if it has a meaning. */
export function* factorBetween(
  context: Context,
  layer: LayerSearch,
  delta: BoundDelta,
): Generator<undefined, { readonly factor: number; readonly edit: Edit } | null> {
  const ratio = yield* ratioIn(layer, delta, layer.isGiven('bias') ? 'bias' : 'weights');
  if (ratio === null) return null;
  for (const { factor, mistake, cost } of scalesOf(context)) {
    if (Math.abs(factor - ratio) > near * Math.abs(factor)) continue;
    const { value } = delta;
    const scaled = layer.bind({ ...value, values: value.values.map((each) => factor * each) });
    if (!(yield* layer.follows('bias', scaled)) || !(yield* layer.follows('weights', scaled))) continue;
    const edit: Edit = { wrote: { kind: 'constant', value: factor, symbol: null }, cost, isNamed: true, madeIn: null, key: () => mistake.code, mistake: () => mistake }; // prettier-ignore
    return { factor, edit };
  }
  return null;
}

/** Returns the ratio of a tensor's largest given number to the one that follows from δ. */
function* ratioIn(
  layer: LayerSearch,
  delta: BoundDelta,
  tensor: TensorName,
): Generator<undefined, number | null> {
  const [target, formula] = [layer.targets[tensor], layer.formulaOf(tensor)];
  if (!target || !formula || target.rows) return null;
  const ofLoss = formula.kind === 'sum' ? formula.parts[0] : formula;
  const at = target.entries.reduce((best, entry) => (Math.abs(target.given[entry]) > Math.abs(target.given[best]) ? entry : best), target.entries[0]); // prettier-ignore
  const loss = reader(yield* layer.gradient(delta, ofLoss), target)(at);
  const whole = reader(yield* layer.gradient(delta, formula), target)(at);
  const ratio = (target.given[at] - (whole - loss)) / loss;
  return Number.isFinite(ratio) ? ratio : null;
}
