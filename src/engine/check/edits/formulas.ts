import { leakySlope, seluAlpha, seluScale } from '../../model/constants.js';
import type { Network } from '../../model/network.js';
import type { Regularization } from '../../model/regularization.js';
import type { LossName } from '../../model/spec.js';
import type { Recorded } from '../record.js';
import type { Context } from '../mistakes/context.js';
import {
  branch,
  call,
  constant,
  difference,
  negate,
  outer,
  power,
  product,
  quantity,
  quotient,
  rows,
  samplesDimension,
  single,
  sum,
  through,
  units,
  type Dimensions,
  type Expression,
  type Quantity,
} from './expression.js';

/** The right formulas of a layer. δ occurs in those of the parameters as a quantity. */
export interface LayerFormulas {
  /** The ways to write the gradient of the layer's outputs; all are right. */
  readonly errors: readonly Expression[];
  /** The same of the layer behind; of the last layer none. */
  readonly behind: readonly Expression[];
  /** The ways to write δ; all are right. */
  readonly deltas: readonly Expression[];
  readonly weights: Expression;
  readonly bias: Expression | null;
  /** The ways to write f′, as they occur in `deltas`. */
  readonly slopes: readonly Expression[];
}

const ofLayer = (layer: number): Dimensions => [samplesDimension, layer];
export const outputsOf = (layer: number): Quantity => quantity('y', layer, ofLayer(layer));
export const netsOf = (layer: number): Quantity => quantity('z', layer, ofLayer(layer));
export const deltaOf = (layer: number): Quantity => quantity('delta', layer, ofLayer(layer));
export const slopeOf = (layer: number): Quantity => quantity('slope', layer, ofLayer(layer));
export const weightsOf = (layer: number): Quantity => quantity('weights', layer, [layer, layer - 1]);

/** Returns the right formulas of layer `index` (from 0). */
export function formulasOf(context: Context, index: number): LayerFormulas {
  const { layer } = context.recorded.layers[index];
  const delta = deltaOf(index);
  const penalty = penaltiesOf(context.regularization, index);
  const errors = errorsOf(context, index);
  const perUnit = rows(delta);
  const slopes = slopesOf(layer.activation, index);
  return {
    errors,
    behind: index + 1 < context.recorded.layers.length ? errorsOf(context, index + 1) : [],
    deltas: deltasOf(context, index, errors, slopes),
    slopes,
    weights: sum(outer(delta, outputsOf(index - 1)), ...(penalty ? [penalty] : [])),
    bias: layer.bias ? (layer.biasShared ? units(perUnit) : perUnit) : null,
  };
}

/** Returns the gradient of the penalty of a layer's weights; null where there is none. */
export function penaltiesOf({ l1, l2 }: Regularization, index: number): Expression | null {
  const weights = weightsOf(index);
  const parts = [
    ...(l1 === 0 ? [] : [product(constant(l1, 'l1'), call('sign', weights))]),
    ...(l2 === 0 ? [] : [product(constant(l2, 'l2'), weights)]),
  ];
  return parts.length > 0 ? sum(...parts) : null;
}

function errorsOf(context: Context, index: number): Expression[] {
  const { recorded } = context;
  if (index === recorded.layers.length - 1) return outputErrors(recorded, context, index);
  return [through(deltaOf(index + 1), weightsOf(index + 1))];
}

function deltasOf(
  context: Context,
  index: number,
  errors: readonly Expression[],
  slopes: readonly Expression[],
): Expression[] {
  const { recorded } = context;
  const isFused = index === recorded.layers.length - 1 && recorded.fused;
  return [
    ...(isFused ? fused(recorded, context, index) : []),
    ...derived(recorded.layers[index].layer.activation, index, slopes, errors),
  ];
}

/** Returns δ from the gradient of the outputs, in each way to write f′. */
function derived(
  activation: string,
  index: number,
  slopes: readonly Expression[],
  errors: readonly Expression[],
): Expression[] {
  // prettier-ignore
  if (activation === 'identity') return [...errors];
  const y = outputsOf(index);
  if (activation === 'softmax')
    return errors.map((error) => product(y, difference(error, units(product(error, y)))));
  const factors = (part: Expression) => (part.kind === 'product' ? part.parts : [part]);
  return slopes.flatMap((slope) => errors.map((error) => product(...factors(error), slope)));
}

/** Returns the divisor of a mean loss as a formula. */
function over(expression: Expression, { recorded, rows, outputs }: Divisor): Expression {
  if (recorded.network.reduction === 'sum') return expression;
  const samples = constant(rows, 'N');
  return quotient(
    expression,
    recorded.loss.meanOverOutputs ? product(samples, constant(outputs, 'K')) : samples,
  );
}

type Divisor = Pick<Context, 'recorded' | 'rows' | 'outputs'>;

function fused({ network }: Recorded, context: Context, index: number): Expression[] {
  if (network.classWeights) return [];
  return [over(difference(outputsOf(index), targetsAt(index)), context)];
}

export const targetsAt = (index: number): Quantity => quantity('t', index, ofLayer(index));

/** Returns the gradient of the loss with respect to the outputs, in each way to write it. */
function outputErrors({ network }: Recorded, context: Context, index: number): Expression[] {
  const { loss } = network;
  if (network.classWeights || typeof loss !== 'string') return [quantity('error', index, ofLayer(index))];
  return errorsOfLoss(loss, index).map((error) => over(error, context));
}

/** Returns the gradient of the sum of a loss with respect to the outputs, in each way to write it. */
export function errorsOfLoss(loss: LossName, index: number): readonly [Expression, ...Expression[]] {
  const [y, t] = [outputsOf(index), targetsAt(index)];
  const one = constant(1);
  const off = difference(y, t);
  switch (loss) {
    case 'halfSquaredError':
      return [off];
    case 'meanSquaredError':
      return [product(constant(2), off)];
    case 'meanAbsoluteError':
      return [call('sign', off)];
    case 'huber':
      return [call('clip', off, 1)];
    case 'crossEntropy':
      return [negate(quotient(t, y))];
    case 'binaryCrossEntropy': {
      const separate = difference(quotient(difference(one, t), difference(one, y)), quotient(t, y));
      return [quotient(off, product(y, difference(one, y))), separate];
    }
  }
}

/** Returns the ways to write the f′ of an activation in layer `index` (from 0). */
function slopesOf(activation: string, index: number): Expression[] {
  const [z, y] = [netsOf(index), outputsOf(index)];
  const one = constant(1);
  const opaque = slopeOf(index);
  switch (activation) {
    case 'sigmoid': {
      const s = call('sigmoid', z);
      return [
        product(y, difference(one, y)),
        quotient(call('exp', negate(z)), power(sum(one, call('exp', negate(z))), 2)),
        product(s, difference(one, s)),
      ];
    }
    case 'tanh':
      return [
        difference(one, power(y, 2)),
        product(difference(one, y), sum(one, y)),
        quotient(one, power(call('cosh', z), 2)),
        difference(one, power(call('tanh', z), 2)),
      ];
    case 'relu':
      return [call('step', z)];
    case 'leakyRelu':
      return [branch(z, one, constant(leakySlope))];
    case 'elu':
      return [branch(z, one, sum(y, one)), branch(z, one, call('exp', z))];
    case 'selu':
      return [
        branch(z, constant(seluScale), sum(y, constant(seluScale * seluAlpha))),
        product(constant(seluScale), branch(z, one, product(constant(seluAlpha), call('exp', z)))),
      ];
    case 'gelu':
      return [sum(call('normalCdf', z), product(z, call('normalPdf', z)))];
    case 'silu': {
      const s = call('sigmoid', z);
      return [sum(s, product(z, s, difference(one, s))), sum(y, product(s, difference(one, y)))];
    }
    case 'softplus':
      return [call('sigmoid', z), difference(one, call('exp', negate(y)))];
    case 'softsign':
      return [quotient(one, power(sum(one, call('abs', z)), 2)), power(difference(one, call('abs', y)), 2)];
    default:
      return [opaque];
  }
}

/** Returns the number of values in a dimension. */
export function sizeOf(network: Network, samples: number, dimension: number): number {
  if (dimension === samplesDimension) return samples;
  if (dimension === single) return 1;
  return dimension < 0 ? network.inputs : network.layers[dimension].units;
}
