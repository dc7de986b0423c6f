import * as l10n from '@vscode/l10n';
import stringWidth from 'string-width';
import { legible, visible } from '../config/characters.js';
import type { Formulas, FormulaText, Problem } from '../config/problem.js';
import type { Config } from './readConfig.js';

/** A file whose problems are shown. */
export type ProblemFile = Pick<Config, 'file' | 'text' | 'lines'>;

/** Returns the text of a problem with its line of the file and carets under the place. */
export function showProblem({ file, text, lines }: ProblemFile, problem: Problem): string {
  const { severity, code, message, span, formulas, related = [] } = problem;
  const { line, column } = lines.at(span.offset);
  const elsewhere = related.map(
    (place) => `  ${place.file}:${place.line}:${place.column}: ${visible(place.message)}`,
  );
  return [
    `${file}:${line}:${column}: ${severity} ${code} ${visible(message)}`,
    ...excerpt(text, span.offset, span.length, line),
    ...(formulas ? formulaLines(formulas) : []),
    ...elsewhere,
  ].join('\n');
}

/** Returns the wrong and the right formula one below the other, and the number that is worked through. */
function formulaLines({ wrote, right, worked }: Formulas): string[] {
  const [yours, correct] = [l10n.t('you computed'), l10n.t('right')];
  const width = Math.max(stringWidth(yours), stringWidth(correct));
  const line = (word: string, { text }: FormulaText) =>
    `  ${word}${' '.repeat(width - stringWidth(word))}  ${visible(text)}`;
  const pairs = worked ? [{ wrote, right }, worked] : [{ wrote, right }];
  return pairs.flatMap((pair) => [line(yours, pair.wrote), line(correct, pair.right)]);
}

/** The number of characters of a long line that are shown around the place. */
const width = 100;

function excerpt(text: string, offset: number, length: number, line: number): string[] {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const end = start + text.slice(start, start + (offset - start) + width).search(/[\r\n]|$/);
  const from = Math.max(start, offset - width / 2);
  const shown = text.slice(from, Math.min(end, from + width));
  const at = offset - from;
  const [before, marked, after] = [[0, at], [at, at + length], [at + length]].map(([a, b]) =>
    legible(shown.slice(a, b)),
  );
  const carets = Math.max(1, stringWidth(marked));
  const margin = String(line).length;
  return [
    ` ${line} | ${before}${marked}${after}`,
    ` ${' '.repeat(margin)} | ${blank(before)}${'^'.repeat(carets)}`,
  ];
}

/** Returns spaces that are as wide as the text on the terminal. Tabs are kept. */
const blank = (text: string): string => text.replace(/[^\t]+/g, (part) => ' '.repeat(stringWidth(part)));

/** Returns a problem as `--json` prints it. Lines and columns count from 1. */
export function problemRecord({ lines }: Pick<Config, 'lines'>, { severity, code, message, span }: Problem) {
  const from = lines.at(span.offset);
  const to = lines.at(span.offset + span.length);
  return {
    severity,
    code,
    message,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}
