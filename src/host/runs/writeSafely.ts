import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../node/makeFolder.js';

/** Writes a file so that a reader finds the old content or the new one, even if this process is killed meanwhile. */
export async function writeSafely(file: string, content: Uint8Array): Promise<void> {
  makeFolder(path.dirname(file));
  try {
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  } catch (error) {
    await rm(`${file}.new`, { force: true }).catch(() => undefined); // the disk may be full
    throw error;
  }
}
