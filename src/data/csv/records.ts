import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { limits } from '../../engine/limits.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { refusal } from '../finding.js';
import { countLines, placeOf } from './place.js';
import type { Place } from './place.js';
import { text } from './text.js';

/** Some rows of the file; `place` returns the start of a cell. */
export interface Records {
  readonly rows: readonly (readonly string[])[];
  readonly place: (row: number, cell: number) => Place;
}

/** The receiver of the rows. */
export interface RecordReader {
  /** Receives rows. A blank line is a row of one empty cell. The first row that is not blank is the header. */
  take(records: Records): void;
  /** Receives a text after the header and reads rows from its start as long as they are plain and complete. */
  takePlain(text: string, line: number, delimiter: string): PlainPart;
}

/** The part of a text that was read. */
export interface PlainPart {
  readonly lines: number;
  /** The offset of the rest. */
  readonly end: number;
}

/** Passes a file's rows to a reader: plain rows as text and, from the first that is not plain on, rows split by a parser. */
export async function readRecords(file: DataFile, options: LoadOptions, reader: RecordReader): Promise<void> {
  const pieces = text(file, options);
  const beginning = new Beginning(file, reader);
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (!beginning.take(done ? '\n' : value)) await parse(file, beginning, pieces, reader);
      else if (!done) continue;
      return;
    }
  } finally {
    await pieces.return();
  }
}

/** The part of a file before the first header or row that is not plain. */
class Beginning {
  /** The text not yet read, the line it begins in, and the delimiter of its cells; null until the header is known. */
  text = '';
  line = 1;
  delimiter: string | null = null;

  constructor(
    private readonly file: DataFile,
    private readonly reader: RecordReader,
  ) {}

  /** Reads as many rows as possible. Returns whether the rest, an incomplete row, may be plain as well. */
  take(piece: string): boolean {
    this.text += piece;
    if (this.text.length > limits.lineCharacters) return false;
    if (this.delimiter === null) {
      const start = this.text.search(/\S/);
      const end = start < 0 ? -1 : this.text.indexOf('\n', start);
      if (end < 0) return true;
      if (this.text.slice(start, end).includes('"')) return false;
      this.takeHeader(end);
    }
    const { lines, end } = this.reader.takePlain(this.text, this.line, this.delimiter!);
    this.line += lines;
    this.text = this.text.slice(end);
    return !this.text.includes('\n');
  }

  /** Reads the header, whose line ends at `end`. Blank lines may precede it. */
  private takeHeader(end: number): void {
    const { text, file } = this;
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const before = countLines(text, 0, start);
    const delimiter = delimiterOf(text, file);
    const cells = text.slice(start, end).split(delimiter);
    this.reader.take({ rows: [cells], place: (_, cell) => placeOf(text, 1, delimiter, before, cell) });
    this.delimiter = delimiter;
    this.line = before + 2;
    this.text = text.slice(end + 1);
  }
}

/** Reads the rest of a file with papaparse. */
async function parse(
  file: DataFile,
  { text, line, delimiter }: Beginning,
  pieces: AsyncGenerator<string, void>,
  reader: RecordReader,
): Promise<void> {
  const parser = new Papa.Parser({ newline: '\n', delimiter: delimiter ?? delimiterOf(text, file) });
  const window = new Window(file, line);
  window.append(text);
  reader.take(window.parse(parser, true));
  for await (const piece of pieces) {
    window.append(piece);
    reader.take(window.parse(parser, true));
  }
  reader.take(window.parse(parser, false));
}

/**
 * Returns the delimiter that is the most frequent in the header, outside quotes. Later lines are ignored, unlike in
 * papaparse's own guess, which mistakes decimal commas for delimiters.
 */
function delimiterOf(text: string, file: DataFile): string {
  if (/\.(tsv|tab)$/i.test(file.name)) return '\t';
  const header = /\S.*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: header.split(delimiter).length,
  }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

/** The part of the text that is being parsed, for computing positions. */
class Window {
  private text = '';
  /** The number of characters before `text`. */
  private start = 0;

  constructor(
    private readonly file: DataFile,
    /** The line in which `text` begins. */
    private line: number,
  ) {}

  append(piece: string): void {
    this.text += piece;
  }

  /** Parses the text, without its last row where that may be incomplete. */
  parse(parser: Papa.Parser, isLastIncomplete: boolean): Records {
    const { text, line } = this;
    const result = parser.parse(text, this.start, isLastIncomplete) as Papa.ParseResult<string[]>;
    const { cursor, delimiter } = result.meta;
    this.checkQuotes(result);
    const used = cursor - this.start;
    this.line += countLines(text, 0, used);
    this.start = cursor;
    this.text = text.slice(used);
    if (this.text.length > limits.lineCharacters) throw this.tooLong();
    return {
      rows: result.data,
      place: (row, cell) => placeOf(text, line, delimiter, row, cell),
    };
  }

  private checkQuotes({ errors, meta }: Papa.ParseResult<string[]>): void {
    const quotes = errors.find((error) => error.type === 'Quotes');
    if (!quotes) return;
    const { line } = placeOf(this.text, this.line, meta.delimiter, quotes.row ?? 0, 0);
    throw this.openQuote(line);
  }

  private tooLong() {
    if (this.text.includes('\n')) return this.openQuote(this.line);
    const message = l10n.t(
      'Line {0} of {1} is longer than {2} characters. Check that the file is a table with one sample in each line.',
      this.line,
      this.file.name,
      limits.lineCharacters,
    );
    return this.refusal('csv-line-too-long', message, this.line);
  }

  private openQuote(line: number) {
    const message = l10n.t(
      'Line {0} of {1}: a quoted cell is not closed. Write a quote within it twice ("").', line, this.file.name,
    ); // prettier-ignore
    return this.refusal('csv-quotes', message, line);
  }

  private refusal(code: string, message: string, line: number) {
    return refusal(code, this.file.at, message, [{ file: this.file.path, line, column: 1, message }]);
  }
}
