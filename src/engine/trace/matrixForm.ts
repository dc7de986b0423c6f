import type { Floats, Matrix } from '../model/network.js';
import type { Trace } from './trace.js';

/**
 * A layer's affine part for the whole batch, Y = X Wᵀ + b, and its backward pass; the N rows are the samples. Gradients
 * are those of each sample's error, as the steps show them, except `dWeights` and `dBias`, which are summed over the batch
 * and divided by N.
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
  /** ∂E/∂W = (1/N) Δᵀ X: [units][inputs] */
  readonly dWeights: Matrix | null;
  /** ∂E/∂b = (1/N) Σ_n Δ_n, in the shape of b */
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
    dWeights: deltas && filled(units, inputs, (unit, input) => q.meanWeightGradient(layer, unit, input)),
    dBias: deltas && bias && biasGradient(deltas, rows, units, biasShared),
  };
}

function biasGradient(deltas: Floats, rows: number, units: number, shared: boolean): Matrix {
  const sums = new Float64Array(shared ? 1 : units);
  deltas.forEach((delta, i) => (sums[shared ? 0 : i % units] += delta));
  return matrix(
    1,
    sums.length,
    sums.map((sum) => sum / rows),
  );
}

const matrix = (rows: number, columns: number, values: Floats): Matrix => ({ rows, columns, values });

function filled(rows: number, columns: number, value: (row: number, column: number) => number): Matrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i++) values[i] = value(Math.floor(i / columns), i % columns);
  return matrix(rows, columns, values);
}
