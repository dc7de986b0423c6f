import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { version } from '../../package.json';
import type { Problem } from '../config/problem.js';
import type { Span } from '../config/span.js';
import type { Config } from './readConfig.js';
import { writeOutputFile } from './writeOutputFile.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Returns problems as a log in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
export function toSarif(config: Config, problems: readonly Problem[]) {
  const rules = [...new Set(problems.map(({ code }) => code))].map((id) => ({ id }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'backprop', version, rules } },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => result(config, problem)),
      },
    ],
  };
}

function result(
  config: Config,
  { severity, code, message, span, formulas, witnesses = [], related = [] }: Problem,
) {
  const others = [
    ...witnesses.map((witness) => ({ message: witness.message, ...inConfig(config, witness.span) })),
    ...related.map(({ file, line, column, message }) => ({
      message,
      ...place(file, { startLine: line, startColumn: column }),
    })),
  ];
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [inConfig(config, span)],
    ...(formulas && { properties: { formulas } }),
    ...(others.length > 0 && {
      relatedLocations: others.map(({ message: text, ...where }, id) => ({
        id: id + 1,
        message: { text },
        ...where,
      })),
    }),
  };
}

function inConfig({ file, lines }: Config, span: Span) {
  const [from, to] = [lines.at(span.offset), lines.at(span.offset + span.length)];
  return place(file, {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  });
}

const place = (file: string, region: object) => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, region },
});

/** Returns the URI of a file. It is relative for a file below the working directory, as code hosts require. */
function uriOf(file: string): string {
  const relative = path.relative('.', file);
  const isBelow = !relative.startsWith('..') && !path.isAbsolute(relative);
  return isBelow ? relative.split(path.sep).map(encodeURIComponent).join('/') : pathToFileURL(file).href;
}

/** Writes problems to a SARIF file atomically, as `writeOutputFile` does. */
export async function writeSarif(
  out: string,
  config: Config,
  problems: readonly Problem[],
  signal: AbortSignal,
): Promise<void> {
  await writeOutputFile(out, `${JSON.stringify(toSarif(config, problems), null, 2)}\n`, signal);
}
