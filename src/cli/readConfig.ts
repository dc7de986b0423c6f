import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { Lines } from '../config/lines.js';
import { parseConfig } from '../config/parse.js';
import type { Finding, Problem } from '../config/problem.js';
import type { Settings } from '../config/edits/settingsEdits.js';
import type { Spec } from '../config/spec.js';
import type { Spans } from '../config/spans.js';
import { isSystemError } from '../data/systemReason.js';
import { UsageError } from './errors.js';
import { failToRead } from './failToRead.js';

/** The content of a config file, parsed. */
export interface Config {
  /** The path of the file as the user wrote it. */
  readonly file: string;
  readonly directory: string;
  readonly text: string;
  readonly lines: Lines;
  /** The parsed config; null where it has an error that prevents a run. */
  readonly spec: Spec | null;
  /** The JSON value of the text, with the settings that replace those of the file. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly spans: Spans;
}

/**
 * Reads a config file. In its spec, `settings` replace those of the file.
 *
 * @throws UsageError where the file cannot be read
 */
export async function readConfig(file: string, settings: Partial<Settings> = {}): Promise<Config> {
  const text = await readText(file);
  const { problems, spans, withSettings, sourceWith } = await parseConfig(text, path.basename(file));
  const directory = path.dirname(path.resolve(file));
  const { value } = sourceWith(settings);
  const spec = withSettings(settings);
  return { file, directory, text, lines: new Lines(text), spec, value, problems, spans };
}

export const toProblems = (config: Config, findings: readonly Finding[]): Problem[] =>
  findings.map((finding) => config.spans.toProblem(finding));

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (isSystemError(error) && error.code === 'EISDIR')
      throw new UsageError(l10n.t('"{0}" is a folder. Name a config file in it.', file));
    failToRead(file, error);
  }
}
