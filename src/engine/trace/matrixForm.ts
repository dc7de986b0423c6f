import type { Floats, Matrix } from '../model/network.js';
import type { Quantities } from './passQuantities.js';
import type { Trace } from './trace.js';

/**
 * A layer's affine part for the whole batch, Y = X Wᵀ + b, and its backward pass; the N rows are the samples. Gradients
 * are those of each sample's error, as the steps show them, except `dWeights` and `dBias`, which are those of the batch's:
 * the mean or the sum over the samples, each times the weight ω of its class.
 */
export interface MatrixForm {
  /** X: [N][inputs] */
  readonly inputs: Matrix;
  /** W: [units][inputs] */
  readonly weights: Matrix;
  /** b: [1][units], or [1][1] where the units share it; null where the layer has no bias. */
  readonly bias: Matrix | null;
  /** Y: [N][units] */
  readonly nets: Matrix;
  readonly outputs: Matrix;
  /** ∂E/∂Y = Δ: [N][units]. It and all that follows are null in a layer that the backward pass does not reach. */
  readonly dNets: Matrix | null;
  /** ∂E/∂X = Δ W: [N][inputs] */
  readonly dInputs: Matrix | null;
  /** ∂E/∂W = (1/N) Δᵀ X, or without 1/N for a sum: [units][inputs] */
  readonly dWeights: Matrix | null;
  /** ∂E/∂b = (1/N) Σ_n Δ_n, or without 1/N for a sum, in the shape of b */
  readonly dBias: Matrix | null;
}

/** Returns the matrix form of a layer, counted from 1. */
export function matrixForm({ quantities: q }: Trace, layer: number): MatrixForm {
  const { units, inputs, weights, bias, biasShared } = q.layer(layer);
  const { batch } = q;
  const { rows } = batch;
  const forward = batch.forward(layer);
  const reached = q.layout.indexOf({ quantity: 'delta', layer, unit: 0, part: null }) !== null;
  const deltas = reached ? batch.backward(layer).deltas : null;
  return {
    inputs: matrix(rows, inputs, batch.inputs(layer)),
    weights: matrix(units, inputs, weights),
    bias: bias && matrix(1, bias.length, bias),
    nets: matrix(rows, units, forward.nets),
    outputs: matrix(rows, units, forward.outputs),
    dNets: deltas && matrix(rows, units, deltas),
    dInputs: deltas && matrix(rows, inputs, batch.inputGradients(layer)),
    dWeights: deltas && filled(units, inputs, (unit, input) => q.batchWeightGradient(layer, unit, input)),
    dBias: deltas && bias && biasGradient(q, deltas, units, biasShared),
  };
}

function biasGradient(q: Quantities, deltas: Floats, units: number, shared: boolean): Matrix {
  const sums = new Float64Array(shared ? 1 : units);
  deltas.forEach((delta, i) => (sums[shared ? 0 : i % units] += q.weightOf(Math.floor(i / units)) * delta));
  const divisor = q.batchDivisor ?? 1;
  return matrix(
    1,
    sums.length,
    sums.map((sum) => sum / divisor),
  );
}

const matrix = (rows: number, columns: number, values: Floats): Matrix => ({ rows, columns, values });

function filled(rows: number, columns: number, value: (row: number, column: number) => number): Matrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i++) values[i] = value(Math.floor(i / columns), i % columns);
  return matrix(rows, columns, values);
}
