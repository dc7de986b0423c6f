import { accumulate, type Range, type Rows } from '../maths/products.js';
import { floats } from '../model/initialize.js';
import type { Floats, LayerGradients, Network } from '../model/network.js';
import { cut, type Piece } from '../pacing.js';
import { rowPieces } from './forward.js';
import type { LayerPass, Pass } from './pass.js';

/** Returns gradients of zero in the shape of a network; null for tensors that are not trained. */
export function emptyGradients({ layers, precision }: Network): LayerGradients[] {
  return layers.map(({ weights, weightsTrainable, bias, biasTrainable }) => ({
    weights: weightsTrainable ? floats(precision, weights.length) : null,
    bias: bias && biasTrainable ? floats(precision, bias.length) : null,
  }));
}

/**
 * Returns the pieces of a backward pass for a chunk that went forward, from the loss to the first trained layer. The
 * gradients of the batch's loss are summed over its chunks in `gradients`.
 */
export function backwardPieces(pass: Pass, gradients: readonly LayerGradients[]): Piece[] {
  const lowest = gradients.findIndex(({ weights, bias }) => weights ?? bias);
  if (lowest < 0) return [];
  const { loss, output, layers, fused } = pass;
  const last = layers.length - 1;
  const pieces = rowPieces(pass, loss.work * output.columns, (from, to) => {
    loss.gradient(output, gradientOf(layers[last]).values, pass.scale, from, to);
  });
  for (let index = last; index >= lowest; index--) {
    if (index < last || !fused) pieces.push(...activationPieces(pass, layers[index]));
    pieces.push(...parameterPieces(pass, layers[index], gradients[index]));
    if (index > lowest) pieces.push(...inputPieces(pass, index));
  }
  return pieces;
}

/** Turns the gradient of what a layer passed on into that of its net inputs, in place. */
function activationPieces(
  pass: Pass,
  { layer, activation, nets, outputs, mask, ...rest }: LayerPass,
): Piece[] {
  const { units } = layer;
  const g = gradientOf(rest).values;
  return rowPieces(pass, activation.work * units, (from, to) => {
    if (mask) for (let i = from * units; i < to * units; i++) g[i] *= mask[i];
    activation.backward(nets.values, outputs.values, g, from, to, units);
  });
}

/** Computes ∂L/∂W = Δᵀ X, and ∂L/∂b as the sum of Δ over the rows. */
function parameterPieces(pass: Pass, layerPass: LayerPass, gradients: LayerGradients): Piece[] {
  const { layer, inputs } = layerPass;
  const delta = gradientOf(layerPass);
  const pieces: Piece[] = [];
  if (gradients.weights) {
    const sum: Rows = { values: gradients.weights, offset: 0, columns: layer.inputs };
    const transposed = { values: delta.values, iStride: 1, jStride: layer.units };
    pieces.push(
      ...cut(layer.units, pass.capacity * layer.inputs, (from, to) => {
        if (pass.first) sum.values.fill(0, from * layer.inputs, to * layer.inputs);
        accumulate(sum, { from, to }, transposed, inputs, { from: 0, to: pass.rows });
      }),
    );
  }
  const { bias } = gradients;
  if (bias)
    pieces.push(
      ...cut(layer.units, pass.capacity, (from, to) =>
        addBiasGradient(pass, delta, bias, layer.biasShared, { from, to }),
      ),
    );
  return pieces;
}

function addBiasGradient(pass: Pass, delta: Rows, bias: Floats, shared: boolean, { from, to }: Range): void {
  if (pass.first && (!shared || from === 0)) bias.fill(0, shared ? 0 : from, shared ? 1 : to);
  for (let row = 0; row < pass.rows; row++)
    for (let unit = from; unit < to; unit++)
      bias[shared ? 0 : unit] += delta.values[row * delta.columns + unit];
}

/** Computes ∂L/∂X = Δ W, the gradient of what the layer before passed on. */
function inputPieces(pass: Pass, index: number): Piece[] {
  const { layer } = pass.layers[index];
  const delta = gradientOf(pass.layers[index]);
  const before = gradientOf(pass.layers[index - 1]);
  const coefficients = { values: delta.values, iStride: layer.units, jStride: 1 };
  return cut(layer.units, pass.capacity * layer.inputs, (from, to) => {
    const rows = { from: 0, to: pass.rows };
    if (from === 0) before.values.fill(0, 0, pass.rows * layer.inputs);
    accumulate(before, rows, coefficients, pass.parameters.weights[index], { from, to });
  });
}

function gradientOf({ gradient }: Pick<LayerPass, 'gradient'>): Rows {
  if (!gradient) throw new Error('This pass only goes forward.');
  return gradient;
}
