import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { Failure, UsageError } from './errors.js';

/** What is wrong with the place that the user named, rather than with the machine. */
const misplaced: Readonly<Record<string, () => string>> = {
  ENOENT: () => l10n.t('There is no such folder.'),
  ENOTDIR: () => l10n.t('There is no such folder.'),
  EISDIR: () => l10n.t('This is a folder; name a file in it.'),
  EACCES: () => l10n.t('The permission is missing.'),
  EPERM: () => l10n.t('The permission is missing.'),
  EROFS: () => l10n.t('The file system is read-only.'),
  ENAMETOOLONG: () => l10n.t('The name is too long.'),
};

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
  if (!(error instanceof Error)) return new Failure(String(error));
  const code = 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(misplaced, code))
    return new UsageError(l10n.t('"{0}" could not be written: {1}', file, misplaced[code]()));
  return new Failure(l10n.t('"{0}" could not be written: {1}', file, error.message));
}
