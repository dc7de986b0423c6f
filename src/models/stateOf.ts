import type { Floats, Layer } from '../engine/model/network.js';
import type { NamedTensor } from './namedTensor.js';
import type { SavedModel } from './savedModel.js';

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

/**
 * Returns the parameters under the names of a PyTorch state_dict of `nn.Sequential`. A bias that the units share is
 * repeated for each, so that PyTorch can load it.
 */
export function stateOf({ network: { layers } }: Pick<SavedModel, 'network'>): NamedTensor[] {
  const indices = linearIndices(layers);
  return layers.flatMap(({ inputs, units, weights, bias, biasShared }, i): NamedTensor[] => [
    { name: `${indices[i]}.weight`, shape: [units, inputs], values: weights },
    ...(bias
      ? [{ name: `${indices[i]}.bias`, shape: [units], values: biasShared ? repeated(bias, units) : bias }]
      : []),
  ]);
}

function repeated(bias: Floats, units: number): Floats {
  return bias instanceof Float32Array
    ? new Float32Array(units).fill(bias[0])
    : new Float64Array(units).fill(bias[0]);
}
