import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { makeFolder } from '../../node/makeFolder.js';
import type { RunRecord, RunSettings } from '../../protocol.js';
import type { RunImage } from './runImage.js';
import { isSaved } from './savedShape.js';

/** The state of one config that outlives a session. */
export interface Saved {
  readonly overrides: Partial<RunSettings>;
  readonly records: readonly RunRecord[];
  readonly image: RunImage | null;
}

/** The version of the format. It is incremented when the shape of `Saved` changes; files of other versions are not read. */
const format = 3;

/** Stores one file for each config in the extension's storage folder. */
export class Storage {
  private writing = Promise.resolve();
  private readonly waiting = new Map<string, Saved>();

  constructor(
    readonly folder: string,
    /** Called with the reason if a file cannot be used. */
    private readonly onUnusable: (reason: Error) => void,
  ) {}

  /** Loads a config's state; null if there is none. A file that cannot be used is renamed, so that it is reported once. */
  async load(uri: string): Promise<Saved | null> {
    await this.writing;
    const file = this.file(uri);
    try {
      const content: unknown = deserialize(await readFile(file));
      if (isOfOtherVersion(content)) return null;
      if (isContent(content) && content.uri === uri) return content.saved;
      throw new Error('it is not a run that was saved');
    } catch (error) {
      if (!isMissing(error)) await this.setAside(uri, error);
      return null;
    }
  }

  /** Renames the file of a config that cannot be used, and reports it. */
  async setAside(uri: string, reason: unknown): Promise<void> {
    const file = this.file(uri);
    const why = reason instanceof Error ? reason.message : String(reason);
    this.onUnusable(new Error(`${file} cannot be used and is renamed to end in .unusable: ${why}`));
    await rename(file, `${file}.unusable`).catch(() => undefined); // the next save then replaces the file
  }

  /** Saves a config's state. Writes are sequential and atomic: a reader finds the old file or the new one. */
  save(uri: string, saved: Saved): Promise<void> {
    this.waiting.set(uri, saved);
    return this.enqueue(async () => {
      const newest = this.waiting.get(uri);
      if (!newest) return; // an earlier task has already written this state
      this.waiting.delete(uri);
      const file = this.file(uri);
      makeFolder(this.folder);
      try {
        await writeFile(`${file}.new`, serialize({ format, uri, saved: newest }));
        await rename(`${file}.new`, file);
      } catch (error) {
        await rm(`${file}.new`, { force: true }).catch(() => undefined); // the disk may be full
        throw error;
      }
    });
  }

  /** Keeps under another name what is kept under one; false where that is nothing. */
  async move(from: string, to: string): Promise<boolean> {
    const saved = await this.load(from);
    if (!saved) return false;
    await this.save(to, saved);
    await this.remove(from);
    return true;
  }

  remove(uri: string): Promise<void> {
    return this.enqueue(() => rm(this.file(uri), { force: true }));
  }

  /** Settles when all pending writes are done. */
  flush(): Promise<void> {
    return this.writing;
  }

  private enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.writing.then(task);
    this.writing = done.catch(() => undefined); // the caller receives the error; the next task runs nevertheless
    return done;
  }

  private file(uri: string): string {
    return path.join(this.folder, `${createHash('sha256').update(uri).digest('hex').slice(0, 32)}.run`);
  }
}

interface Content {
  readonly format: number;
  readonly uri: string;
  readonly saved: Saved;
}

function isContent(value: unknown): value is Content {
  return (
    typeof value === 'object' && value !== null && 'uri' in value && 'saved' in value && isSaved(value.saved)
  );
}

function isOfOtherVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  return typeof value.format === 'number' && value.format !== format;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
