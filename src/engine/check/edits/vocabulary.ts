import type { Context } from '../mistakes/context.js';
import {
  constant,
  difference,
  product,
  quantity,
  samplesDimension,
  single,
  sum,
  through,
  type Dimensions,
  type Expression,
  type Quantity,
  type QuantityName,
} from './expression.js';
import { deltaOf, formulasOf, sizeOf, weightsOf } from './formulas.js';
import type { Vocabulary } from './rewrites.js';

/** Returns what an edit of the formulas of layer `index` (from 0) may put in place of a part. */
export function vocabularyOf(context: Context, index: number): Vocabulary {
  const { rows, outputs, learningRate } = context;
  const known = new Map<string, readonly Expression[]>();
  return {
    samples: rows,
    outputs,
    learningRate,
    penalties: context.regularization,
    quantities: (dimensions) => {
      const found = known.get(dimensions.join()) ?? quantitiesOf(context, index, dimensions);
      known.set(dimensions.join(), found);
      return found;
    },
  };
}

/** Returns the quantities that fit in a place, for the vocabulary of layer `index`. */
function quantitiesOf(context: Context, index: number, dimensions: Dimensions): Expression[] {
  const { recorded } = context;
  const { network } = recorded;
  const last = network.layers.length - 1;
  const size = (dimension: number) => sizeOf(network, context.rows, dimension);
  const layers = [index, index - 1, index + 1, ...network.layers.keys(), -1].filter((layer) => layer <= last && layer >= -1); // prettier-ignore
  const [first, second] = dimensions;
  const at = (name: QuantityName, layer: number): Quantity => quantity(name, layer, dimensions);
  const found: Quantity[] = [];
  const [errors, biases]: Expression[][] = [[], []];
  for (const layer of new Set(layers)) {
    if (first === samplesDimension && size(second) === size(layer)) {
      found.push(at('y', layer));
      if (layer >= 0) found.push(at('z', layer), at('slope', layer));
      if (layer > index) found.push(at('delta', layer));
      if (layer >= index && layer < last) errors.push(through(deltaOf(layer + 1), weightsOf(layer + 1)));
      if (layer >= 0 && network.layers[layer].bias && !network.layers[layer].biasShared)
        biases.push(quantity('bias', layer, [single, second]));
    }
    if (layer < 0) continue;
    const { units, inputs } = network.layers[layer];
    if (first !== samplesDimension && first !== single && size(first) === units && size(second) === inputs)
      found.push(at('weights', layer));
    if (
      first !== samplesDimension &&
      first !== single &&
      size(first) === inputs &&
      size(second) === units &&
      units > 1
    )
      found.push({ ...at('weights', layer), isTransposed: true });
    if (
      first === single &&
      size(second) === units &&
      network.layers[layer].bias &&
      !network.layers[layer].biasShared
    )
      found.push(at('bias', layer));
  }
  if (first === samplesDimension && size(second) === size(last)) found.push(at('t', last));
  const isNext = first === index + 1 && second === index && index < last;
  return [...found, ...errors, ...biases, ...(isNext ? steps(context, index + 1) : [])];
}

/** Returns the gradient of a layer's weights, and the weights after a step against it. */
function steps(context: Context, layer: number): Expression[] {
  const { weights: gradient } = formulasOf(context, layer);
  const ofLoss = gradient.kind === 'sum' ? [gradient.parts[0]] : [];
  return [gradient, ...ofLoss].flatMap((each) => {
    const step = product(constant(context.learningRate, 'η'), each);
    return [each, difference(weightsOf(layer), step), sum(weightsOf(layer), step)];
  });
}
