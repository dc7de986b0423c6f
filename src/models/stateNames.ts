import type { Layer } from '../engine/model/network.js';

/**
 * Returns the index of each layer's `Linear` in a `torch.nn.Sequential` of the network. An activation other than identity
 * is a module of its own after it, as is dropout.
 */
export function linearIndices(layers: readonly Pick<Layer, 'activation' | 'dropout'>[]): number[] {
  let next = 0;
  return layers.map(({ activation, dropout }) => {
    const index = next;
    next += 1 + Number(activation !== 'identity') + Number(dropout > 0);
    return index;
  });
}
