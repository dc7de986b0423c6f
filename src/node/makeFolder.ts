import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates a folder and its missing parents. The option `recursive` of Node's `mkdir` does not serve: it never returns
 * where the system refuses a folder with ENOENT although the parent exists, as below /proc.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Another process may have created it in the meantime.
  }
}
