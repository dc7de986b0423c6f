import type { Files } from '../files.js';
import type { Script } from './placesInScript.js';

/** The largest program that is read, in bytes. */
const mostBytes = 1 << 20;

/** Returns the arguments of a command that may be the file of the user's own program, the likeliest first. */
export const scriptNames = ([program, ...args]: readonly string[]): string[] => [
  ...args.filter((argument) => argument !== '' && !argument.startsWith('-')),
  // A program found on the PATH is not the user's own.
  ...(/[\\/]/.test(program) ? [program] : []),
];

/** Returns the program that a command runs: its first argument that is a file with text. Returns null where there is none. */
export async function scriptOf(command: readonly string[], files: Files): Promise<Script | null> {
  for (const name of scriptNames(command)) {
    const text = await readScript(files.resolve(name), files);
    if (text !== null) return { file: files.resolve(name), text };
  }
  return null;
}

/** Returns the text of a program; null where there is no such file, or it is not text. */
export async function readScript(file: string, files: Files): Promise<string | null> {
  try {
    const { kind, size } = await files.stat(file);
    if (kind !== 'file' || size > mostBytes) return null;
    const text = new TextDecoder().decode(await files.range(file, 0, size));
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
