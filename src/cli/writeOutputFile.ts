import { access, chmod, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isSystemError, systemReason } from '../data/systemReason.js';
import { Failure, UsageError } from './errors.js';

/** The error codes for a path that the user must correct; other codes are failures of the system. */
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

/** The content of a file. */
type Content = string | Uint8Array;

/**
 * Writes a file atomically: it writes a temporary file next to it, which then replaces it. A device or a pipe is written
 * to directly. Rejects with an AbortError as soon as the signal is aborted.
 *
 * @throws UsageError where no file can be at that path
 * @throws Failure where writing fails
 */
export async function writeOutputFile(file: string, content: Content, signal: AbortSignal): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => null);
    if (old && !old.isFile()) await writeFile(target, content, { signal });
    else await replace(target, content, old?.mode ?? null, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw refusal(file, error);
  }
}

/**
 * Checks that a file can be at a path, so that a long computation does not end in vain.
 * @throws UsageError where none can be there
 */
export async function checkOutputFile(file: string): Promise<void> {
  try {
    const old = await stat(file).catch(() => null);
    if (old?.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR', syscall: 'open' });
    await access(old ? file : path.dirname(file), constants.W_OK);
  } catch (error) {
    throw refusal(file, error);
  }
}

async function replace(
  file: string,
  content: Content,
  mode: number | null,
  signal: AbortSignal,
): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    await writeFile(beside, content, { signal, flush: true });
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
