import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { limits } from '../../engine/limits.js';
import type { DataFile, LoadOptions } from '../file.js';
import { refusal } from '../finding.js';
import { countLines, placeOf } from './place.js';
import type { Place } from './place.js';
import { text } from './text.js';

/** Some rows of the file; `place` says where a cell of them begins. */
export interface Records {
  readonly rows: readonly (readonly string[])[];
  readonly place: (row: number, cell: number) => Place;
}

/** Who reads the rows. */
export interface RecordReader {
  /** Rows, blank lines among them as rows of one empty cell. The first that is not blank is the header. */
  take(records: Records): void;
  /** After the header: the rows that a text begins with, as long as they are plain and whole. */
  takePlain(text: string, line: number, delimiter: string): PlainPart;
}

/** How much of a text was taken. */
export interface PlainPart {
  readonly lines: number;
  /** Where what is left begins. */
  readonly end: number;
}

/** Feeds a reader the file's rows: plain ones as text, then from the first that is not plain on what a parser makes of them. */
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

/** The part of a file before the first row, or header, that is not plain. */
class Beginning {
  /** What is not taken yet, the line it begins in, and what is between its cells, once that is known. */
  text = '';
  line = 1;
  delimiter: string | null = null;

  constructor(
    private readonly file: DataFile,
    private readonly reader: RecordReader,
  ) {}

  /** Takes as much as it can. True: what is left may be plain, too; it only is no whole row. */
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

  /** Its line ends there; before it there may be blank ones. */
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

/** What is left of a file, by papaparse. */
async function parse(
  file: DataFile,
  { text, line, delimiter }: Beginning,
  pieces: AsyncGenerator<string, void>,
  reader: RecordReader,
): Promise<void> {
  const stream = Readable.from(followedBy(text, pieces));
  const window = new Window(file, line);
  // Before the parser's own listener, so that the window holds what the parser is about to see.
  stream.on('data', (piece: string) => window.append(piece));
  try {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<string[]>(stream, {
        newline: '\n',
        delimiter: delimiter ?? ((first) => delimiterOf(first, file)),
        chunk: (result) => {
          reader.take(window.advance(result));
        },
        complete: () => resolve(),
        error: reject,
      });
    });
  } finally {
    stream.destroy();
  }
}

async function* followedBy(
  piece: string,
  pieces: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  yield piece;
  yield* pieces;
}

/**
 * The one the header has most of, outside quotes. Later lines do not count as in papaparse's own guess, which takes
 * decimal commas for it.
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

/** The part of the text the parser is at work on, to find places in. */
class Window {
  private text = '';
  /** How many characters the parser has had before `text`. */
  private start = 0;

  constructor(
    private readonly file: DataFile,
    /** In which `text` begins. */
    private line: number,
  ) {}

  append(piece: string): void {
    this.text += piece;
  }

  advance(result: Papa.ParseResult<string[]>): Records {
    const { text, line } = this;
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
      'Line {0} of {1} is longer than {2} characters; is it a table?',
      this.line,
      this.file.name,
      limits.lineCharacters,
    );
    return this.refusal('csv-line-too-long', message, this.line);
  }

  private openQuote(line: number) {
    const message = l10n.t(
      'Line {0} of {1}: a quoted cell is not closed properly; a quote within it is written twice ("").', line, this.file.name,
    ); // prettier-ignore
    return this.refusal('csv-quotes', message, line);
  }

  private refusal(code: string, message: string, line: number) {
    return refusal(code, this.file.at, message, [{ file: this.file.path, line, column: 1, message }]);
  }
}
