import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RunRecord, RunSettings } from '../protocol.js';
import type { RunImage } from './run.js';

/** What outlives a session, of one config. */
export interface Saved {
  readonly overrides: Partial<RunSettings>;
  readonly records: readonly RunRecord[];
  readonly image: RunImage | null;
}

/** Raised whenever `Saved` changes its shape: what an older version wrote is then left alone. */
const format = 2;

/** One file for each config in a folder of the extension's own. */
export class Storage {
  private writing = Promise.resolve();
  private readonly waiting = new Map<string, Saved>();

  constructor(private readonly folder: string) {}

  /** null where nothing usable was saved. */
  async load(uri: string): Promise<Saved | null> {
    await this.writing;
    const bytes = await readFile(this.file(uri)).catch(() => null);
    if (!bytes) return null;
    try {
      const content = deserialize(bytes) as { format: number; uri: string; saved: Saved };
      return content.format === format && content.uri === uri ? content.saved : null;
    } catch {
      return null; // half a file, or not ours: as good as none
    }
  }

  /** One write after the other; a reader finds the old file or the new one, never half of one. */
  save(uri: string, saved: Saved): Promise<void> {
    this.waiting.set(uri, saved);
    return this.enqueue(async () => {
      const newest = this.waiting.get(uri);
      if (!newest) return; // a later call's, and written by an earlier one's turn
      this.waiting.delete(uri);
      const file = this.file(uri);
      await mkdir(this.folder, { recursive: true });
      await writeFile(`${file}.new`, serialize({ format, uri, saved: newest }));
      await rename(`${file}.new`, file);
    });
  }

  remove(uri: string): Promise<void> {
    return this.enqueue(() => rm(this.file(uri), { force: true }));
  }

  /** All that was to be written is. */
  flush(): Promise<void> {
    return this.writing;
  }

  private enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.writing.then(task);
    this.writing = done.catch(() => undefined); // whoever asked is told; the next one is tried all the same
    return done;
  }

  private file(uri: string): string {
    return path.join(this.folder, `${createHash('sha256').update(uri).digest('hex').slice(0, 32)}.run`);
  }
}
