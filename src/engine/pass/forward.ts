import type { Forward } from '../training/backend.js';
import type { Samples } from '../model/dataset.js';
import { drawFactors } from './dropout.js';
import { floats } from '../model/initialize.js';
import { affine } from '../maths/products.js';
import type { Floats, Matrix, Network } from '../model/network.js';
import { cut, drain, quantum, type Piece } from '../pacing.js';
import { createPass, type ChunkRows, type LayerPass, type Pass } from './pass.js';
import { createSweep, sweepRows } from './sweep.js';

/** A layer's values for a batch; both are [rows][units]. */
export interface LayerValues {
  /** The net inputs X Wᵀ + b. */
  readonly nets: Matrix;
  /** The activation of the net inputs. */
  readonly outputs: Matrix;
}

/** Computes every layer's net inputs and outputs for a batch, as for prediction: without dropout. */
export function forward(network: Network, inputs: Matrix): LayerValues[] {
  const samples = inputsOnly(network, inputs);
  const pass = createPass(network, samples, { rows: inputs.rows, reordered: false, training: false });
  const results = network.layers.map(({ units }) => ({
    nets: emptyMatrix(network, inputs.rows, units),
    outputs: emptyMatrix(network, inputs.rows, units),
  }));
  const keep = () => {
    pass.layers.forEach(({ nets, outputs }, index) => {
      copyChunk(pass, nets.values, results[index].nets);
      copyChunk(pass, outputs.values, results[index].outputs);
    });
  };
  const sweep = createSweep(pass, [...forwardPieces(pass), { work: 0, run: keep }]);
  drain(sweepRows(sweep, 0, inputs.rows, { left: quantum }));
  return results;
}

/** Returns samples with these inputs and targets of 0, of which only the outputs are needed. */
export function inputsOnly({ precision }: Network, inputs: Matrix): Samples {
  return { inputs, targets: { rows: inputs.rows, columns: 0, values: floats(precision, 0) } };
}

export function emptyMatrix({ precision }: Network, rows: number, columns: number): Matrix {
  return { rows, columns, values: floats(precision, rows * columns) };
}

/** Copies the rows of a chunk to their place in the whole matrix. */
export function copyChunk({ start, rows }: Pass, values: Floats, whole: Matrix): void {
  whole.values.set(values.subarray(0, rows * whole.columns), start * whole.columns);
}

/** Returns the pieces of a chunk's forward pass. The plain loops compute every layer's values, a backend only the last one's. */
export function forwardPieces(pass: Pass, forward: Forward | null = null): Piece[] {
  const { inputs, targets, samples } = pass;
  const copy = rowPieces(pass, inputs.columns + targets.columns, (from, to) => {
    copyRows(pass, samples.inputs, inputs, from, to);
    copyRows(pass, samples.targets, targets, from, to);
  });
  const layers = forward
    ? [{ work: forwardWork(pass), run: () => forward(pass) }]
    : pass.layers.flatMap((layer, index) => layerPieces(pass, layer, index));
  return inputs.copied || targets.copied ? [...copy, ...layers] : layers;
}

/** Returns the approximate work of a backend's forward pass: a tenth of that of the plain loops. */
function forwardWork({ layers, capacity }: Pass): number {
  return 0.1 * capacity * layers.reduce((sum, { layer }) => sum + layer.weights.length, 0);
}

/** Returns the pieces that add a chunk's loss to that of the batch. */
export function lossPieces(pass: Pass): Piece[] {
  return rowPieces(pass, pass.loss.work * pass.output.columns, (from, to) => {
    pass.lossSum += pass.loss.sum(pass.output, from, to);
  });
}

/** Returns pieces over the rows of a chunk, which may have fewer rows than its capacity. */
export function rowPieces(pass: Pass, workEach: number, run: (from: number, to: number) => void): Piece[] {
  return cut(pass.capacity, workEach, (from, to) => {
    if (from < pass.rows) run(from, Math.min(to, pass.rows));
  });
}

function layerPieces(pass: Pass, layer: LayerPass, index: number): Piece[] {
  const { activation, inputs, nets, outputs } = layer;
  const { units } = layer.layer;
  const weigh = cut(units, pass.capacity * inputs.columns, (from, to) => {
    const { weights, biases } = pass.parameters;
    affine(inputs, pass.rows, weights[index], biases[index], nets, { from, to });
  });
  const activate = rowPieces(pass, activation.work * units, (from, to) => {
    activation.forward(nets.values, outputs.values, from, to, units);
  });
  const drop = layer.mask
    ? rowPieces(pass, 4 * units, (from, to) => dropOut(pass, index, from * units, to * units))
    : [];
  return [...weigh, ...activate, ...drop];
}

function dropOut(pass: Pass, index: number, from: number, to: number): void {
  const { layer, mask, outputs, passed } = pass.layers[index];
  if (!mask) return;
  drawFactors(mask, from, to, layer.dropout, pass.draws[index]);
  for (let i = from; i < to; i++) passed.values[i] = outputs.values[i] * mask[i];
}

function copyRows(pass: Pass, matrix: Matrix, rows: ChunkRows, from: number, to: number): void {
  if (!rows.copied) return;
  const { columns } = rows;
  for (let row = from; row < to; row++) {
    const place = pass.start + row;
    const source = (pass.order ? pass.order[place] : place) * columns;
    for (let c = 0; c < columns; c++) rows.values[row * columns + c] = matrix.values[source + c];
  }
}
