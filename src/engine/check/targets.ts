import type { GivenGradients, GivenTensor } from './given.js';
import { penaltyOf, type Context } from './mistakes/context.js';
import type { Mistake } from './mistakes/mistake.js';
import type { LayerTargets } from './mistakes/search.js';
import type { Target } from './mistakes/target.js';
import type { TensorName } from './parameters.js';
import type { Recorded, RecordedLayer } from './record.js';
import { roundingErrors, type GradientErrors, type Rounding } from './rounding.js';

/** A tensor that cannot be compared. */
export interface Misfit {
  /** From 1. */
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

/** Of float64, with room for another order of summation. */
const float64: Rounding = { absolute: 0, relative: 2 ** -49 };
/** Of numbers computed in float32 anywhere on the way. */
const float32 = 2 ** -22;

/** The given numbers beside the true ones, with the tolerance for each. */
export function* targetsOf(context: Context, given: GivenGradients): Generator<undefined, Targets> {
  const { recorded } = context;
  const fine = yield* roundingErrors(recorded, float64);
  const relative = given.steps.relative + float32;
  const coarse = yield* roundingErrors(recorded, { absolute: given.steps.absolute, relative });
  const misfits: Misfit[] = [];
  const layers = recorded.layers.map((layer, index): LayerTargets => {
    const of = (tensor: TensorName) => {
      const numbers = given.layers[index]?.[tensor] ?? null;
      if (!numbers || numbers.values.every((value) => Number.isNaN(value))) return null;
      const target = targetOf(
        {
          context,
          recorded,
          layer,
          number: index + 1,
          tensor,
          relative,
          fine: fine[index],
          coarse: coarse[index],
        },
        numbers,
      );
      if ('reason' in target) misfits.push(target);
      return 'reason' in target ? null : target;
    };
    return { weights: of('weights'), bias: of('bias') };
  });
  return { layers, misfits };
}

interface Place {
  readonly context: Context;
  readonly recorded: Recorded;
  readonly layer: RecordedLayer;
  readonly number: number;
  readonly tensor: TensorName;
  readonly relative: number;
  readonly fine: GradientErrors;
  readonly coarse: GradientErrors;
}

function targetOf(place: Place, given: GivenTensor): Target | Misfit {
  return place.tensor === 'weights' ? weightsTarget(place, given) : biasTarget(place, given);
}

function weightsTarget(place: Place, given: GivenTensor): Target | Misfit {
  const { layer, recorded, number, context, fine, coarse } = place;
  const { units, inputs, weights } = layer.layer;
  const gradient = recorded.gradients[number - 1].weights ?? new Float64Array(weights.length);
  const truth = Float64Array.from(gradient, (g, i) => g + penaltyOf(context.regularization, weights[i]));
  const make = (numbers: Numbers, forced: Mistake | null) =>
    target(place, {
      columns: inputs,
      truth,
      fine: fine.weights,
      coarse: coarse.weights,
      numbers,
      forced,
      rows: null,
    });
  if (isShape(given.shape, [units, inputs])) return make(given, null);
  if (isShape(given.shape, [inputs, units])) {
    const turn = (values: Float64Array) =>
      values.map((_, i) => values[(i % inputs) * units + Math.floor(i / inputs)]);
    const turned = { values: turn(given.values), rounding: turn(given.rounding) };
    return make(turned, { code: 'transposed-gradient', reshaped: false });
  }
  const isRow = units === 1 && isShape(given.shape, [inputs]);
  const isColumn = inputs === 1 && isShape(given.shape, [units]);
  if (isRow || isColumn) return make(given, null);
  return { layer: number, tensor: 'weights', reason: 'shape', given: given.shape, wanted: [units, inputs] };
}

function biasTarget(place: Place, given: GivenTensor): Target | Misfit {
  const { layer, recorded, number, fine, coarse } = place;
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
    };
    return target(place, { columns: units, truth, numbers, forced: null, rows: null, ...errors, ...more });
  };
  const forced = (of: 'rows' | 'units'): Mistake => ({ code: 'bias-not-summed', of, index: null });
  if (biasShared && given.values.length === 1) return make(given);
  if (!biasShared && given.values.length === units && given.shape.every((n) => n === 1 || n === units))
    return make(given);
  if (biasShared && given.values.length === units) {
    return make(given, { forced: forced('units'), truth: new Float64Array(units).fill(gradient[0]) });
  }
  if (isShape(given.shape, [recorded.rows, units])) {
    const first = { values: given.values.slice(0, units), rounding: given.rounding.slice(0, units) };
    const repeated = biasShared ? new Float64Array(units).fill(gradient[0]) : truth;
    return make(first, { forced: forced('rows'), rows: given, truth: repeated });
  }
  return { layer: number, tensor: 'bias', reason: 'shape', given: given.shape, wanted };
}

function isShape(shape: readonly number[], wanted: readonly number[]): boolean {
  return shape.length === wanted.length && shape.every((n, i) => n === wanted[i]);
}

type Numbers = Pick<GivenTensor, 'values' | 'rounding'>;

interface Parts {
  readonly columns: number;
  readonly truth: Float64Array;
  readonly fine: Float64Array;
  readonly coarse: Float64Array;
  readonly numbers: Numbers;
  readonly forced: Mistake | null;
  readonly rows: GivenTensor | null;
}

function target(
  { number, tensor, relative }: Place,
  { columns, truth, fine, coarse, numbers, forced, rows }: Parts,
): Target {
  const { values: given, rounding } = numbers;
  const strict = given.map((_, i) => rounding[i] * (1 + 1e-6) + fine[i]);
  const lax = strict.map((tolerance, i) => tolerance + coarse[i]);
  const all = [...given.keys()].filter((i) => !Number.isNaN(given[i]));
  const outside = (tolerance: Float64Array) =>
    all.filter((i) => !(Math.abs(given[i] - truth[i]) <= tolerance[i]));
  const strictlyWrong = outside(strict);
  const isStrictlyWrong = new Set(strictlyWrong);
  const wrong = forced ? all : outside(lax);
  const largestEntry = all.reduce(
    (most, i) => (Math.abs(truth[i]) > Math.abs(truth[most]) ? i : most),
    all[0],
  );
  const rest = all.filter((i) => !isStrictlyWrong.has(i));
  return {
    layer: number, tensor, columns, relative, given, truth, strict, lax, forced, rows, wrong, strictlyWrong,
    entries: [...strictlyWrong, ...rest],
    largest: Math.abs(truth[largestEntry] ?? 0), largestEntry,
  }; // prettier-ignore
}
