import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UsageError } from './errors.js';

/** @throws UsageError where the file exists */
export async function requireFree(file: string): Promise<void> {
  if (!(await stat(file).catch(() => null))) return;
  throw new UsageError(
    l10n.t('"{0}" exists already. Choose another file with -o, or replace it with --force.', file),
  );
}
