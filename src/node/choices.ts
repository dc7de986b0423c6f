import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { makeFolder } from './makeFolder.js';

/** What was found out, by machine and version of the engine that compiles the kernels: of the shapes the fastest, and of `matter`s. */
export class Choices {
  private readonly file: string;

  /** `folder`: null where nothing is to be kept. */
  constructor(private readonly folder: string | null) {
    this.file = path.join(folder ?? '', 'kernels.json');
  }

  get(matter?: string): string | null {
    const found = this.read().get(keyOf(matter));
    return typeof found === 'string' ? found : null;
  }

  set(found: string, matter?: string): void {
    if (this.folder === null) return;
    try {
      makeFolder(this.folder);
      const all = this.read().set(keyOf(matter), found);
      writeFileSync(this.file, JSON.stringify(Object.fromEntries(all)));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // A folder that cannot be written to: then it is found out again
    }
  }

  /** Returns what the file has. Nothing where it is missing, half-written by another process, or of another kind. */
  private read(): Map<string, unknown> {
    if (this.folder === null) return new Map();
    try {
      const kept: unknown = JSON.parse(readFileSync(this.file, 'utf8'));
      return new Map(typeof kept === 'object' && kept && !Array.isArray(kept) ? Object.entries(kept) : []);
    } catch {
      return new Map();
    }
  }
}

function keyOf(matter?: string): string {
  const [{ model } = { model: '' }] = cpus();
  const flags = process.execArgv.filter((flag) => flag.includes('wasm'));
  return [model, process.versions.v8, ...flags, ...(matter ? [matter] : [])].join(' ');
}
