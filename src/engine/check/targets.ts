import { splitBias, type SourcedTensor } from './splitBias.js';
import { informativeDecimals, type GivenGradients } from './givenGradients.js';
import { penaltyOf, type Context } from './mistakes/context.js';
import type { Mistake } from './mistakes/mistake.js';
import { float32, largestError, probesOf, share, type LayerTargets, type Target } from './mistakes/target.js';
import { WorkMeter } from './workMeter.js';
import type { TensorName } from './parameters.js';
import type { Recorded, RecordedLayer } from './record.js';
import { roundingErrors, type GradientErrors } from './rounding.js';
import type { Rounding } from './roundedRows.js';

/** A tensor that cannot be compared. */
export interface Misfit {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  readonly reason: 'shape' | 'absent';
  readonly given: readonly number[];
  readonly wanted: readonly number[];
}

export interface Targets {
  readonly layers: readonly LayerTargets[];
  readonly misfits: readonly Misfit[];
}

export function allTargets({ layers }: Targets): Target[] {
  return layers.flatMap(({ weights, bias }) => [weights, bias]).filter((target) => target !== null);
}

/** The rounding of float64, with a margin for another order of summation. */
const float64: Rounding = { absolute: 0, relative: 2 ** -49 };

/**
 * Returns the given numbers with the true ones and the tolerance for each. With `isTransposed`, matrices are read as
 * [inputs][units].
 */
export function* targetsOf(
  context: Context,
  given: GivenGradients,
  isTransposed = false,
  meter = new WorkMeter(),
): Generator<undefined, Targets> {
  const { recorded } = context;
  const fine = yield* roundingErrors(recorded, float64, meter);
  const relative = given.steps.relative + float32;
  const coarse = yield* roundingErrors(recorded, { absolute: given.steps.absolute, relative }, meter);
  const isByHand = given.steps.absolute > 0 || given.steps.relative > 0;
  const noise = isByHand
    ? yield* roundingErrors(recorded, { absolute: 0, relative: float32 }, meter)
    : coarse;
  const misfits: Misfit[] = [];
  const layers: LayerTargets[] = [];
  for (const [index, layer] of recorded.layers.entries()) {
    const { weights, bias } = recorded.gradients[index];
    const numbersOf = splitBias(given.layers[index] ?? { weights: null, bias: null }, layer, {
      weights: weights ?? [],
      bias,
    });
    const of = function* (tensor: TensorName): Generator<undefined, Target | null> {
      const numbers = numbersOf[tensor];
      if (!numbers || numbers.values.every((value) => Number.isNaN(value))) return null;
      const errors = { fine: fine[index], coarse: coarse[index], noise: noise[index] };
      const target = yield* targetOf(
        { context, recorded, layer, number: index + 1, tensor, relative, isTransposed, ...errors },
        numbers,
        meter,
      );
      if ('reason' in target) misfits.push(target);
      return 'reason' in target ? null : target;
    };
    layers.push({ weights: yield* of('weights'), bias: yield* of('bias') });
  }
  return { layers, misfits };
}

/** The work of one given number: its tolerances and its position in the order. */
const entryWork = 30;

interface Place {
  readonly context: Context;
  readonly recorded: Recorded;
  readonly layer: RecordedLayer;
  readonly number: number;
  readonly tensor: TensorName;
  readonly relative: number;
  readonly isTransposed: boolean;
  readonly fine: GradientErrors;
  readonly coarse: GradientErrors;
  readonly noise: GradientErrors;
}

type Found = Generator<undefined, Target | Misfit>;

function targetOf(place: Place, given: SourcedTensor, meter: WorkMeter): Found {
  return place.tensor === 'weights' ? weightsTarget(place, given, meter) : biasTarget(place, given, meter);
}

function* weightsTarget(place: Place, given: SourcedTensor, meter: WorkMeter): Found {
  const { layer, recorded, number, context, relative, isTransposed, fine, coarse, noise } = place;
  const { units, inputs, weights } = layer.layer;
  const gradient = recorded.gradients[number - 1].weights ?? new Float64Array(weights.length);
  const truth = new Float64Array(gradient);
  const [coarseErrors, noiseErrors] = [coarse.weights.slice(), noise.weights.slice()];
  for (let i = 0; i < truth.length; i++) {
    if (meter.spend(3)) yield undefined;
    const penalty = penaltyOf(context.regularization, weights[i]);
    truth[i] += penalty;
    // The penalty and its sum with the gradient are rounded as well.
    const size = Math.abs(penalty) + (penalty === 0 ? 0 : Math.abs(truth[i]));
    coarseErrors[i] += relative * size;
    noiseErrors[i] += float32 * size;
  }
  const make = (numbers: Numbers, forced: Mistake | null) =>
    target(
      place,
      {
        columns: inputs,
        truth,
        fine: fine.weights,
        coarse: coarseErrors,
        noise: noiseErrors,
        numbers,
        forced,
        rows: null,
      },
      meter,
    );
  const isTurned = isShape(given.shape, [inputs, units]);
  if (isShape(given.shape, [units, inputs]) && !(isTransposed && isTurned)) return yield* make(given, null);
  if (isTurned) {
    const entries = Int32Array.from(given.values, (_, i) => (i % inputs) * units + Math.floor(i / inputs));
    const turn = (values: ArrayLike<number>) => Float64Array.from(entries, (entry) => values[entry]);
    const turned: Numbers = {
      ...given,
      values: turn(given.values),
      rounding: turn(given.rounding),
      source: {
        tensor: given.source?.tensor ?? 'weights',
        entries: given.source ? turn(given.source.entries) : entries,
      },
    };
    return yield* make(
      turned,
      isTransposed ? null : { code: 'transposed-gradient', reshaped: false, of: 'tensor' },
    );
  }
  const isRow = units === 1 && isShape(given.shape, [inputs]);
  const isColumn = inputs === 1 && isShape(given.shape, [units]);
  const isSingle = units === 1 && inputs === 1 && given.values.length === 1;
  if (isRow || isColumn || isSingle) return yield* make(given, null);
  return { layer: number, tensor: 'weights', reason: 'shape', given: given.shape, wanted: [units, inputs] };
}

function* biasTarget(place: Place, given: SourcedTensor, meter: WorkMeter): Found {
  const { layer, recorded, number, fine, coarse, noise } = place;
  const { units, bias, biasShared } = layer.layer;
  const wanted = biasShared ? [] : [units];
  const gradient = recorded.gradients[number - 1].bias;
  if (!bias || !gradient)
    return { layer: number, tensor: 'bias', reason: 'absent', given: given.shape, wanted: [] };
  const sum = (values: Float64Array) => Float64Array.of(values.reduce((total, value) => total + value, 0));
  const truth = Float64Array.from(gradient);
  const make = (numbers: Numbers, more: Partial<Pick<Parts, 'forced' | 'rows' | 'truth'>> = {}) => {
    const isOne = biasShared && !more.forced;
    const errors = {
      fine: isOne ? sum(fine.bias) : fine.bias,
      coarse: isOne ? sum(coarse.bias) : coarse.bias,
      noise: isOne ? sum(noise.bias) : noise.bias,
    };
    return target(
      place,
      { columns: units, truth, numbers, forced: null, rows: null, ...errors, ...more },
      meter,
    );
  };
  const forced = (of: 'rows' | 'units'): Mistake => ({ code: 'bias-not-summed', of, index: null });
  if (biasShared && given.values.length === 1) return yield* make(given);
  if (!biasShared && given.values.length === units && given.shape.every((n) => n === 1 || n === units))
    return yield* make(given);
  if (biasShared && given.values.length === units) {
    return yield* make(given, { forced: forced('units'), truth: new Float64Array(units).fill(gradient[0]) });
  }
  if (isShape(given.shape, [recorded.rows, units])) {
    const first = {
      ...given,
      values: given.values.slice(0, units),
      rounding: given.rounding.slice(0, units),
    };
    const repeated = biasShared ? new Float64Array(units).fill(gradient[0]) : truth;
    return yield* make(first, { forced: forced('rows'), rows: given, truth: repeated });
  }
  return { layer: number, tensor: 'bias', reason: 'shape', given: given.shape, wanted };
}

function isShape(shape: readonly number[], wanted: readonly number[]): boolean {
  return shape.length === wanted.length && shape.every((n, i) => n === wanted[i]);
}

type Numbers = Pick<SourcedTensor, 'values' | 'rounding' | 'source' | 'assumed'>;

interface Parts {
  readonly columns: number;
  readonly truth: Float64Array;
  readonly fine: Float64Array;
  readonly coarse: Float64Array;
  readonly noise: Float64Array;
  readonly numbers: Numbers;
  readonly forced: Mistake | null;
  readonly rows: SourcedTensor | null;
}

function* target(
  { number, tensor, relative }: Place,
  { columns, truth, fine, coarse, noise: noiseErrors, numbers, forced, rows }: Parts,
  meter: WorkMeter,
): Generator<undefined, Target> {
  const { values: given, rounding, source, assumed = null } = numbers;
  const buffer = () => new Float64Array(given.length);
  const [strict, lax, noise] = [buffer(), buffer(), buffer()];
  const most = assumed && assumed.decimals < informativeDecimals ? share : Infinity;
  const [strictlyWrong, rest, wrong, undecided]: number[][] = [[], [], [], []];
  let largestEntry = -1;
  for (let i = 0; i < given.length; i++) {
    if (meter.spend(entryWork)) yield undefined;
    strict[i] = rounding[i] * (1 + 1e-6) + fine[i];
    lax[i] = strict[i] + coarse[i];
    noise[i] = fine[i] + noiseErrors[i];
    if (Number.isNaN(given[i])) continue;
    const off = Math.abs(given[i] - truth[i]);
    const size = Math.abs(truth[i]);
    const limit = largestError({ most }, size, noise[i]);
    (off <= Math.min(strict[i], limit) ? rest : strictlyWrong).push(i);
    if (forced || !(off <= Math.min(lax[i], limit))) wrong.push(i);
    else if (off > noise[i] + share * size) undecided.push(i);
    if (largestEntry < 0 || Math.abs(truth[i]) > Math.abs(truth[largestEntry])) largestEntry = i;
  }
  const entries = [...strictlyWrong, ...rest];
  return {
    layer: number, tensor, columns, relative, given, truth, strict, lax, noise, forced, rows, wrong, strictlyWrong, undecided, source, assumed, most,
    entries, probes: probesOf(entries),
    largest: Math.abs(truth[largestEntry] ?? 0), largestEntry,
  }; // prettier-ignore
}
