import * as l10n from '@vscode/l10n';
import type { Floats, Layer, Network } from '../engine/model/network.js';
import type { Precision } from '../engine/model/spec.js';
import { trainedTensors } from '../engine/training/state.js';
import { describeModel, readDescription, type LayerDescription } from './modelDescription.js';
import { ModelError, type NamedTensor } from './namedTensor.js';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.js';
import type { SavedModel } from './savedModel.js';
import { readTraining, trainingTensors } from './savedTraining.js';
import { linearIndices, stateOf } from './stateOf.js';

/** The name of the text in a file's metadata that describes the model. */
const key = 'backprop';

/** Packs a model in the safetensors format, with its description in the metadata. */
export function packModel(model: SavedModel): Uint8Array {
  return encodeSafetensors({
    tensors: [
      ...stateOf(model),
      ...(model.training ? trainingTensors(model.training, namesOf(model.network)) : []),
    ],
    metadata: { format: 'pt', [key]: describeModel(model) },
  });
}

/**
 * Unpacks a model that `packModel` returned.
 * @throws ModelError where the bytes are damaged, or from another program and thus without a description
 */
export function unpackModel(bytes: Uint8Array): SavedModel {
  return modelIn(decodeSafetensors(bytes));
}

/** Returns the model in a decoded file. @throws ModelError where it has no description, or other tensors than it says */
export function modelIn({ tensors, metadata }: Safetensors): SavedModel {
  if (!Object.hasOwn(metadata, key))
    throw new ModelError(
      l10n.t('it does not say how inputs and outputs are to be used, as a model saved here does'),
    );
  const described = readDescription(metadata[key]);
  const indices = linearIndices(described.network.layers);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const { precision } = described.network;
  const layers = described.network.layers.map((layer, i) => {
    const weights = values(byName, `${indices[i]}.weight`, [layer.units, layer.inputs], precision);
    const bias = layer.hasBias ? biasIn(byName, `${indices[i]}.bias`, layer, precision) : null;
    return withParameters(layer, weights, bias);
  });
  const network = { ...described.network, layers };
  const { training, ...rest } = described;
  if (!training) return { ...rest, network };
  const take = (name: string, length: number): Floats => values(byName, name, [length], precision);
  return { ...rest, network, training: readTraining(training, network, namesOf(network), take) };
}

/** Returns the bias; one that the units share may be written once, as in an ONNX file. */
function biasIn(
  tensors: ReadonlyMap<string, NamedTensor>,
  name: string,
  { units, biasShared }: LayerDescription,
  precision: Precision,
): Floats {
  const isOne = biasShared && tensors.get(name)?.shape.join() === '1';
  return values(tensors, name, [isOne ? 1 : units], precision);
}

/** Returns the names of the trained tensors. */
function namesOf(network: Network): string[] {
  const indices = linearIndices(network.layers);
  return trainedTensors(network).map(
    ({ layer, name }) => `${indices[layer]}.${name === 'weights' ? 'weight' : 'bias'}`,
  );
}

function withParameters(layer: LayerDescription, weights: Floats, bias: Floats | null): Layer {
  const { inputs, units, activation, dropout, weightsTrainable, biasShared, biasTrainable } = layer;
  const given = { inputs, units, activation, dropout, weightsTrainable, biasShared, biasTrainable };
  return { ...given, weights, bias: bias && biasShared ? bias.slice(0, 1) : bias };
}

function values(
  tensors: ReadonlyMap<string, NamedTensor>,
  name: string,
  shape: readonly number[],
  precision: Precision,
): Floats {
  const tensor = tensors.get(name);
  if (!tensor) throw new ModelError(l10n.t('the tensor "{0}" is missing', name));
  if (tensor.shape.join() !== shape.join())
    throw new ModelError(
      l10n.t(
        'the tensor "{0}" has the shape [{1}] instead of [{2}]',
        name,
        tensor.shape.join(', '),
        shape.join(', '),
      ),
    );
  if (!tensor.values.every(Number.isFinite))
    throw new ModelError(l10n.t('the tensor "{0}" has a value that is not a finite number', name));
  return precision === 'float32' ? Float32Array.from(tensor.values) : Float64Array.from(tensor.values);
}
