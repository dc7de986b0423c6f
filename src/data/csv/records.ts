import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { limits } from '../../engine/limits.js';
import type { TableOptions } from '../../config/spec.js';
import type { DataFile } from '../dataFile.js';
import { refusal } from '../finding.js';
import { findDialect, splitRows, startsWithData, withTabs } from './dialect.js';
import type { Names } from './header.js';
import { countLines, endOfRow, placeOf } from './place.js';
import type { Place } from './place.js';

/** The text of a cell, or the finite number in a file that has numbers. */
export type RawCell = string | number;

/** Some rows of the file; `place` returns the start of a cell, and `line` the line of a row. */
export interface Records {
  readonly rows: readonly (readonly RawCell[])[];
  readonly place: (row: number, cell: number) => Place;
  readonly line: (row: number) => number;
}

/** The receiver of the rows. */
export interface RecordReader {
  /** Receives the names of the columns and the first rows, at most a hundred, before anything else. */
  open(names: Names, sample: readonly (readonly string[])[], delimiter: string): void;
  /** Receives rows. A blank line is a row of one empty cell. */
  take(records: Records): void;
  /** Receives a text and reads rows from its start as long as they are plain and complete. */
  takePlain(text: string, line: number, delimiter: string): PlainPart;
}

/** The part of a text that was read. */
export interface PlainPart {
  readonly lines: number;
  /** The offset of the rest. */
  readonly end: number;
}

/** The most characters that are read to find out how a table is written. */
const sampleLength = 1 << 16;
const sampleRows = 100;
/** The fewest lines of a sample, also where they are long. */
const fewestLines = 3;

/**
 * Passes a file's rows to a reader: plain rows as text and, from the first that is not plain on, rows split by a parser.
 * A file of blank lines has no rows, and the reader is then not opened.
 */
export async function readRecords(
  file: DataFile,
  pieces: AsyncGenerator<string, void>,
  options: TableOptions,
  reader: RecordReader,
): Promise<void> {
  try {
    const { text, isWhole } = await startOf(pieces);
    if (!isWhole && !text.trimStart().includes('\n')) throw lineTooLong(file, 1);
    const sample = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
    const { delimiter, skippedLines } = findDialect(sample, file.name, options);
    const rest = new Rest(text, isWhole, pieces, delimiter === ' ');
    rest.skip(skippedLines);
    const cellDelimiter = delimiter === ' ' ? '\t' : delimiter;
    if (!openReader(file, rest, isWhole, cellDelimiter, options, reader)) return;
    if (await readPlain(rest, cellDelimiter, reader)) await parse(file, rest, cellDelimiter, reader);
  } finally {
    await pieces.return();
  }
}

/** Reads enough of a text to find out how it is written. */
async function startOf(pieces: AsyncGenerator<string, void>): Promise<{ text: string; isWhole: boolean }> {
  let text = '';
  for (;;) {
    const isEnough =
      text.length >= sampleLength && countLines(text.trimStart(), 0, text.length) >= fewestLines;
    if (isEnough || text.length > limits.lineCharacters) return { text, isWhole: false };
    const { done, value } = await pieces.next();
    if (done) return { text, isWhole: true };
    text += value;
  }
}

/** The part of a table that was not read yet, with blanks between cells turned into tabs where it is aligned by blanks. */
class Rest {
  text = '';
  /** The line in which `text` begins. */
  line = 1;
  /** The part of the last line that has arrived, of a table that is aligned by blanks. */
  private partial = '';

  constructor(
    first: string,
    isWhole: boolean,
    private readonly pieces: AsyncGenerator<string, void>,
    private readonly isAligned: boolean,
  ) {
    this.append(first);
    if (isWhole) this.end();
  }

  /** Appends the next piece of the file. Returns false at its end. */
  async more(): Promise<boolean> {
    const { done, value } = await this.pieces.next();
    if (!done) this.append(value);
    else this.end();
    return !done;
  }

  skip(lines: number): void {
    for (let i = 0; i < lines; i++) this.take(this.text.indexOf('\n') + 1, 1);
  }

  /** Removes the first characters, which have some line ends. */
  take(length: number, lines: number): void {
    this.text = this.text.slice(length);
    this.line += lines;
  }

  private append(piece: string): void {
    if (!this.isAligned) {
      this.text += piece;
      return;
    }
    const whole = this.partial + piece;
    const end = whole.lastIndexOf('\n') + 1;
    this.text += withTabs(whole.slice(0, end));
    this.partial = whole.slice(end);
  }

  private end(): void {
    this.text += withTabs(this.partial);
    this.partial = '';
  }
}

/** Reads the header. Returns false where the file has no row. */
function openReader(
  file: DataFile,
  rest: Rest,
  isWhole: boolean,
  delimiter: string,
  options: TableOptions,
  reader: RecordReader,
): boolean {
  const lines = isWhole ? rest.text : rest.text.slice(0, rest.text.lastIndexOf('\n') + 1);
  const sample = splitRows(lines, delimiter, sampleRows);
  if (sample.length === 0) return false;
  const hasHeader =
    options.header ?? !startsWithData(sample, new Set([...options.missingValues, ...options.gapWords]));
  const { text, line } = rest;
  const start = text.lastIndexOf('\n', text.search(/\S/)) + 1;
  const end = endOfRow(text, start, delimiter);
  const before = countLines(text, 0, start);
  const place = { line: line + before, column: 1 };
  // A quote that is not closed makes the parser take more lines for the first row than it has.
  const alone = splitRows(text.slice(start, end), delimiter, 1).at(0) ?? [];
  if (alone.join('\n') !== sample[0].join('\n')) throw openQuote(file, place.line);
  if (!hasHeader) {
    const cells = sample[0].map(() => '');
    reader.open({ cells, isGiven: false, place }, sample, delimiter);
    return true;
  }
  const rows = sample.slice(1);
  reader.open({ cells: withRowNames(sample[0], rows), isGiven: true, place }, rows, delimiter);
  rest.take(end + 1, countLines(text, 0, end) + 1);
  return true;
}

/** Returns the header with an empty name in front where all rows have one cell more: the name of the row, as R writes it. */
function withRowNames(cells: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const areLonger = rows.length > 1 && rows.every((row) => row.length === cells.length + 1);
  return areLonger && rows.some((row) => row[row.length - 1] !== '') ? ['', ...cells] : cells;
}

/** Reads plain rows. Returns whether there are others after them. */
async function readPlain(rest: Rest, delimiter: string, reader: RecordReader): Promise<boolean> {
  for (;;) {
    const { lines, end } = reader.takePlain(rest.text, rest.line, delimiter);
    rest.take(end, lines);
    if (rest.text.includes('\n') || rest.text.length > limits.lineCharacters) return true;
    if (await rest.more()) continue;
    if (rest.text === '') return false;
    // The last line need not have an end.
    const last = reader.takePlain(`${rest.text}\n`, rest.line, delimiter);
    return last.lines === 0;
  }
}

/** Reads the rest of a file with papaparse. */
async function parse(file: DataFile, rest: Rest, delimiter: string, reader: RecordReader): Promise<void> {
  const parser = new Papa.Parser({ newline: '\n', delimiter });
  const window = new Window(file, rest, parser, delimiter);
  do reader.take(window.parse(true));
  while (await rest.more());
  reader.take(window.parse(false));
}

/** Parses what is there of the rest. */
class Window {
  /** The number of characters before the rest. */
  private start = 0;

  constructor(
    private readonly file: DataFile,
    private readonly rest: Rest,
    private readonly parser: Papa.Parser,
    private readonly delimiter: string,
  ) {}

  /** Parses the text, without its last row where that may be incomplete. */
  parse(isLastIncomplete: boolean): Records {
    const { rest, delimiter } = this;
    const { text, line } = rest;
    const result = this.parser.parse(text, this.start, isLastIncomplete) as Papa.ParseResult<string[]>;
    const { cursor } = result.meta;
    this.checkQuotes(result);
    const used = cursor - this.start;
    rest.take(used, countLines(text, 0, used));
    this.start = cursor;
    if (rest.text.length > limits.lineCharacters) throw this.tooLong();
    return {
      rows: result.data,
      place: (row, cell) => placeOf(text, line, delimiter, row, cell),
      line: text.includes('"') ? linesOf(result.data, line) : (row) => line + row,
    };
  }

  private checkQuotes({ errors }: Papa.ParseResult<string[]>): void {
    const quotes = errors.find((error) => error.type === 'Quotes');
    if (!quotes) return;
    const { line } = placeOf(this.rest.text, this.rest.line, this.delimiter, quotes.row ?? 0, 0);
    throw openQuote(this.file, line);
  }

  private tooLong() {
    const { line, text } = this.rest;
    if (text.includes('\n')) return openQuote(this.file, line);
    return lineTooLong(this.file, line);
  }
}

function openQuote(file: DataFile, line: number) {
  const message = l10n.t(
    'Line {0} of {1}: a quoted cell is not closed. Write a quote within it twice ("").', line, file.name,
  ); // prettier-ignore
  return refusalAt('csv-quotes', file, line, message);
}

function lineTooLong(file: DataFile, line: number) {
  const message = l10n.t(
    'Line {0} of {1} is longer than {2} characters. Check that the file is a table with one sample in each line.',
    line,
    file.name,
    limits.lineCharacters,
  );
  return refusalAt('csv-line-too-long', file, line, message);
}

const refusalAt = (code: string, { at, path }: DataFile, line: number, message: string) =>
  refusal(code, at, message, [{ file: path, line, column: 1, message }]);

/** Returns the line of each row, where cells may have line ends. */
function linesOf(rows: readonly (readonly string[])[], first: number): (row: number) => number {
  const lines = new Uint32Array(rows.length);
  let line = first;
  rows.forEach((row, i) => {
    lines[i] = line++;
    for (const cell of row) if (cell.includes('\n')) line += countLines(cell, 0, cell.length);
  });
  return (row) => lines[row];
}
