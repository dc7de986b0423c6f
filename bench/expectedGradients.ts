import { gradients } from '../src/engine/pass/gradients.js';
import type { Matrix, Network } from '../src/engine/model/network.js';
import type { LossName } from '../src/engine/model/spec.js';
import type { ProblemData } from './problem.js';

/** What a library computes where it does not support the problem as it is. */
export interface Variant {
  /** The activation of every layer. */
  readonly activations: readonly string[];
  readonly loss: LossName;
  /** The factor between its loss and ours. */
  readonly lossScale: number;
  /** The number of rows it uses; a library that updates after each sample is compared on the first one. */
  readonly rows: number;
  readonly biasTrained: boolean;
}

/** The largest error of a gradient, relative to the largest gradient of its tensor. */
export const tolerances = { float64: 1e-9, float32: 1e-4 } as const;

/** Computes gradients with this engine's plain loops in float64: weights and bias of each layer, null where not trained. */
export function expectedGradients(data: ProblemData, variant?: Variant): (Float64Array | null)[] {
  const { problem } = data;
  const rows = variant?.rows ?? problem.rows;
  const matrix = (values: Float64Array, columns: number): Matrix => ({
    rows,
    columns,
    values: values.subarray(0, rows * columns),
  });
  const scale = variant?.lossScale ?? 1;
  const { layers } = gradients(networkOf(data, variant), {
    inputs: matrix(data.inputs, problem.inputs),
    targets: matrix(data.targets, problem.layers[problem.layers.length - 1].units),
  });
  const scaled = (values: ArrayLike<number> | null) => values && Float64Array.from(values, (g) => scale * g);
  return layers.flatMap(({ weights, bias }) => [scaled(weights), scaled(bias)]);
}

function networkOf({ problem, parameters }: ProblemData, variant?: Variant): Network {
  let from = 0;
  const take = (count: number) => parameters.subarray(from, (from += count));
  return {
    inputs: problem.inputs,
    precision: 'float64',
    layers: problem.layers.map(({ inputs, units, activation, biasTrained }, i) => ({
      inputs,
      units,
      activation: variant?.activations[i] ?? activation,
      weights: take(units * inputs),
      weightsTrainable: true,
      bias: take(units),
      biasShared: false,
      biasTrainable: variant?.biasTrained ?? biasTrained,
      dropout: 0,
    })),
    loss: variant?.loss ?? problem.loss,
    reduction: 'mean',
    classWeights: null,
    functions: {},
  };
}

/** Returns where gradients are wrong, or null. `given` holds weights and bias of all layers in a row. */
export function wrongGradient(
  expected: readonly (Float64Array | null)[],
  lengths: readonly number[],
  given: Float64Array,
  tolerance: number,
): string | null {
  let from = 0;
  for (const [tensor, length] of lengths.entries()) {
    const truth = expected[tensor];
    const values = given.subarray(from, (from += length));
    const found = truth && worst(truth, values, tolerance);
    if (found) return `${tensor % 2 ? 'bias' : 'weights'} of layer ${(tensor >> 1) + 1}: ${found}`;
  }
  return from === given.length ? null : `${given.length} numbers in place of ${from}`;
}

function worst(truth: Float64Array, values: Float64Array, tolerance: number): string | null {
  const largest = truth.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 'there is no gradient to compare';
  const at = truth.findIndex((value, i) => !(Math.abs(values[i] - value) <= tolerance * largest));
  return at === -1 ? null : `${values[at]} in place of ${truth[at]} at ${at}`;
}
