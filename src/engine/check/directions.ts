import type { Network } from '../model/network.js';
import type { Random } from '../maths/random.js';
import type { Parameter } from './parameters.js';
import type { Direction } from './probe.js';
import type { Recorded } from './record.js';

export type WholeDirection = Extract<Direction, { readonly kind: 'all' }>;

/** Returns a direction of length 1, normally distributed in every trained parameter from layer `first` (from 1) on. */
export function randomDirection(network: Network, first: number, random: Random): WholeDirection {
  const draw = (length: number, drawn: boolean) =>
    Float64Array.from({ length }, () => (drawn ? random.normal() : 0));
  const layers = network.layers.map(({ weights, weightsTrainable, bias, biasTrainable }, index) => ({
    weights: draw(weights.length, weightsTrainable && index + 1 >= first),
    bias: bias && draw(bias.length, biasTrainable && index + 1 >= first),
  }));
  const tensors = layers.flatMap(({ weights, bias }) => (bias ? [weights, bias] : [weights]));
  const norm = Math.sqrt(
    tensors.reduce((sum, tensor) => sum + tensor.reduce((squares, v) => squares + v * v, 0), 0),
  );
  for (const tensor of tensors) tensor.forEach((v, i) => (tensor[i] = norm > 0 ? v / norm : 0));
  return { kind: 'all', layers };
}

/** Returns each row's share of the analytic derivative with respect to a parameter. */
export function parameterShares(
  recorded: Recorded,
  { layer: number, tensor, unit, input }: Parameter,
): Float64Array {
  const { layer, inputs, deltas } = recorded.layers[number - 1];
  return Float64Array.from({ length: recorded.rows }, (_, row) => {
    if (tensor === 'weights') return deltas[row * layer.units + unit] * inputs[row * layer.inputs + input];
    if (!layer.biasShared) return deltas[row * layer.units + unit];
    return deltas.subarray(row * layer.units, (row + 1) * layer.units).reduce((sum, delta) => sum + delta, 0);
  });
}

/** Returns each row's share of the analytic derivative along a direction: Σ δ (V x + v). */
export function directionShares(recorded: Recorded, direction: WholeDirection): Float64Array {
  const shares = new Float64Array(recorded.rows);
  recorded.layers.forEach(({ layer, inputs, deltas }, index) => {
    const { weights, bias } = direction.layers[index];
    for (let row = 0; row < recorded.rows; row++)
      for (let unit = 0; unit < layer.units; unit++) {
        let net = bias ? bias[layer.biasShared ? 0 : unit] : 0;
        for (let i = 0; i < layer.inputs; i++)
          net += weights[unit * layer.inputs + i] * inputs[row * layer.inputs + i];
        shares[row] += deltas[row * layer.units + unit] * net;
      }
  });
  return shares;
}

/** Returns g · v, computed from the gradient's own numbers. */
export function slopeAlong({ gradients }: Recorded, { layers }: WholeDirection): number {
  let sum = 0;
  layers.forEach(({ weights, bias }, index) => {
    const g = gradients[index];
    weights.forEach((v, i) => (sum += v * (g.weights?.[i] ?? 0)));
    bias?.forEach((v, i) => (sum += v * (g.bias?.[i] ?? 0)));
  });
  return sum;
}
