import * as l10n from '@vscode/l10n';
import type { DataFile } from './dataFile.js';
import { refusal } from './finding.js';

/** Whether a file that begins with these bytes is gzipped. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * Decompresses a file's bytes as they arrive. Bytes after the compressed data, such as the zeros that tapes and downloads
 * are padded with, are ignored, as by gzip itself.
 * @throws DataError where the compressed data is damaged or truncated
 */
export async function* gunzipped(
  file: DataFile,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* file.files.gunzip(chunks);
  } catch (error) {
    throw isGzipError(error) ? damaged(file, error) : error;
  }
}

function isGzipError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damaged(file: DataFile, error: Error) {
  const message = l10n.t(
    '"{0}" is a damaged gzip file ({1}). Download or copy it again.',
    file.name,
    error.message,
  );
  return refusal('idx-gzip-damaged', file.at, message);
}
