import type { GivenLayer, GivenTensor } from './givenGradients.js';
import type { RecordedLayer } from './record.js';

/** A given tensor with the position of each number in the tensor it was given in. */
export interface SourcedTensor extends GivenTensor {
  readonly source: { readonly tensor: 'weights' | 'bias'; readonly entries: ArrayLike<number> } | null;
}

export interface SourcedLayer {
  readonly weights: SourcedTensor | null;
  readonly bias: SourcedTensor | null;
}

/**
 * Splits weights that include the bias as an additional column, or as an additional row of their transpose, first or
 * last. The side on which the numbers are closer to the true bias is chosen. Anything else is returned unchanged.
 */
export function splitBias(
  { weights, bias }: GivenLayer,
  { layer }: RecordedLayer,
  truth: { readonly weights: ArrayLike<number>; readonly bias: ArrayLike<number> | null },
): SourcedLayer {
  const { units, inputs, biasShared } = layer;
  const asGiven = {
    weights: weights && { ...weights, source: null },
    bias: bias && { ...bias, source: null },
  };
  if (!weights || bias || !truth.bias || (biasShared && units > 1)) return asGiven;
  const [rows, columns] = weights.shape.length === 1 ? [1, weights.shape[0]] : weights.shape;
  if (weights.shape.length === 0 || weights.shape.length > 2) return asGiven;
  const isColumn = rows === units && columns === inputs + 1;
  const isRow = rows === inputs + 1 && columns === units;
  if (!isColumn && !isRow) return asGiven;
  const ways = [true, false].map((last) => split(weights, { units, inputs, isColumn, last }));
  const offBy = (way: { readonly weights: SourcedTensor; readonly bias: SourcedTensor }) =>
    isColumn
      ? distance(way.weights.values, truth.weights) + distance(way.bias.values, truth.bias ?? [])
      : distance(way.bias.values, truth.bias ?? []);
  return offBy(ways[1]) < offBy(ways[0]) ? ways[1] : ways[0];
}

interface Layout {
  readonly units: number;
  readonly inputs: number;
  readonly isColumn: boolean;
  readonly last: boolean;
}

function split(given: GivenTensor, { units, inputs, isColumn, last }: Layout) {
  const skipped = last ? 0 : 1;
  const at = (unit: number, input: number) => (isColumn ? unit * (inputs + 1) + input : input * units + unit);
  const weights = Int32Array.from({ length: units * inputs }, (_, i) =>
    isColumn
      ? at(Math.floor(i / inputs), (i % inputs) + skipped)
      : at(i % units, Math.floor(i / units) + skipped),
  );
  const bias = Int32Array.from({ length: units }, (_, unit) => at(unit, last ? inputs : 0));
  return {
    weights: picked(given, weights, isColumn ? [units, inputs] : [inputs, units]),
    bias: picked(given, bias, [units]),
  };
}

function picked(given: GivenTensor, entries: Int32Array, shape: readonly number[]): SourcedTensor {
  return {
    shape,
    values: Float64Array.from(entries, (entry) => given.values[entry]),
    rounding: Float64Array.from(entries, (entry) => given.rounding[entry]),
    ...(given.assumed && { assumed: given.assumed }),
    source: { tensor: 'weights', entries },
  };
}

function distance(values: Float64Array, truth: ArrayLike<number>): number {
  return values.reduce((sum, value, i) => (Number.isNaN(value) ? sum : sum + Math.abs(value - truth[i])), 0);
}
