import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import type { ReadColumn } from './readTable.js';
import type { Dialect } from './writtenTable.js';

/** The Python of the system, which has pandas where Debian's package is installed. */
const python = '/usr/bin/python3';

/** Returns whether a call of Python succeeds. */
export function hasModules(...modules: readonly string[]): boolean {
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface TableFile {
  readonly file: string;
  /** How the table is written; null: pandas reads it by its defaults. */
  readonly dialect: Dialect | null;
  readonly columns: readonly Omit<ReadColumn, 'cells'>[];
}

/** Reads tables with pandas. Returns the columns of each, or the message of an error. */
export function readWithPandas(tables: readonly TableFile[]): Promise<(ReadColumn[] | string)[]> {
  return new Promise((resolve, reject) => {
    const script = path.join(import.meta.dirname, 'read.py');
    const child = execFile(python, [script], { maxBuffer: 1 << 28 }, (error, stdout) => {
      if (error) reject(new Error('pandas failed', { cause: error }));
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as ReadColumn[] | string),
        );
    });
    child.stdin?.end(JSON.stringify(tables));
  });
}
