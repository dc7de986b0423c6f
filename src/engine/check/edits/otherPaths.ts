import type { Context } from '../mistakes/context.js';
import type { Mistake } from '../mistakes/mistake.js';
import { passThrough } from '../passBack.js';
import type { RecordedLayer } from '../record.js';
import { steppedWeights } from '../steppedWeights.js';
import { valueOf, type Computation, type Computed } from './computation.js';
import type { Tensor } from './evaluator.js';
import { constant, difference, product, through, type Expression } from './expression.js';
import { deltaOf, formulasOf, weightsOf } from './formulas.js';

/** A way to compute e, the gradient with respect to the inputs of a layer, from its δ. */
export interface OtherPath {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly error: Computation;
}

/** Returns every mistake in the backward pass through layer `index` (from 0). */
export function otherPaths(context: Context, index: number): OtherPath[] {
  return [
    ...transposed(context, index),
    ...updated(context, index),
    ...paths(context.recorded.layers[index], index),
  ];
}

function transposed({ recorded }: Context, index: number): OtherPath[] {
  const { units, inputs } = recorded.layers[index].layer;
  if (units !== inputs || units === 1) return [];
  const turned: Expression = { ...weightsOf(index), isTransposed: true };
  return [{ mistake: { code: 'transposed-weights' }, cost: 1, error: through(deltaOf(index), turned) }];
}

/** Returns Δ C with coefficients that are computed from W and another value of its shape. */
export function throughOther(
  index: number,
  of: Computation,
  coefficients: (weights: Float64Array, other: Float64Array) => Float64Array,
  isGeneral = true,
): Computed {
  return {
    kind: 'computed',
    isGeneral,
    *compute(evaluate, meter) {
      const delta = yield* evaluate(deltaOf(index));
      const weights = yield* evaluate(weightsOf(index));
      const other = yield* valueOf(of, evaluate, meter);
      if (meter.spend(stepWork * weights.values.length)) yield undefined;
      const [units, inputs] = [weights.rows, weights.columns];
      const used = coefficients(weights.values, other.values);
      const values = yield* passThrough({ units, inputs }, delta.values, used, meter);
      return { rows: delta.rows, columns: inputs, values };
    },
  };
}

/** The work of an optimizer's step of one weight. */
const stepWork = 10;

function updated(context: Context, index: number): OtherPath[] {
  const { learningRate: eta, rows, regularization, optimizer } = context;
  const { weights: gradient } = formulasOf(context, index);
  const ofLoss = gradient.kind === 'sum' ? gradient.parts[0] : gradient;
  const way = (per: 'batch' | 'block' | 'sample' | 'running', factor: number, cost: number, error: Computation): OtherPath => ({ mistake: { code: 'updated-weights', per, factor }, cost, error }); // prettier-ignore
  const after = (of: Expression, factor: number) =>
    through(deltaOf(index), difference(weightsOf(index), product(constant(factor * eta), of)));
  const stepped = throughOther(index, gradient, (w, g) => steppedWeights(context, w, g));
  const hasPenalty = regularization.l1 !== 0 || regularization.l2 !== 0;
  return [
    way(
      'batch',
      1,
      1.1,
      optimizer.type === 'sgd' && optimizer.weightDecay === 0 ? after(gradient, 1) : stepped,
    ),
    ...(optimizer.type === 'sgd' ? [] : [way('batch', 1, 1.2, after(gradient, 1))]),
    ...(hasPenalty ? [way('batch', 1, 1.25, after(ofLoss, 1))] : []),
    ...(rows > 1 ? [way('batch', rows, 1.25, after(gradient, rows))] : []),
    ...blockSizes(context).flatMap((size) => [
      way(size === 1 ? 'sample' : 'block', 1, 1.2, inBlocks(context, index, size, false)),
      way('running', 1, 1.25, inBlocks(context, index, size, true)),
    ]),
    way('batch', -1, 1.3, after(gradient, -1)),
    way('batch', 1 / eta, 1.3, after(gradient, 1 / eta)),
  ];
}

/** Returns the sizes of blocks: one sample, and the configured mini-batch. */
function blockSizes({ rows, batchSize }: Context): number[] {
  return [...new Set([1, batchSize ?? rows])].filter((size) => size < rows);
}

/**
 * Passes each block of samples through weights that its own mean gradient has already changed. With `keeps`, the
 * changes of the earlier blocks are kept.
 */
function inBlocks(
  { learningRate, rows, recorded }: Context,
  index: number,
  size: number,
  keeps: boolean,
): Computed {
  const { layer, inputs: x } = recorded.layers[index];
  const { units, inputs } = layer;
  return {
    kind: 'computed',
    isGeneral: false,
    *compute(evaluate, meter): Generator<undefined, Tensor> {
      const { values: deltas } = yield* evaluate(deltaOf(index));
      const e = new Float64Array(rows * inputs);
      const weights = Float64Array.from(layer.weights);
      for (let from = 0; from < rows; from += size) {
        const to = Math.min(from + size, rows);
        if (!keeps) weights.set(layer.weights);
        // δ contains the factor 1/N of a mean over all the rows.
        const rate =
          recorded.network.reduction === 'sum' ? learningRate : (learningRate * rows) / (to - from);
        for (let unit = 0; unit < units; unit++)
          for (let row = from; row < to; row++) {
            if (meter.spend(2 * inputs)) yield undefined;
            const step = rate * deltas[row * units + unit];
            for (let i = 0; i < inputs; i++) weights[unit * inputs + i] -= step * x[row * inputs + i];
          }
        for (let row = from; row < to; row++)
          for (let unit = 0; unit < units; unit++) {
            if (meter.spend(inputs)) yield undefined;
            const delta = deltas[row * units + unit];
            for (let i = 0; i < inputs; i++) e[row * inputs + i] += delta * weights[unit * inputs + i];
          }
      }
      return { rows, columns: inputs, values: e };
    },
  };
}

/** The largest number of paths that are tried one by one. With more, a match would be arbitrary. */
const mostPaths = 40;
const mostUnitPaths = 400;

interface Limited {
  readonly except?: boolean;
  readonly unit?: number | null;
  readonly cost?: number;
}

/** Returns the mistakes where the sum over the units is restricted to some of its paths. */
function paths({ layer: { units, inputs } }: RecordedLayer, index: number): OtherPath[] {
  if (units === 1) return [];
  const way = (
    from: number | null,
    to: number,
    { except = false, unit = null, cost = 1.1 }: Limited,
    kept: (path: number, input: number) => boolean,
  ): OtherPath => ({
    mistake: { code: 'single-path', from, to, except, unit },
    cost,
    error: throughOther(index, weightsOf(index), (w) => w.map((each, i) => (kept(Math.floor(i / inputs), i % inputs) ? each : 0)), false), // prettier-ignore
  });
  const ways = [way(null, units, { cost: 1.2 }, (path, input) => path === input % units)];
  for (let k = 0; k < Math.min(units, mostPaths); k++) {
    ways.push(way(k, k + 1, {}, (path) => path === k));
    if (units > 2) ways.push(way(k, k + 1, { except: true, cost: 1.2 }, (path) => path !== k));
    if (k > 1 && k < units - 1) ways.push(way(0, k, { cost: 1.3 }, (path) => path < k));
    if (k > 1 && k < units - 1) ways.push(way(k, units, { cost: 1.3 }, (path) => path >= k));
  }
  for (let unit = 0; units * inputs <= mostUnitPaths && inputs > 1 && unit < inputs; unit++)
    for (let k = 0; k < units; k++)
      ways.push(way(k, k + 1, { unit, cost: 1.4 }, (path, input) => input !== unit || path === k));
  return ways;
}

/** Returns the mistake of weights that were updated with a learning rate of their own. */
export function updatedBy(context: Context, index: number, rate: number): OtherPath {
  const { weights } = formulasOf(context, index);
  const factor = Number((rate / context.learningRate).toPrecision(4));
  const used = difference(weightsOf(index), product(constant(rate), weights));
  return {
    mistake: { code: 'updated-weights', per: 'batch', factor },
    cost: 1.6,
    error: through(deltaOf(index), used),
  };
}
