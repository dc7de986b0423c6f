import * as l10n from '@vscode/l10n';
import type { NetworkConfig } from '../../config/spec.js';
import { modelEndings, readModelFile, type ReadModel } from '../../models/import/readModelFile.js';
import { ModelError } from '../../models/namedTensor.js';
import { mostModelBytes } from '../../models/requireModelSize.js';
import type { SavedModel } from '../../models/savedModel.js';
import { dataFile, wholeFile, type LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { refusal } from '../finding.js';

/** A saved model whose parameters a network starts with. */
export interface Start {
  /** The name of its file as given in the config, truncated for messages. */
  readonly file: string;
  readonly model: SavedModel;
  /** Whether the file has weights and biases alone, so that nothing else of the model is known. */
  readonly isBare: boolean;
}

/** The place in the config that names the model. */
export const startPath = ['weights'];

/**
 * Loads the model that a config's `weights` names; null where it names none.
 * @throws DataError where the file cannot be read or is not a saved model
 */
export async function loadStart(
  { weights }: NetworkConfig,
  files: Files,
  { signal }: LoadOptions,
): Promise<Start | null> {
  if (weights === undefined) return null;
  const file = dataFile(weights, files, startPath);
  const bytes = await wholeFile(file, { signal }, mostModelBytes);
  try {
    return { file: file.name, ...startOf(readModelFile(formatName(weights), bytes)) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const message = l10n.t(
      'The weights in "{0}" cannot be read: {1}. Choose a saved model, or a file with the weights of dense layers.',
      file.name,
      error.message,
    );
    throw refusal('weights-file', startPath, message);
  }
}

/** Returns a name whose ending tells the format; a saved model may have any ending. */
const formatName = (name: string): string =>
  modelEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`)) ? name : `${name}.safetensors`;

/** Returns a model that was saved here, or one that has only the parameters of layers. */
function startOf(read: ReadModel): Pick<Start, 'model' | 'isBare'> {
  if (read.kind === 'saved') return { model: read.model, isBare: false };
  const layers = read.layers.map(({ activation, ...layer }) => ({
    ...layer,
    activation: activation ?? 'identity',
    weightsTrainable: true,
    biasShared: false,
    biasTrainable: true,
    dropout: 0,
  }));
  const model: SavedModel = {
    name: '',
    epoch: 0,
    network: {
      inputs: layers[0].inputs,
      precision: 'float64',
      layers,
      loss: 'meanSquaredError',
      reduction: 'mean',
      classWeights: null,
      functions: {},
    },
    task: 'regression',
    inputNames: [],
    targetNames: [],
    classes: null,
    normalization: null,
    targetNormalization: null,
    encoding: null,
    derived: [],
    image: null,
  };
  return { model, isBare: true };
}
