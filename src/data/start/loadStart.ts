import * as l10n from '@vscode/l10n';
import type { NetworkConfig } from '../../config/spec.js';
import { limits } from '../../engine/limits.js';
import { unpackModel } from '../../models/modelFile.js';
import { ModelError } from '../../models/namedTensor.js';
import type { SavedModel } from '../../models/savedModel.js';
import { dataFile, wholeFile, type LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { refusal } from '../finding.js';

/** A saved model whose parameters a network starts with. */
export interface Start {
  /** The name of its file as given in the config, truncated for messages. */
  readonly file: string;
  readonly model: SavedModel;
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
  const most = 8 * limits.parameters + limits.modelHeaderBytes;
  const bytes = await wholeFile(file, { signal }, most);
  try {
    return { file: file.name, model: unpackModel(bytes) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const message = l10n.t(
      '"{0}" is not a saved model: {1}. Choose a file that "backprop train --save" or "Save Model…" wrote.',
      file.name,
      error.message,
    );
    throw refusal('weights-file', startPath, message);
  }
}
