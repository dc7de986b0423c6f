import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { isSystemError, systemReason } from '../data/systemReason.js';
import { Failure, UsageError } from './errors.js';

/** Codes that say that the place the user named is wrong, rather than the machine. */
const misplaced = [
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
];

/**
 * Writes a file whole or not at all: beside the old one, which it then replaces. A device or a pipe is written to as it
 * is. Rejects with an AbortError once the signal is aborted.
 *
 * @throws UsageError where no file can be at that place
 * @throws Failure where the writing fails
 */
export async function writeOutputFile(file: string, text: string, signal: AbortSignal): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => null);
    if (old && !old.isFile()) await writeFile(target, text, { signal });
    else await replace(target, text, old?.mode ?? null, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw refusal(file, error);
  }
}

async function replace(file: string, text: string, mode: number | null, signal: AbortSignal): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    await writeFile(beside, text, { signal, flush: true });
    if (mode !== null) await chmod(beside, mode);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function refusal(file: string, error: unknown): Error {
  if (!isSystemError(error)) return error instanceof Error ? error : new Failure(String(error));
  const message = l10n.t('"{0}" could not be written: {1}', file, systemReason(error));
  return misplaced.includes(error.code ?? '') ? new UsageError(message) : new Failure(message);
}
