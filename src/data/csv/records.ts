import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import type { DataFile, LoadOptions } from '../file.js';
import { refusal } from '../finding.js';
import { maxLine } from '../limits.js';
import { countLines, placeOf } from './place.js';
import type { Place } from './place.js';
import { text } from './text.js';

/** Some rows of the file; `place` says where a cell of them begins. */
export interface Records {
  readonly rows: readonly (readonly string[])[];
  readonly place: (row: number, cell: number) => Place;
}

/** Feeds `take` the file's rows, blank lines among them as rows of one empty cell. */
export async function readRecords(
  file: DataFile,
  options: LoadOptions,
  take: (records: Records) => void,
): Promise<void> {
  const stream = Readable.from(text(file, options));
  const window = new Window(file);
  // Before the parser's own listener, so that the window holds what the parser is about to see.
  stream.on('data', (piece: string) => window.append(piece));
  try {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<string[]>(stream, {
        newline: '\n',
        delimiter: /\.(tsv|tab)$/i.test(file.name) ? '\t' : guessDelimiter,
        chunk: (result) => {
          take(window.advance(result));
        },
        complete: () => resolve(),
        error: reject,
      });
    });
  } finally {
    stream.destroy();
  }
}

/**
 * The one the header has most of, outside quotes. Later lines do not count as in papaparse's own guess, which takes
 * decimal commas for it.
 */
function guessDelimiter(text: string): string {
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
  /** Characters of the file before `text`, and the line `text` begins in. */
  private start = 0;
  private line = 1;

  constructor(private readonly file: DataFile) {}

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
    if (this.text.length > maxLine) throw this.tooLong();
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
      maxLine,
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
