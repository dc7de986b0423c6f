import { gradients } from '../src/engine/gradients.js';
import type { Matrix, Network } from '../src/engine/network.js';
import type { LossName } from '../src/engine/spec.js';
import type { ProblemData } from './problem.js';

/** What a library computes where it cannot do just what is asked. */
export interface Variant {
  /** Of every layer. */
  readonly activations: readonly string[];
  readonly loss: LossName;
  /** Its loss is that many times ours. */
  readonly lossScale: number;
  /** It goes by single samples: the first one is compared. */
  readonly rows: number;
  readonly biasTrained: boolean;
}

/** A tensor's gradients must be that near, measured by its largest one. */
export const tolerances = { float64: 1e-9, float32: 1e-4 } as const;

/** Gradients by this engine's plain loops in float64; null for what is not trained. Weights and bias of each layer. */
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
    functions: {},
  };
}

/** Where someone's gradients are wrong, or null. `given` has all layers' weights and biases one after the other. */
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
