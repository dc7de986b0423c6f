import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The answers that were found, and how many other files were skipped. */
export interface FoundAnswers {
  /** The paths as they were given, or below the folders that were given. */
  readonly files: readonly string[];
  /** The files in folders that are no answers. */
  readonly skipped: number;
  /** Whether there are more files than `mostFiles`, so that some were not examined. */
  readonly isCut: boolean;
}

/** The most files in folders that are examined. */
export const mostFiles = 20_000;

/** The depth to which the folders in a folder are read, such as one for each student. */
const mostDepth = 4;

/** Files that may be answers. MATLAB's are not read, but named as answers in a format that cannot be. */
const isAnswer = (name: string): boolean =>
  /\.(json|npz|npy|txt|mat)$/i.test(name) && !/\.backprop\.json$/i.test(name);

/**
 * Returns the answers among files, folders and patterns, relative to a directory; each once. A folder stands for the
 * answers in it and the folders below. What is neither a file nor a pattern is returned as it is.
 */
export async function answerFiles(names: readonly string[], directory: string): Promise<FoundAnswers> {
  const walk = new Walk(directory);
  for (const name of names) {
    const facts = await stat(path.resolve(directory, name)).catch(() => null);
    if (facts?.isDirectory()) await walk.folder(name, 0);
    else if (facts) walk.add(name);
    else for (const file of await matching(name, directory)) walk.add(file);
  }
  return { files: [...walk.files.values()], skipped: walk.skipped, isCut: walk.isCut };
}

/** Returns the files that match a pattern; the name itself where there are none. */
async function matching(name: string, directory: string): Promise<readonly string[]> {
  // On Windows a backslash separates folders, but in a pattern it is an escape.
  const pattern = path.sep === '\\' ? name.replaceAll('\\', '/') : name;
  const { glob } = (await import('fast-glob')).default; // Only patterns need it.
  const found = await glob(pattern, { cwd: directory, suppressErrors: true });
  return found.length > 0 ? found.sort(byName) : [name];
}

class Walk {
  /** The answers as they were given, by their absolute paths. */
  readonly files = new Map<string, string>();
  skipped = 0;
  isCut = false;
  private seen = 0;

  constructor(private readonly directory: string) {}

  add(name: string): void {
    const file = path.resolve(this.directory, name);
    if (!this.files.has(file)) this.files.set(file, name);
  }

  async folder(name: string, depth: number): Promise<void> {
    const entries = await readdir(path.resolve(this.directory, name), { withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries.sort((a, b) => byName(a.name, b.name))) {
      if (++this.seen > mostFiles) {
        this.isCut = true;
        return;
      }
      const at = path.join(name, entry.name);
      if (entry.isDirectory()) {
        const isRead = depth < mostDepth && !entry.name.startsWith('.') && entry.name !== 'node_modules';
        if (isRead) await this.folder(at, depth + 1);
      } else if (isAnswer(entry.name) && !entry.name.startsWith('.')) this.add(at);
      else this.skipped++;
    }
  }
}

const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
