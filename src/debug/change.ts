import type { Dataset } from '../engine/model/dataset.js';
import type { Floats, Network } from '../engine/model/network.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';

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

/** Returns the data with another value for one input of one row of the training data. */
export function withInput(dataset: Dataset, row: number, input: number, value: number): Dataset {
  const { inputs } = dataset.training;
  const values = withValue(inputs.values, row * inputs.columns + input, value);
  return { ...dataset, training: { ...dataset.training, inputs: { ...inputs, values } } };
}

function withValue(values: Floats, at: number, value: number): Floats {
  const changed = values.slice();
  changed[at] = value;
  return changed;
}
