import { statSync } from 'node:fs';
import path from 'node:path';
import type { CompareCommand } from '../../config/spec.js';
import { scriptNames } from '../../data/gradients/scriptOf.js';

/** Returns the path of the file that a config in a folder compares with, or of the program that it runs; null where there is none. */
export function comparedFile(compare: string | CompareCommand, folder: string): string | null {
  if (typeof compare === 'string') return path.resolve(folder, compare);
  const files = scriptNames(compare.command).map((name) => path.resolve(folder, name));
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile()) ?? null;
}
