import { slotsOf, updateOf } from '../../optimizers.js';
import type { RecordedLayer } from '../record.js';
import { penaltyOf, type Context } from './context.js';
import type { Mistake } from './mistake.js';

/** A way to get from a layer's δ to e, the gradient with respect to what it was fed. */
export interface PropagationSlip {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly apply: (deltas: Float64Array) => Float64Array;
}

/** e = Δ W, rightly. */
export function passBack({ layer }: RecordedLayer, deltas: Float64Array): Float64Array {
  return passThrough(
    deltas,
    layer.units,
    layer.inputs,
    (unit, input) => layer.weights[unit * layer.inputs + input],
  );
}

export function passThrough(
  deltas: Float64Array,
  units: number,
  inputs: number,
  weight: (unit: number, input: number) => number,
): Float64Array {
  const rows = deltas.length / units;
  const e = new Float64Array(rows * inputs);
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < units; unit++) {
      const delta = deltas[row * units + unit];
      if (delta === 0) continue;
      for (let input = 0; input < inputs; input++) e[row * inputs + input] += delta * weight(unit, input);
    }
  return e;
}

/** Every slip on the way back through layer `index` (from 0). */
export function propagationSlips(context: Context, index: number): PropagationSlip[] {
  const recorded = context.recorded.layers[index];
  return [...transposed(recorded), ...updated(context, recorded), ...paths(recorded)];
}

function transposed({ layer }: RecordedLayer): PropagationSlip[] {
  const { units, inputs, weights } = layer;
  if (units !== inputs || units === 1) return [];
  const apply = (deltas: Float64Array) =>
    passThrough(deltas, units, inputs, (unit, input) => weights[input * units + unit]);
  return [{ mistake: { code: 'transposed-weights' }, cost: 1, apply }];
}

function updated(context: Context, recorded: RecordedLayer): PropagationSlip[] {
  const { learningRate: eta, rows } = context;
  const { layer } = recorded;
  const slip = (
    per: 'batch' | 'block' | 'sample' | 'running',
    factor: number,
    cost: number,
    apply: PropagationSlip['apply'],
  ): PropagationSlip => ({
    mistake: { code: 'updated-weights', per, factor },
    cost,
    apply,
  });
  const through = (deltas: Float64Array, weights: ArrayLike<number>) =>
    passThrough(deltas, layer.units, layer.inputs, (unit, input) => weights[unit * layer.inputs + input]);
  const plain = (factor: number) => (deltas: Float64Array) => {
    const gradient = gradientOf(context, recorded, deltas);
    return through(
      deltas,
      layer.weights.map((w, i) => w - factor * eta * gradient[i]),
    );
  };
  const ownStep = (deltas: Float64Array) =>
    through(deltas, stepped(context, layer.weights, gradientOf(context, recorded, deltas)));
  const dataOnly = (deltas: Float64Array) => {
    const gradient = weightGradient(recorded, deltas);
    return through(
      deltas,
      layer.weights.map((w, i) => w - eta * gradient[i]),
    );
  };
  return [
    slip('batch', 1, 1.1, ownStep),
    ...(context.optimizer.type === 'sgd' ? [] : [slip('batch', 1, 1.2, plain(1))]),
    slip('batch', 1, 1.25, dataOnly),
    ...(rows > 1 ? [slip('batch', rows, 1.25, plain(rows))] : []),
    ...blockSizes(context).flatMap((size) => [
      slip(size === 1 ? 'sample' : 'block', 1, 1.2, inBlocks(context, recorded, size, false)),
      slip('running', 1, 1.25, inBlocks(context, recorded, size, true)),
    ]),
    slip('batch', -1, 1.3, plain(-1)),
    slip('batch', 1 / eta, 1.3, plain(1 / eta)),
  ];
}

/** One sample, and a mini-batch as configured. */
function blockSizes({ rows, batchSize }: Context): number[] {
  return [...new Set([1, batchSize ?? rows])].filter((size) => size < rows);
}

/**
 * Each block of samples goes through weights that its own mean gradient has already changed; `keeps`: and those of the
 * blocks before it.
 */
function inBlocks(
  { learningRate, rows }: Context,
  { layer, inputs }: RecordedLayer,
  size: number,
  keeps: boolean,
) {
  return (deltas: Float64Array): Float64Array => {
    const e = new Float64Array(rows * layer.inputs);
    let weights = Float64Array.from(layer.weights);
    for (let from = 0; from < rows; from += size) {
      const to = Math.min(from + size, rows);
      if (!keeps) weights = Float64Array.from(layer.weights);
      const rate = (learningRate * rows) / (to - from);
      forEachWeight(layer, from, to, (unit, input, row, at) => {
        weights[at] -= rate * deltas[row * layer.units + unit] * inputs[row * layer.inputs + input];
      });
      forEachWeight(layer, from, to, (unit, input, row, at) => {
        e[row * layer.inputs + input] += deltas[row * layer.units + unit] * weights[at];
      });
    }
    return e;
  };
}

function forEachWeight(
  { units, inputs }: RecordedLayer['layer'],
  from: number,
  to: number,
  visit: (unit: number, input: number, row: number, at: number) => void,
): void {
  for (let row = from; row < to; row++)
    for (let at = 0; at < units * inputs; at++) visit(Math.floor(at / inputs), at % inputs, row, at);
}

/** Δᵀ X, of the loss alone. */
export function weightGradient({ layer, inputs }: RecordedLayer, deltas: Float64Array): Float64Array {
  const gradient = new Float64Array(layer.weights.length);
  const rows = deltas.length / layer.units;
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < layer.units; unit++) {
      const delta = deltas[row * layer.units + unit];
      if (delta === 0) continue;
      for (let i = 0; i < layer.inputs; i++)
        gradient[unit * layer.inputs + i] += delta * inputs[row * layer.inputs + i];
    }
  return gradient;
}

/** Of the objective. */
export function gradientOf(
  { regularization }: Context,
  recorded: RecordedLayer,
  deltas: Float64Array,
): Float64Array {
  return weightGradient(recorded, deltas).map(
    (g, i) => g + penaltyOf(regularization, recorded.layer.weights[i]),
  );
}

/** A tensor after the optimiser's first step. */
export function stepped(
  { optimizer, learningRate }: Pick<Context, 'optimizer' | 'learningRate'>,
  values: ArrayLike<number>,
  gradient: Float64Array,
): Float64Array {
  const generation = () => ({
    values: Float64Array.from(values),
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

/** Paths cut singly past this many would be guesses at length. */
const mostPaths = 40;
const mostUnitPaths = 400;

/** The sum over the units behind cut to some of its paths. */
function paths({ layer }: RecordedLayer): PropagationSlip[] {
  const { units, inputs, weights } = layer;
  if (units === 1) return [];
  const slip = (
    from: number | null,
    to: number,
    { except = false, unit = null, cost = 1.1 }: { except?: boolean; unit?: number | null; cost?: number },
    kept: (path: number, input: number) => boolean,
  ): PropagationSlip => ({
    mistake: { code: 'single-path', from, to, except, unit },
    cost,
    apply: (deltas) =>
      passThrough(deltas, units, inputs, (path, input) =>
        kept(path, input) ? weights[path * inputs + input] : 0,
      ),
  });
  const slips = [slip(null, units, { cost: 1.2 }, (path, input) => path === input % units)];
  for (let k = 0; k < Math.min(units, mostPaths); k++) {
    slips.push(slip(k, k + 1, {}, (path) => path === k));
    if (units > 2) slips.push(slip(k, k + 1, { except: true, cost: 1.2 }, (path) => path !== k));
    if (k > 1 && k < units - 1) slips.push(slip(0, k, { cost: 1.3 }, (path) => path < k));
    if (k > 1 && k < units - 1) slips.push(slip(k, units, { cost: 1.3 }, (path) => path >= k));
  }
  for (let unit = 0; units * inputs <= mostUnitPaths && inputs > 1 && unit < inputs; unit++)
    for (let k = 0; k < units; k++)
      slips.push(slip(k, k + 1, { unit, cost: 1.4 }, (path, input) => input !== unit || path === k));
  return slips;
}
