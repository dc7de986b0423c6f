import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { nearestFile } from '../config/nearest.js';
import type { JsonPath } from '../config/span.js';
import type { FileFacts, Files } from './files.js';
import { refusal } from './finding.js';
import { isSystemError, systemReason } from './systemReason.js';

export interface LoadOptions {
  /** The signal that aborts the load, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives the fraction of the bytes read, or null where it is not known. */
  readonly onProgress?: (fraction: number | null) => void;
  /**
   * Receives the number of inputs as soon as it is known, before the samples are read. Where it depends on the categories
   * in a long table, its first rows give an estimate.
   */
  readonly onInputs?: (count: number) => void;
}

/** A file that the config names. */
export interface DataFile {
  /** The name as given in the config, truncated for messages. */
  readonly name: string;
  /** The absolute path. */
  readonly path: string;
  readonly files: Files;
  /** The path of the config value that names the file. */
  readonly at: JsonPath;
}

export const dataFile = (name: string, files: Files, at: JsonPath): DataFile => ({
  name: shorten(name, 200),
  path: files.resolve(name),
  files,
  at,
});

/**
 * Yields the file's bytes in chunks.
 * @param most the largest size allowed, in bytes
 * @throws DataError where the file cannot be read to its end
 */
export async function* bytes(
  file: DataFile,
  options: LoadOptions,
  most = Infinity,
): AsyncGenerator<Uint8Array, void> {
  try {
    const { size } = await regularFile(file);
    if (size > most) throw tooLarge(file, size, most);
    options.signal?.throwIfAborted();
    let done = 0;
    for await (const chunk of file.files.stream(file.path)) {
      done += chunk.length;
      // A file that is appended to faster than it is read would never end.
      if (done > size) throw changed(file);
      options.onProgress?.(done / size);
      yield chunk;
      options.signal?.throwIfAborted();
    }
    if (done !== size) throw changed(file);
  } catch (error) {
    throw isSystemError(error) ? await unreadable(file, error) : error;
  }
}

/**
 * Returns the bytes of a file.
 * @param most the largest size allowed, in bytes
 * @throws DataError where the file cannot be read to its end
 */
export async function wholeFile(file: DataFile, options: LoadOptions, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes(file, options, most)) chunks.push(chunk);
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * Returns a part of a file.
 * @throws DataError where the file cannot be read, or has become shorter
 */
export async function rangeOf(
  file: DataFile,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await reading(file, () => file.files.range(file.path, offset, length));
  if (bytes.length < length) throw changed(file);
  return bytes;
}

/**
 * Returns the size of a file in bytes.
 * @throws DataError where it is not a regular file
 */
export const sizeOf = async (file: DataFile): Promise<number> =>
  (await reading(file, () => regularFile(file))).size;

async function reading<Result>(file: DataFile, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw isSystemError(error) ? await unreadable(file, error) : error;
  }
}

async function regularFile(file: DataFile): Promise<FileFacts> {
  const facts = await file.files.stat(file.path);
  if (facts.kind === 'folder') {
    const message = l10n.t('"{0}" is a folder. Name a file in it.', file.name);
    throw refusal('file-is-folder', file.at, message);
  }
  if (facts.kind !== 'file') {
    throw refusal('file-not-regular', file.at, l10n.t('"{0}" is not a regular file.', file.name));
  }
  return facts;
}

function tooLarge(file: DataFile, size: number, most: number) {
  const megabytes = (count: number) => Math.ceil(count / 2 ** 20).toLocaleString('en');
  const message = l10n.t(
    '"{0}" has {1} MB, but at most {2} MB can be read.',
    file.name,
    megabytes(size),
    megabytes(most),
  );
  return refusal('file-too-large', file.at, message);
}

function changed(file: DataFile) {
  const message = l10n.t('"{0}" was changed while it was being read. Load it again.', file.name);
  return refusal('file-changed', file.at, message);
}

async function unreadable(file: DataFile, error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return notFound(file);
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    const message = l10n.t('"{0}" cannot be read: permission denied. Change its permissions.', file.name);
    return refusal('file-no-permission', file.at, message);
  }
  const message = l10n.t('"{0}" could not be read: {1}', file.name, systemReason(error));
  return refusal('file-unreadable', file.at, message);
}

async function notFound(file: DataFile) {
  const siblings = await file.files.siblings(file.path);
  const near = nearestFile(/[^/\\]*$/.exec(file.path)![0], siblings);
  const message = near
    ? l10n.t('There is no file "{0}". Did you mean "{1}"?', file.name, file.files.beside(file.name, near))
    : l10n.t('There is no file "{0}". Paths are relative to the config file.', file.name);
  return refusal('file-not-found', file.at, message);
}
