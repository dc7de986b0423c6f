import Papa from 'papaparse';
import { readDate } from '../columns/cellDate.js';
import { readNumber } from '../columns/cellNumber.js';
import type { TableOptions } from '../../config/spec.js';

/** How the text of a table is split into cells. */
export interface Dialect {
  /** The delimiter; a space stands for one or more blanks. */
  readonly delimiter: string;
  /** The number of lines before the table, such as `sep=;`. */
  readonly skippedLines: number;
}

const candidates = [',', ';', '\t', '|', ' '];
const mostRows = 100;

/**
 * Finds the delimiter of a text. It is the one by which most lines have as many cells as the first; of several such, the
 * one with the most cells, and a blank only where there is no other. Commas in the names of columns, and decimal commas,
 * are thus not mistaken for delimiters.
 * @param sample the first lines
 */
export function findDialect(sample: string, fileName: string, options: TableOptions): Dialect {
  const note = /^\s*"?sep=([^\n"])"?[^\S\n]*\n/i.exec(sample);
  const skippedLines = note ? note[0].split('\n').length - 1 : 0;
  const { delimiter } = options;
  if (delimiter !== null) return { delimiter, skippedLines };
  if (note) return { delimiter: note[1], skippedLines };
  if (/\.(tsv|tab)(\.gz)?$/i.test(fileName)) return { delimiter: '\t', skippedLines };
  const scores = candidates.map((each) => ({ delimiter: each, ...scoreOf(sample, each) }));
  const best = scores.reduce((first, each) => (isBetter(each, first) ? each : first));
  return { delimiter: best.cells > 1 ? best.delimiter : ',', skippedLines };
}

interface Score {
  readonly delimiter: string;
  /** The cells of the first line. */
  readonly cells: number;
  /** The share of the lines with as many cells. */
  readonly share: number;
}

function isBetter(score: Score, best: Score): boolean {
  if (score.cells < 2 || best.cells < 2) return score.cells > 1 && best.cells < 2;
  if (score.share !== best.share) return score.share > best.share;
  return score.delimiter !== ' ' && score.cells > best.cells;
}

function scoreOf(sample: string, delimiter: string): Omit<Score, 'delimiter'> {
  const rows = splitRows(sample, delimiter, mostRows);
  const cells = rows.length > 0 ? rows[0].length : 0;
  const alike = rows.filter((row) => row.length === cells).length;
  return { cells, share: rows.length > 0 ? alike / rows.length : 0 };
}

/** Returns the first rows of a text that are not blank, split into trimmed cells. */
export function splitRows(text: string, delimiter: string, most: number): string[][] {
  const whole = delimiter === ' ' ? withTabs(text) : text;
  const { data } = Papa.parse<string[]>(whole, {
    delimiter: delimiter === ' ' ? '\t' : delimiter,
    newline: '\n',
    preview: 2 * most,
  });
  return data
    .filter((row) => row.length > 1 || row[0].trim() !== '')
    .slice(0, most)
    .map((row) => row.map((cell) => cell.trim()));
}

/** Returns whole lines with a tab for each sequence of blanks between cells, and none around them. */
export const withTabs = (lines: string): string =>
  lines
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/"(?:[^"]|"")*"|[ \t]+/g, (part) => (part.startsWith('"') ? part : '\t'));

/**
 * Returns whether the first row is data by every sign: wherever the other rows of a column have numbers or dates, it has
 * one as well. With only one such column, its texts must occur in other rows, too. Numbers that look like the years or
 * positions after which columns are named are names.
 */
export function startsWithData(rows: readonly (readonly string[])[], missing: ReadonlySet<string>): boolean {
  const [first, ...others] = rows;
  let quantities = 0;
  let areTextsKnown = true;
  for (let i = 0; i < first.length; i++) {
    const cells = others.map((row) => row[i] ?? '').filter((cell) => !missing.has(cell));
    if (missing.has(first[i]) || cells.length === 0) continue;
    if (!cells.every(isQuantity)) areTextsKnown &&= cells.includes(first[i]);
    else if (isQuantity(first[i])) quantities++;
    else return false;
  }
  return quantities > 0 && (quantities > 1 || areTextsKnown) && !areNames(first);
}

const isQuantity = (cell: string): boolean =>
  !Number.isNaN(readNumber(cell, '.')) ||
  !Number.isNaN(readNumber(cell, ',')) ||
  !Number.isNaN(readDate(cell, 'day first'));

/** Returns whether the whole numbers in a row are all years, or increase by one each. */
function areNames(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => /^\d+$/.test(cell)).map(Number);
  if (numbers.length < 2 || numbers.length < cells.filter(isQuantity).length) return false;
  const areYears = numbers.every((value) => value >= 1500 && value <= 2200);
  const countOn = numbers.length > 2 && numbers.every((value, i) => i === 0 || value === numbers[i - 1] + 1);
  return new Set(numbers).size === numbers.length && (areYears || countOn);
}
