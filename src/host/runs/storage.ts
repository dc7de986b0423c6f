import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RunSettings } from '../../protocol.js';
import { fileNameOf, RunArchive } from './runArchive.js';
import type { RunImage } from './runImage.js';
import { isSaved } from './savedShape.js';
import { TaskQueue } from './taskQueue.js';
import { writeSafely } from './writeSafely.js';

/** The state of one config that outlives a session. */
export interface Saved {
  readonly overrides: Partial<RunSettings>;
  readonly image: RunImage | null;
}

/** The version of the format. It is incremented when the shape of `Saved` changes; files of other versions are not read. */
const format = 4;

/** Stores one file for each config in the extension's storage folder. */
export class Storage {
  /** The runs of the configs. */
  readonly runs: RunArchive;
  private readonly writing = new TaskQueue();
  private readonly waiting = new Map<string, Saved>();

  constructor(
    readonly folder: string,
    /** Called with the reason if a file cannot be used. */
    private readonly onUnusable: (reason: Error) => void,
  ) {
    this.runs = new RunArchive(path.join(folder, 'runs'), onUnusable);
  }

  /** Loads a config's state; null if there is none. A file that cannot be used is renamed, so that it is reported once. */
  async load(uri: string): Promise<Saved | null> {
    await this.writing.idle();
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
    return this.writing.add(async () => {
      const newest = this.waiting.get(uri);
      if (!newest) return; // an earlier task has already written this state
      this.waiting.delete(uri);
      await writeSafely(this.file(uri), serialize({ format, uri, saved: newest }));
    });
  }

  /** Keeps under another name what is kept under one; false where that is nothing. */
  async move(from: string, to: string): Promise<boolean> {
    await this.runs.move(from, to);
    const saved = await this.load(from);
    if (!saved) return false;
    await this.save(to, saved);
    await this.remove(from);
    return true;
  }

  remove(uri: string): Promise<void> {
    return this.writing.add(() => rm(this.file(uri), { force: true }));
  }

  /** Settles when all pending writes are done. */
  async flush(): Promise<void> {
    await Promise.all([this.writing.idle(), this.runs.flush()]);
  }

  private file(uri: string): string {
    return path.join(this.folder, `${fileNameOf(uri)}.run`);
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
