import type { Floats, Network } from '../../engine/model/network.js';
import { trainedTensors, type TrainingState } from '../../engine/training/state.js';

/** The positions of a network's parameters in one array, followed by the optimizer's slots. */
export interface Layout {
  readonly layers: readonly { readonly weights: number; readonly bias: number }[];
  /** The parameters from the first layer to the last, weights before bias. */
  readonly parameters: readonly Parameter[];
  /** The number of slots per parameter. Slot s of parameter p is at (s + 1) · `parameters.length` + p. */
  readonly slots: number;
}

export interface Parameter {
  readonly name: 'weights' | 'bias';
  readonly trained: boolean;
}

export type Held = Pick<TrainingState, 'network' | 'slots'>;

export function layoutOf({ layers }: Network, slots: number): Layout {
  const parameters: Parameter[] = [];
  const place = (name: Parameter['name'], values: Floats | null, trained: boolean): number => {
    const start = parameters.length;
    values?.forEach(() => parameters.push({ name, trained }));
    return start;
  };
  const starts = layers.map(({ weights, weightsTrainable, bias, biasTrainable }) => ({
    weights: place('weights', weights, weightsTrainable),
    bias: place('bias', bias, biasTrainable),
  }));
  return { layers: starts, parameters, slots };
}

export function pack(layout: Layout, { network, slots }: Held): Float64Array {
  const { length } = layout.parameters;
  const values = new Float64Array((1 + layout.slots) * length);
  network.layers.forEach(({ weights, bias }, index) => {
    values.set(weights, layout.layers[index].weights);
    if (bias) values.set(bias, layout.layers[index].bias);
  });
  trainedTensors(network).forEach(({ layer, name }, tensor) => {
    slots[tensor].forEach((slot, s) => values.set(slot, (s + 1) * length + layout.layers[layer][name]));
  });
  return values;
}

/** Returns the trained tensors in new arrays. Tensors that are not trained are those of the network. */
export function unpack(layout: Layout, values: Float64Array, network: Network): Held {
  const take = (start: number, { length }: Floats): Floats => {
    const part = values.subarray(start, start + length);
    return network.precision === 'float32' ? new Float32Array(part) : part.slice();
  };
  const layers = network.layers.map((layer, index) => {
    const { weights, bias, weightsTrainable, biasTrainable } = layer;
    const start = layout.layers[index];
    return {
      ...layer,
      weights: weightsTrainable ? take(start.weights, weights) : weights,
      bias: bias && biasTrainable ? take(start.bias, bias) : bias,
    };
  });
  const slots = trainedTensors(network).map(({ layer, name, values: tensor }) =>
    Array.from({ length: layout.slots }, (_, s) =>
      take((s + 1) * layout.parameters.length + layout.layers[layer][name], tensor),
    ),
  );
  return { network: { ...network, layers }, slots };
}
