import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isSystemError, systemReason } from '../data/systemReason.js';
import { replaceFile } from '../node/replaceFile.js';
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
 * Writes a file as `replaceFile` does.
 *
 * @throws UsageError where no file can be at that path
 * @throws Failure where writing fails
 */
export async function writeOutputFile(file: string, content: Content, signal: AbortSignal): Promise<void> {
  try {
    await replaceFile(file, content, signal);
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

function refusal(file: string, error: unknown): Error {
  if (!isSystemError(error)) return error instanceof Error ? error : new Failure(String(error));
  const message = l10n.t('"{0}" could not be written: {1}', file, systemReason(error));
  return misplaced.includes(error.code ?? '') ? new UsageError(message) : new Failure(message);
}
