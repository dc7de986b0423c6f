import * as l10n from '@vscode/l10n';
import { isSystemError, systemReason } from '../data/systemReason.js';
import { UsageError } from './errors.js';

/**
 * Reports that a file of the call could not be read.
 * @throws UsageError with the reason; an error of another kind as it is
 */
export function failToRead(file: string, error: unknown): never {
  if (!isSystemError(error)) throw error;
  if (error.code === 'ENOENT') throw new UsageError(l10n.t('There is no file "{0}".', file));
  throw new UsageError(l10n.t('"{0}" could not be read: {1}', file, systemReason(error)));
}
