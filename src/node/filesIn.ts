import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FileFacts, Files } from '../data/files.js';

/** Returns the files that a config in a directory names. */
export const filesIn = (directory: string): Files => ({
  resolve: (name) => path.resolve(directory, name),
  beside: (name, other) => path.join(path.dirname(name), other),
  stat: factsOf,
  range,
  stream,
  siblings: (file) => readdir(path.dirname(file)).catch(() => []),
  gunzip,
});

async function factsOf(file: string): Promise<FileFacts> {
  const stats = await stat(file);
  const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  return { kind, size: stats.size, changedMs: stats.mtimeMs };
}

async function range(file: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await handle.close();
  }
}

const chunkBytes = 1 << 18;

async function* stream(file: string): AsyncGenerator<Uint8Array, void> {
  const handle = await open(file);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gunzipping = createGunzip();
  // Errors are thrown through `gunzipping`. The only other one, chunks after the end of the compressed data, is ignored.
  const feeding = pipeline(chunks, gunzipping).catch(() => undefined);
  try {
    for await (const chunk of gunzipping) yield chunk as Uint8Array;
  } finally {
    gunzipping.destroy();
    await feeding;
  }
}
