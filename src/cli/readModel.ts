import * as l10n from '@vscode/l10n';
import { unpackModel } from '../models/modelFile.js';
import { ModelError } from '../models/namedTensor.js';
import type { SavedModel } from '../models/savedModel.js';
import { Failure } from './errors.js';
import { failToRead } from './failToRead.js';
import { readModelBytes } from './readModelBytes.js';

/**
 * Reads a saved model.
 * @throws UsageError where the file cannot be read
 * @throws Failure where it is not a model
 */
export async function readModel(file: string): Promise<SavedModel> {
  try {
    return unpackModel(await readModelBytes(file));
  } catch (error) {
    if (error instanceof ModelError)
      throw new Failure(l10n.t('"{0}" is not a saved model: {1}.', file, error.message));
    failToRead(file, error);
  }
}
