import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { Finding } from '../../config/problem.js';
import type { DataFile } from '../dataFile.js';
import { capped, finding, mostFindings } from '../finding.js';
import type { Column, Header } from './header.js';
import type { Place } from './place.js';

/** The number of bad cells whose positions are computed. The others are only counted. */
const kept = 200;

interface BadCell {
  readonly column: Column;
  readonly text: string;
  readonly finding: Finding;
}

/** Collects the bad cells and rows of a file and returns the findings about them. */
export class BadCells {
  private readonly cells: BadCell[] = [];
  private readonly rows: Finding[] = [];
  private readonly textsIn = new Map<Column, number>();
  private total = 0;

  constructor(private readonly file: DataFile) {}

  get any(): boolean {
    return this.total > 0;
  }

  /** Adds a cell that does not contain a finite number. */
  cell(column: Column, text: string, value: number, place: () => Place): void {
    this.total++;
    if (text !== '' && Number.isNaN(value)) this.textsIn.set(column, (this.textsIn.get(column) ?? 0) + 1);
    if (this.cells.length < kept)
      this.cells.push({ column, text, finding: this.cellFinding(column, text, place()) });
  }

  /** Adds a row whose length differs from the header's. */
  row(cells: number, expected: number, place: () => Place): void {
    this.total++;
    if (this.rows.length >= kept) return;
    const at = place();
    const message =
      cells < expected
        ? l10n.t(
            'Line {0} of {1} has {2} cells, but the header has {3}. Add the missing cells.',
            at.line,
            this.file.name,
            cells,
            expected,
          )
        : l10n.t(
            'Line {0} of {1} has {2} cells, but the header has {3}. Put cells that contain a comma in quotes.',
            at.line,
            this.file.name,
            cells,
            expected,
          );
    this.rows.push(this.at('csv-row-length', this.file.at, at, message));
  }

  /** Returns one finding for each column with text in most rows, and one for each bad cell of the other columns. */
  findings(header: Header, rows: number): Finding[] {
    const isTextual = (column: Column) => (this.textsIn.get(column) ?? 0) > rows / 2;
    const textual = header.features.filter(isTextual);
    const ofThem = textual.reduce((sum, column) => sum + this.textsIn.get(column)!, 0);
    const others = this.cells.filter((cell) => !isTextual(cell.column)).map((cell) => cell.finding);
    const single = [...this.rows, ...others].sort((a, b) => a.related![0].line - b.related![0].line);
    const left = header.features.filter((feature) => !isTextual(feature)).map((feature) => feature.name);
    const columns = textual.slice(0, mostFindings).map((column) => this.textColumn(column, left));
    return [
      ...capped(columns, textual.length),
      ...capped(single, Math.max(single.length, this.total - ofThem)),
    ];
  }

  /** Returns the finding about a column of text; `left` are the names of the columns without text. */
  private textColumn(column: Column, left: readonly string[]): Finding {
    const example = this.cells.find((cell) => cell.column === column && cell.text !== '')?.text ?? '';
    const message = l10n.t(
      'Column "{0}" of {1} contains text, such as "{2}". Leave it out with "features": {3}.',
      shorten(column.name), this.file.name, shorten(example), shorten(JSON.stringify(left), 200),
    ); // prettier-ignore
    return finding('csv-text-column', column.at, message);
  }

  private cellFinding(column: Column, text: string, place: Place): Finding {
    const where = l10n.t('Line {0}, column {1} of {2}', place.line, place.column, this.file.name);
    const name = shorten(column.name);
    if (text === '') {
      const message = l10n.t(
        '{0}: the cell in column "{1}" is empty. Fill it in, or remove the line.',
        where,
        name,
      );
      return this.at('csv-empty-cell', column.at, place, message);
    }
    if (/^[+-]?(nan|inf(inity)?|[\d.]+e[+-]?\d+)$/i.test(text)) {
      const message = l10n.t('{0}: "{1}" in "{2}" is not a finite number.', where, shorten(text), name);
      return this.at('csv-not-finite', column.at, place, message);
    }
    const message = /^[+-]?\d+,\d+$/.test(text)
      ? l10n.t('{0}: "{1}" in "{2}" is not a number. Use a decimal point.', where, shorten(text), name)
      : l10n.t('{0}: "{1}" in "{2}" is not a number.', where, shorten(text), name);
    return this.at('csv-not-a-number', column.at, place, message);
  }

  /** Returns the finding about a text in a target column that requires numbers. */
  targetText(column: Column, text: string, place: Place): Finding {
    return this.cellFinding(column, text, place);
  }

  private at(code: string, path: Finding['path'], place: Place, message: string): Finding {
    return finding(code, path, message, { related: [{ file: this.file.path, ...place, message }] });
  }
}
