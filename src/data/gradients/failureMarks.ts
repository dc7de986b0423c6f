import * as l10n from '@vscode/l10n';
import type { Mark } from '../../config/problem.js';
import { visible } from '../../config/characters.js';
import type { Files } from '../files.js';
import { readScript } from './scriptOf.js';
import { tracebackIn, type Frame } from './tracebackIn.js';

/** Matches the paths of libraries, in which the mistake is not. */
const library = /[\\/](?:node_modules|site-packages|dist-packages|lib[\\/]python[\d.]+)[\\/]|^(?:node:|<)/;
/** The most lines of a traceback that are marked. */
const mostMarks = 10;

/** Returns the lines of the user's own files at which a program failed, the innermost first. */
export async function failureMarks(stderr: string, files: Files): Promise<Mark[]> {
  const found = tracebackIn(stderr);
  const marks = new Map<string, Mark>();
  for (const frame of found?.frames ?? []) {
    const key = `${frame.file}:${frame.line}`;
    if (library.test(frame.file) || marks.has(key) || marks.size === mostMarks) continue;
    const place = await placeOf(frame, files);
    const message = visible(found?.message ?? '');
    if (!place) continue;
    marks.set(key, {
      ...place,
      code: 'command-failed',
      severity: marks.size === 0 ? 'error' : 'info',
      message: marks.size === 0 ? message : l10n.t('The program failed in a call from here: {0}', message),
    });
  }
  return [...marks.values()];
}

/** Returns the place of a line of a traceback; null where there is no such line. */
async function placeOf({ file, line, column }: Frame, files: Files) {
  const path = files.resolve(file);
  const text = (await readScript(path, files))?.split(/\r\n|\r|\n/)[line - 1];
  if (text === undefined) return null;
  const indent = text.length - text.trimStart().length;
  const from = column ?? indent + 1;
  return { file: path, line, column: from, length: Math.max(1, text.trimEnd().length - (from - 1)) };
}
