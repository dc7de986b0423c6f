import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { line, object, writeConfig, type Property } from '../../config/propose/configWriter.js';
import { nearest } from '../../config/nearest.js';
import type { CustomFunction } from '../../engine/maths/expression.js';
import { Random } from '../../engine/maths/random.js';
import { activationNames, type ActivationName } from '../../engine/model/spec.js';
import type { ImportedLayer } from '../../models/import/importedLayer.js';
import { readModelFile, type ReadModel } from '../../models/import/readModelFile.js';
import { packModel } from '../../models/modelFile.js';
import { ModelError, type NamedTensor } from '../../models/namedTensor.js';
import { encodeSafetensors } from '../../models/safetensors.js';
import type { SavedModel } from '../../models/savedModel.js';
import { linearIndices } from '../../models/stateOf.js';

/** A config for an imported network. */
export interface ImportedConfig {
  readonly text: string;
  /** The content of the file with its weights. */
  readonly weights: Uint8Array;
}

/** A network that was read from a file. */
export type ReadNetwork = ReadModel;

/**
 * Reads a network from a file of another program, whose format follows from its name's ending.
 * @throws ModelError where the file has something else than dense layers
 */
export const readNetwork = (name: string, bytes: Uint8Array): ReadNetwork => readModelFile(name, bytes);

/** The number of samples that stand for the data that an imported network does not have. */
const sampleCount = 4;

/** Returns the layers of a network; those whose activation is null need one. */
export const layersIn = (read: ReadModel): readonly Pick<ImportedLayer, 'inputs' | 'units'>[] =>
  read.kind === 'saved' ? read.model.network.layers : read.layers;

/** Returns whether the activations of a network have to be given. */
export const needsActivations = (read: ReadModel): boolean =>
  read.kind === 'layers' && read.layers.some(({ activation }) => activation === null);

/**
 * Returns a network with the activation of each layer.
 * @throws ModelError where one is not known, or there are not as many as layers
 */
export function withActivations(read: ReadModel, names: readonly string[]): ReadModel {
  const layers = layersIn(read);
  if (names.length !== layers.length)
    throw new ModelError(
      l10n.t('it has {0} layers, but {1} activations are given', layers.length, names.length),
    );
  const known = names.map((name) => {
    const found = activationNames.find((each) => each === name);
    if (found) return found;
    const near = nearest(name, activationNames);
    throw new ModelError(
      near
        ? l10n.t('there is no activation "{0}", did you mean "{1}"', shorten(name), near)
        : l10n.t('there is no activation "{0}"; there are {1}', shorten(name), activationNames.join(', ')),
    );
  });
  if (read.kind === 'saved') return read;
  return { kind: 'layers', layers: read.layers.map((layer, i) => ({ ...layer, activation: known[i] })) };
}

/**
 * Returns the config of an imported network, with a few samples in place of data.
 * @param name the name of the network
 * @param from the name of the imported file, for a comment
 * @param weights the path of the file with its weights from the config's folder
 */
export function importConfig(read: ReadModel, name: string, from: string, weights: string): ImportedConfig {
  const network = read.kind === 'saved' ? savedParts(read.model) : layerParts(read.layers);
  const text = writeConfig(
    [
      l10n.t('Imported from {0}.', shorten(from, 200)),
      l10n.t('The samples are drawn at random. Replace "data" by your own, such as { "file": "table.csv", "target": "class" }.'), // prettier-ignore
    ],
    [
      { key: 'name', value: line(name) },
      {
        key: 'layers',
        value: { kind: 'list', items: network.layers.map((value) => ({ value, above: [] })) },
      },
      { key: 'weights', value: line(weights) },
      ...(network.functions ? [{ key: 'functions', value: line(network.functions) }] : []),
      { key: 'loss', value: line(network.loss) },
      { key: 'data', value: object(network.data) },
      { key: 'training', value: line({ optimizer: { type: 'adam', learningRate: 0.001 }, epochs: 100 }) },
    ],
  );
  return { text, weights: network.file };
}

interface Parts {
  readonly layers: readonly object[];
  readonly functions: object | null;
  readonly loss: unknown;
  readonly data: readonly Property[];
  readonly file: Uint8Array;
}

function layerParts(layers: readonly ImportedLayer[]): Parts {
  const last = layers[layers.length - 1];
  return {
    layers: layers.map(({ units, activation, bias }) => ({
      units,
      activation,
      ...(!bias && { bias: false }),
    })),
    functions: null,
    loss: lossAfter(last.activation),
    data: samples(layers[0].inputs, last.units, last.activation),
    file: packLayers(layers),
  };
}

/** Packs layers in the safetensors format, under the names of a PyTorch state_dict. */
function packLayers(layers: readonly ImportedLayer[]): Uint8Array {
  const indices = linearIndices(
    layers.map(({ activation }) => ({ activation: activation ?? 'identity', dropout: 0 })),
  );
  const tensors = layers.flatMap(({ inputs, units, weights, bias }, i): NamedTensor[] => [
    { name: `${indices[i]}.weight`, shape: [units, inputs], values: weights },
    ...(bias ? [{ name: `${indices[i]}.bias`, shape: [units], values: bias }] : []),
  ]);
  return encodeSafetensors({ tensors, metadata: { format: 'pt' } });
}

function savedParts(model: SavedModel): Parts {
  const { network, inputNames, targetNames, derived, normalization, targetNormalization } = model;
  const { layers, functions, loss } = network;
  const last = layers[layers.length - 1];
  const given = inputNames.slice(0, inputNames.length - derived.length);
  return {
    layers: layers.map(({ units, activation, bias, biasShared, dropout }) => ({
      units,
      activation,
      ...(!bias && { bias: false }),
      ...(bias && biasShared && { bias: { value: 0, shared: true } }),
      ...(dropout > 0 && { dropout }),
    })),
    functions: Object.keys(functions).length > 0 ? mapped(functions) : null,
    loss: typeof loss === 'string' ? loss : texts(loss),
    data: [
      { key: 'inputNames', value: line(given) },
      { key: 'targetNames', value: line(targetNames) },
      ...samples(given.length, last.units, last.activation),
      ...(derived.length > 0 ? [{ key: 'derived', value: line(derived.map(({ text }) => text)) }] : []),
      ...(normalization ? [{ key: 'normalize', value: line('standardize') }] : []),
      ...(targetNormalization ? [{ key: 'normalizeTargets', value: line('standardize') }] : []),
    ],
    file: packModel(model),
  };
}

const texts = ({ f, df }: CustomFunction): object => ({ f: f.text, ...(df && { df: df.text }) });

const mapped = (functions: Readonly<Record<string, CustomFunction>>): object =>
  Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, texts(each)]));

function lossAfter(activation: ActivationName | null): string {
  if (activation === 'softmax') return 'crossEntropy';
  return activation === 'sigmoid' ? 'binaryCrossEntropy' : 'meanSquaredError';
}

/** Draws inputs, and targets that suit the last activation. */
function samples(inputs: number, outputs: number, activation: string | null): Property[] {
  const random = new Random(0, 'generator');
  const number = (): number => Math.round(200 * random.uniform() - 100) / 100;
  const target = (row: number): number[] => {
    if (activation === 'softmax')
      return Array.from({ length: outputs }, (_, i) => Number(i === row % outputs));
    if (activation === 'sigmoid') return Array.from({ length: outputs }, (_, i) => (row + i) % 2);
    return Array.from({ length: outputs }, number);
  };
  const rows = Array.from({ length: sampleCount }, (_, row) => row);
  return [
    { key: 'inputs', value: list(rows.map(() => Array.from({ length: inputs }, number))) },
    { key: 'targets', value: list(rows.map(target)) },
  ];
}

const list = (items: readonly unknown[]): Property['value'] => ({
  kind: 'list',
  items: items.map((value) => ({ value, above: [] })),
});
