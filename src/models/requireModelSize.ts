import * as l10n from '@vscode/l10n';
import { limits } from '../engine/limits.js';
import { ModelError } from './namedTensor.js';

/** The largest size of a file with a trained network in bytes: its parameters in float64, and a header. */
export const mostModelBytes = 8 * limits.parameters + limits.modelHeaderBytes;

/**
 * Checks the size of a file in bytes before it is read.
 * @throws ModelError where no network that is supported is as large
 */
export function requireModelSize(size: number): void {
  if (size > mostModelBytes)
    throw new ModelError(l10n.t('it has more than {0} million values', limits.parameters / 1e6));
}
