import * as l10n from '@vscode/l10n';
import type { DataFile } from '../dataFile.js';
import { refusal } from '../finding.js';
import type { Place } from './place.js';
import type { RawCell } from './records.js';

/** Checks that each row has as many cells as the header. Empty cells at the end of a row may be more. */
export class RowLengths {
  private wrong = 0;
  private first: { readonly cells: number; readonly place: Place } | null = null;

  constructor(
    private readonly file: DataFile,
    private readonly expected: number,
    private readonly hasHeader: boolean,
  ) {}

  fits(cells: readonly RawCell[], line: number, place: () => Place): boolean {
    if (cells.length === this.expected) return true;
    if (
      cells.length > this.expected &&
      cells.slice(this.expected).every((cell) => String(cell).trim() === '')
    )
      return true;
    this.wrong++;
    this.first ??= { cells: cells.length, place: { ...place(), line } };
    return false;
  }

  /** @throws DataError where a row has another number of cells */
  check(): void {
    const { first, expected, wrong, file } = this;
    if (!first) return;
    const { line } = first.place;
    const [name, cells] = [file.name, first.cells];
    const what = this.hasHeader
      ? l10n.t('Line {0} of {1} has {2} cells, but the header has {3}.', line, name, cells, expected)
      : l10n.t('Line {0} of {1} has {2} cells, but the first row has {3}.', line, name, cells, expected);
    const advice =
      cells < expected
        ? l10n.t('Add the missing cells.')
        : l10n.t('Put cells that contain a comma in quotes.');
    const others = wrong > 1 ? l10n.t(' {0} more lines are like it.', wrong - 1) : '';
    const message = `${what} ${advice}${others}`;
    throw refusal('csv-row-length', file.at, message, [{ file: file.path, ...first.place, message }]);
  }
}
