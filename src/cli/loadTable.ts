import * as l10n from '@vscode/l10n';
import type { LoadOptions } from '../data/dataFile.js';
import { DataError } from '../data/finding.js';
import { Failure } from './errors.js';
import { Progress } from './progress.js';
import type { Session } from './session.js';

/**
 * Loads a table that no config names, and shows the progress meanwhile.
 * @throws Failure with the problems found in it
 */
export async function loadTable<T>(
  { call, io }: Session,
  load: (options: LoadOptions) => Promise<T>,
): Promise<T> {
  const progress = new Progress(io, l10n.t('Loading {bar} {percentage}%'), 1, call.json);
  const onProgress = (fraction: number | null) => progress.update(fraction ?? 0);
  try {
    return await load({ signal: io.interrupted, onProgress });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new Failure(error.findings.map(({ message }) => message).join('\n'));
  } finally {
    progress.clear();
  }
}
