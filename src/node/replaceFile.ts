import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file atomically: it writes a temporary file next to it, which then replaces it. A device or a pipe is written
 * to directly. Rejects with the system's error, or with an AbortError as soon as the signal is aborted.
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const old = await stat(target).catch(() => null);
  if (old && !old.isFile()) await writeFile(target, content, { signal });
  else await replace(target, content, old?.mode ?? null, signal);
}

async function replace(
  file: string,
  content: string | Uint8Array,
  mode: number | null,
  signal: AbortSignal,
): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    await writeFile(beside, content, { signal, flush: true });
    if (mode !== null) await chmod(beside, mode);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
