import type { Matrix, Network } from '../model/network.js';
import { forward } from './forward.js';
import { activationOf } from './pass.js';

/** Computes the gradient ∂y_k/∂x of one output of a network at one row of inputs, of length `network.inputs`. */
export function outputGradient(network: Network, row: Matrix, output: number): Float64Array {
  const values = forward(network, row);
  let gradient = new Float64Array(network.layers[network.layers.length - 1].units);
  gradient[output] = 1;
  for (let index = network.layers.length - 1; index >= 0; index--) {
    const { inputs, units, weights, activation } = network.layers[index];
    const { nets, outputs } = values[index];
    activationOf(network, activation).backward(nets.values, outputs.values, gradient, 0, 1, units);
    const before = new Float64Array(inputs);
    for (let unit = 0; unit < units; unit++)
      for (let i = 0; i < inputs; i++) before[i] += gradient[unit] * weights[unit * inputs + i];
    gradient = before;
  }
  return gradient;
}
