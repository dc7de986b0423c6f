import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RunId } from '../../protocol.js';
import type { PastRun } from './pastRun.js';
import { isPastRun } from './savedShape.js';
import { TaskQueue } from './taskQueue.js';
import { writeSafely } from './writeSafely.js';

/** The version of the format. Files of other versions are not read. */
const format = 1;

/** A short name for the files of a config. */
export const fileNameOf = (uri: string): string =>
  createHash('sha256').update(uri).digest('hex').slice(0, 32);

/** The endings of a run's files: what is listed of it, and its last state. A deleted run has `.deleted` after them. */
const endings = ['.past', '.state'] as const;

/** Stores the runs of configs: a folder for each config, in it two files for each run. */
export class RunArchive {
  private readonly tasks = new TaskQueue();

  constructor(
    private readonly folder: string,
    /** Called with the reason if a file cannot be used. */
    private readonly onUnusable: (reason: Error) => void,
  ) {}

  /** Loads a config's runs in any order. A file that cannot be used is renamed, and the other runs are loaded. */
  load(uri: string): Promise<PastRun[]> {
    return this.tasks.add(async () => {
      const folder = this.folderOf(uri);
      const names = await readdir(folder).catch(() => []);
      // Deleted runs can be restored only in the session in which they were deleted.
      const remains = names.filter((name) => /\.(deleted|new)$/.test(name));
      await Promise.all(remains.map((name) => rm(path.join(folder, name), { force: true })));
      const files = names.filter((name) => name.endsWith('.past')).map((name) => path.join(folder, name));
      const runs = await Promise.all(files.map((file) => this.read(file)));
      return runs.filter((run) => run !== null);
    });
  }

  /** Saves a run. @param state its last state; null where it is not kept, undefined: as it was saved last */
  save(uri: string, run: PastRun, state?: Uint8Array | null): Promise<void> {
    return this.tasks.add(async () => {
      const [file, stateFile] = this.filesOf(uri, run.record.run);
      if (state) await writeSafely(stateFile, state);
      if (state === null) await rm(stateFile, { force: true });
      await writeSafely(file, serialize({ format, run }));
    });
  }

  /** Returns the last state of a run; null where it is not kept. */
  loadState(uri: string, run: RunId): Promise<Uint8Array | null> {
    return this.tasks.add(() => readFile(this.filesOf(uri, run)[1]).catch(() => null));
  }

  /** Removes runs so that they can be restored until they are loaded again. */
  delete(uri: string, runs: readonly RunId[]): Promise<void> {
    return this.renameAll(uri, runs, (file) => [file, `${file}.deleted`]);
  }

  undelete(uri: string, runs: readonly RunId[]): Promise<void> {
    return this.renameAll(uri, runs, (file) => [`${file}.deleted`, file]);
  }

  /** Removes runs, or their last states alone. */
  drop(uri: string, runs: readonly RunId[], what: 'all' | 'state'): Promise<void> {
    const files = runs.flatMap((run) => this.filesOf(uri, run).slice(what === 'all' ? 0 : 1));
    return this.tasks.add(async () => {
      await Promise.all(files.map((file) => rm(file, { force: true })));
    });
  }

  /** Keeps under another name what is kept under one. The runs of a config that had the name before are removed. */
  move(from: string, to: string): Promise<void> {
    return this.tasks.add(async () => {
      const [source, target] = [this.folderOf(from), this.folderOf(to)];
      if (!(await exists(source))) return;
      await rm(target, { recursive: true, force: true });
      await rename(source, target);
    });
  }

  /** Settles when all pending writes are done. */
  flush(): Promise<void> {
    return this.tasks.idle();
  }

  private async read(file: string): Promise<PastRun | null> {
    try {
      const content: unknown = deserialize(await readFile(file));
      if (!isContent(content)) throw new Error('it is not a run that was kept');
      if (content.format !== format) return null;
      const { run } = content;
      if (!isPastRun(run) || path.basename(file) !== `${run.record.run}.past`)
        throw new Error('it is not a run that was kept');
      const stateBytes = await sizeOf(file.replace(/\.past$/, '.state'));
      return { ...run, stateBytes, record: { ...run.record, hasState: stateBytes > 0 } };
    } catch (error) {
      await this.setAside(file, error);
      return null;
    }
  }

  private async setAside(file: string, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    this.onUnusable(new Error(`${file} cannot be used and is renamed to end in .unusable: ${why}`));
    await rename(file, `${file}.unusable`).catch(() => undefined);
  }

  private renameAll(
    uri: string,
    runs: readonly RunId[],
    names: (file: string) => readonly [from: string, to: string],
  ): Promise<void> {
    return this.tasks.add(async () => {
      for (const [from, to] of runs.flatMap((run) => this.filesOf(uri, run)).map(names))
        if (await exists(from)) await rename(from, to);
    });
  }

  private folderOf(uri: string): string {
    return path.join(this.folder, fileNameOf(uri));
  }

  private filesOf(uri: string, run: RunId): string[] {
    return endings.map((ending) => path.join(this.folderOf(uri), `${run}${ending}`));
  }
}

const isContent = (value: unknown): value is { readonly format: number; readonly run: unknown } =>
  typeof value === 'object' && value !== null && 'format' in value && 'run' in value;

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
