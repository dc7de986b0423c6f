import type { Network } from '../model/network.js';
import { Random, shuffle } from '../maths/random.js';

export type TensorName = 'weights' | 'bias';

/** One parameter of a network. */
export interface Parameter {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** The unit's index, from 0; 0 where the units share the bias. */
  readonly unit: number;
  /** The input's index, from 0; 0 for a bias. */
  readonly input: number;
}

/** Returns a parameter's index in its tensor. */
export function flatIndex({ layers }: Network, { layer, tensor, unit, input }: Parameter): number {
  return tensor === 'weights' ? unit * layers[layer - 1].inputs + input : unit;
}

/** Returns the [unit, input] of a weight, or the [unit] of a bias. */
export function indexOf({ tensor, unit, input }: Parameter): readonly number[] {
  return tensor === 'weights' ? [unit, input] : [unit];
}

/** Returns all trained parameters of the tensors, or a seeded sample of each, in order. */
export function chooseParameters(network: Network, perTensor: number, seed: number): Parameter[] {
  return network.layers.flatMap(({ weights, weightsTrainable, bias, biasTrainable, inputs }, index) => {
    const layer = index + 1;
    const chosen = (length: number, salt: number) =>
      choose(length, perTensor, new Random(seed, 'check', layer, salt));
    return [
      ...chosen(weightsTrainable ? weights.length : 0, 0).map((i): Parameter => ({
        layer,
        tensor: 'weights',
        unit: Math.floor(i / inputs),
        input: i % inputs,
      })),
      ...chosen(bias && biasTrainable ? bias.length : 0, 1).map((i): Parameter => ({
        layer,
        tensor: 'bias',
        unit: i,
        input: 0,
      })),
    ];
  });
}

/** Returns at most `most` of the indices below `length`, in order. */
export function choose(length: number, most: number, random: Random): number[] {
  const indices = Uint32Array.from({ length }, (_, i) => i);
  if (length <= most) return [...indices];
  shuffle(indices, random, 0, most);
  return [...indices.subarray(0, most)].sort((a, b) => a - b);
}
