import type { Floats, Network } from '../model/network.js';
import type { ParameterPlace } from '../trace/parameterPaths.js';

/** Returns whether a network has a parameter at a place. */
export function hasParameter({ layers }: Network, { layer: number, unit, input }: ParameterPlace): boolean {
  const layer = layers.at(number - 1);
  if (!Number.isInteger(number) || number < 1 || !layer) return false;
  const isIndex = (value: number, count: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < count;
  if (input !== null) return isIndex(unit ?? 0, layer.units) && isIndex(input, layer.inputs);
  return layer.bias !== null && isIndex(unit ?? 0, layer.units);
}

/** Returns the network with another value for one parameter. */
export function withParameter(
  network: Network,
  { layer: number, unit, input }: ParameterPlace,
  value: number,
): Network {
  const layers = network.layers.map((layer, i) => {
    if (i !== number - 1) return layer;
    if (input !== null)
      return { ...layer, weights: withValue(layer.weights, (unit ?? 0) * layer.inputs + input, value) };
    return { ...layer, bias: layer.bias && withValue(layer.bias, layer.biasShared ? 0 : (unit ?? 0), value) };
  });
  return { ...network, layers };
}

/** Returns a copy with another value at an index. */
export function withValue(values: Floats, at: number, value: number): Floats {
  const changed = values.slice();
  changed[at] = value;
  return changed;
}
