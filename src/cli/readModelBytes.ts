import { readFile, stat } from 'node:fs/promises';
import { requireModelSize } from '../models/requireModelSize.js';

/**
 * Reads the bytes of a file with a trained network.
 * @throws ModelError where it is too large; the system's error where it cannot be read
 */
export async function readModelBytes(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  requireModelSize(size);
  return readFile(file);
}
