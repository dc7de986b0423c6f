import type { Floats, Layer } from '../../model/network.js';
import { slotsOf, updateOf } from '../../training/optimizers.js';
import type { RecordedLayer } from '../record.js';
import { penaltyOf, type Context } from './context.js';
import type { Mistake } from './mistake.js';
import type { WorkMeter } from '../workMeter.js';

/** A way to compute e, the gradient with respect to a layer's inputs, from its δ. */
export interface PropagationCandidate {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly apply: (deltas: Float64Array, meter: WorkMeter) => Generator<undefined, Float64Array>;
}

/** Computes e = Δ W, which is the right way. */
export function passBack(
  { layer }: RecordedLayer,
  deltas: Float64Array,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  return passThrough(layer, deltas, layer.weights, meter);
}

/** Computes e = Δ C with other coefficients in place of the weights, [units][inputs]. */
export function* passThrough(
  { units, inputs }: Pick<Layer, 'units' | 'inputs'>,
  deltas: Float64Array,
  coefficients: ArrayLike<number>,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const rows = deltas.length / units;
  const e = new Float64Array(rows * inputs);
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < units; unit++) {
      const delta = deltas[row * units + unit];
      if (delta === 0) continue;
      if (meter.spend(inputs)) yield undefined;
      for (let input = 0; input < inputs; input++)
        e[row * inputs + input] += delta * coefficients[unit * inputs + input];
    }
  return e;
}

/** Returns every mistake in the backward pass through layer `index` (from 0). */
export function propagationCandidates(context: Context, index: number): PropagationCandidate[] {
  const recorded = context.recorded.layers[index];
  return [...transposed(recorded), ...updated(context, recorded), ...paths(recorded)];
}

function transposed({ layer }: RecordedLayer): PropagationCandidate[] {
  const { units, inputs, weights } = layer;
  if (units !== inputs || units === 1) return [];
  return [
    {
      mistake: { code: 'transposed-weights' },
      cost: 1,
      apply: through(layer, (unit, input) => weights[input * units + unit]),
    },
  ];
}

/** Passes δ through coefficients computed from the weights. */
function through(
  layer: Layer,
  coefficient: (unit: number, input: number) => number,
): PropagationCandidate['apply'] {
  const { units, inputs } = layer;
  return function* (deltas, meter) {
    const coefficients = new Float64Array(units * inputs);
    for (let unit = 0; unit < units; unit++) {
      if (meter.spend(inputs)) yield undefined;
      for (let input = 0; input < inputs; input++)
        coefficients[unit * inputs + input] = coefficient(unit, input);
    }
    return yield* passThrough(layer, deltas, coefficients, meter);
  };
}

function updated(context: Context, recorded: RecordedLayer): PropagationCandidate[] {
  const { learningRate: eta, rows, regularization } = context;
  const { layer } = recorded;
  const candidate = (
    per: 'batch' | 'block' | 'sample' | 'running',
    factor: number,
    cost: number,
    apply: PropagationCandidate['apply'],
  ): PropagationCandidate => ({
    mistake: { code: 'updated-weights', per, factor },
    cost,
    apply,
  });
  const after = (update: (gradient: Float64Array) => Floats): PropagationCandidate['apply'] =>
    function* (deltas, meter) {
      const gradient = yield* weightGradient(recorded, deltas, meter);
      if (meter.spend(stepWork * gradient.length)) yield undefined;
      return yield* passThrough(layer, deltas, update(gradient), meter);
    };
  const objective = (gradient: Float64Array) =>
    gradient.map((g, i) => g + penaltyOf(regularization, layer.weights[i]));
  const plain = (factor: number) =>
    after((gradient) =>
      layer.weights.map((w, i) => w - factor * eta * (gradient[i] + penaltyOf(regularization, w))),
    );
  return [
    candidate(
      'batch',
      1,
      1.1,
      after((gradient) => stepped(context, layer.weights, objective(gradient))),
    ),
    ...(context.optimizer.type === 'sgd' ? [] : [candidate('batch', 1, 1.2, plain(1))]),
    candidate(
      'batch',
      1,
      1.25,
      after((gradient) => layer.weights.map((w, i) => w - eta * gradient[i])),
    ),
    ...(rows > 1 ? [candidate('batch', rows, 1.25, plain(rows))] : []),
    ...blockSizes(context).flatMap((size) => [
      candidate(size === 1 ? 'sample' : 'block', 1, 1.2, inBlocks(context, recorded, size, false)),
      candidate('running', 1, 1.25, inBlocks(context, recorded, size, true)),
    ]),
    candidate('batch', -1, 1.3, plain(-1)),
    candidate('batch', 1 / eta, 1.3, plain(1 / eta)),
  ];
}

/** The work of an optimizer's step of one weight. */
const stepWork = 10;

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
  { layer, inputs: x }: RecordedLayer,
  size: number,
  keeps: boolean,
): PropagationCandidate['apply'] {
  const { units, inputs } = layer;
  return function* (deltas, meter) {
    const e = new Float64Array(rows * inputs);
    const weights = Float64Array.from(layer.weights);
    for (let from = 0; from < rows; from += size) {
      const to = Math.min(from + size, rows);
      if (!keeps) weights.set(layer.weights);
      // δ contains the factor 1/N of a mean over all the rows.
      const rate = recorded.network.reduction === 'sum' ? learningRate : (learningRate * rows) / (to - from);
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
    return e;
  };
}

/** Computes Δᵀ X, the gradient of the loss without the penalty. */
export function* weightGradient(
  { layer, inputs }: RecordedLayer,
  deltas: Float64Array,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const gradient = new Float64Array(layer.weights.length);
  const rows = deltas.length / layer.units;
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < layer.units; unit++) {
      const delta = deltas[row * layer.units + unit];
      if (delta === 0) continue;
      if (meter.spend(layer.inputs)) yield undefined;
      for (let i = 0; i < layer.inputs; i++)
        gradient[unit * layer.inputs + i] += delta * inputs[row * layer.inputs + i];
    }
  return gradient;
}

/** Computes the gradient of the objective. */
export function* gradientOf(
  { regularization }: Context,
  recorded: RecordedLayer,
  deltas: Float64Array,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const gradient = yield* weightGradient(recorded, deltas, meter);
  return gradient.map((g, i) => g + penaltyOf(regularization, recorded.layer.weights[i]));
}

/** Returns a tensor after the optimizer's first step. */
export function stepped(
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

/** The largest number of paths that are tried one by one. With more, a match would be arbitrary. */
const mostPaths = 40;
const mostUnitPaths = 400;

/** Returns the mistakes where the sum over the units is restricted to some of its paths. */
function paths({ layer }: RecordedLayer): PropagationCandidate[] {
  const { units, inputs, weights } = layer;
  if (units === 1) return [];
  const candidate = (
    from: number | null,
    to: number,
    { except = false, unit = null, cost = 1.1 }: { except?: boolean; unit?: number | null; cost?: number },
    kept: (path: number, input: number) => boolean,
  ): PropagationCandidate => ({
    mistake: { code: 'single-path', from, to, except, unit },
    cost,
    apply: through(layer, (path, input) => (kept(path, input) ? weights[path * inputs + input] : 0)),
  });
  const candidates = [candidate(null, units, { cost: 1.2 }, (path, input) => path === input % units)];
  for (let k = 0; k < Math.min(units, mostPaths); k++) {
    candidates.push(candidate(k, k + 1, {}, (path) => path === k));
    if (units > 2) candidates.push(candidate(k, k + 1, { except: true, cost: 1.2 }, (path) => path !== k));
    if (k > 1 && k < units - 1) candidates.push(candidate(0, k, { cost: 1.3 }, (path) => path < k));
    if (k > 1 && k < units - 1) candidates.push(candidate(k, units, { cost: 1.3 }, (path) => path >= k));
  }
  for (let unit = 0; units * inputs <= mostUnitPaths && inputs > 1 && unit < inputs; unit++)
    for (let k = 0; k < units; k++)
      candidates.push(
        candidate(k, k + 1, { unit, cost: 1.4 }, (path, input) => input !== unit || path === k),
      );
  return candidates;
}
