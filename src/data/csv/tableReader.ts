import * as l10n from '@vscode/l10n';
import { limits } from '../../engine/limits.js';
import { Blocks } from '../columns/blocks.js';
import type { Column } from '../columns/column.js';
import { ColumnReader, mostNumbersOfInput } from '../columns/columnReader.js';
import { readNumber, type DecimalSign } from '../columns/cellNumber.js';
import { sourceColumn, type SourceColumn } from '../columns/sourceColumn.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { refusal } from '../finding.js';
import { Rows } from '../table.js';
import { readHeader } from './header.js';
import type { Header, Names, TableSource } from './header.js';
import { NotPlainError } from './notPlainError.js';
import { placeOf } from './place.js';
import type { Place } from './place.js';
import { PlainRows } from './plainRows.js';
import type { PlainPart, RawCell, RecordReader, Records } from './records.js';
import { RowLengths } from './rowLengths.js';

/** The columns of a file that were read. */
export interface FileColumns {
  readonly header: Header;
  readonly hasHeader: boolean;
  readonly delimiter: string;
  readonly rows: number;
  /** The features in the order of the header, where all of them are plain numbers; else null. */
  readonly plain: Rows | null;
  /** The readers of the targets and, unless these are plain, of the features, by their position in the file. */
  readonly readers: ReadonlyMap<number, ColumnReader>;
  /** The line of each row, from 1. */
  readonly lines: Blocks;
  /** The cells of the first rows as they are written. */
  readonly sample: readonly (readonly string[])[];
}

/** Reads rows as they arrive: first the header, then the cells of each column. */
export class TableReader implements RecordReader {
  private columns: ColumnsReader | null = null;
  private rowsUntilEstimate = 0;

  constructor(
    private readonly source: TableSource,
    private readonly file: DataFile,
    private readonly options: LoadOptions,
    private readonly mayBePlain: boolean,
  ) {}

  open(names: Names, sample: readonly (readonly string[])[], delimiter: string): void {
    const header = readHeader(names, this.source, this.file);
    const isPlain = this.mayBePlain && looksPlain(header, sample, this.source);
    if (isPlain) this.options.onInputs?.(header.features.length);
    this.columns = new ColumnsReader(
      header,
      names.isGiven,
      this.source,
      this.file,
      delimiter,
      isPlain,
      sample,
    );
    if (!isPlain)
      this.rowsUntilEstimate = Math.max(sampleRows, Math.ceil(cellsOfEstimate / header.names.length));
  }

  take({ rows, place, line }: Records): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (isBlank(row)) continue;
      this.columns?.push(row, line(i), (cell) => place(i, cell));
    }
    this.estimateInputs(rows.length);
  }

  /** Reports the number of inputs that the first rows of a table with categories show. */
  private estimateInputs(rows: number): void {
    const { onInputs } = this.options;
    if (!onInputs || this.rowsUntilEstimate <= 0) return;
    this.rowsUntilEstimate -= rows;
    if (this.rowsUntilEstimate <= 0) onInputs(this.columns?.countInputs(this.source.options.decimal) ?? 0);
  }

  takePlain(text: string, line: number, delimiter: string): PlainPart {
    return this.columns?.pushPlain(text, line, delimiter) ?? { lines: 0, end: 0 };
  }

  /** Returns the columns; null where there was no row, not even a header. */
  end(): FileColumns | null {
    return this.columns?.end() ?? null;
  }
}

const isBlank = (row: readonly RawCell[]): boolean =>
  row.length === 1 && typeof row[0] === 'string' && row[0].trim() === '';

/** Returns whether the features are numbers in the first rows, and nothing in the config keeps them from being read as such. */
function looksPlain(
  { features, names }: Header,
  sample: readonly (readonly string[])[],
  { options }: TableSource,
): boolean {
  const isAsked = ({ options: given }: Column) => !given || given.type === 'number' || given.type === null;
  const hasNumber = options.missingValues.some((text) => !Number.isNaN(readNumber(text, '.')));
  if (options.decimal === ',' || hasNumber || !features.every(isAsked)) return false;
  return sample.every(
    (row) => row.length === names.length && features.every(({ index }) => isPlainNumber(row[index])),
  );
}

/** The cells from which the number of inputs is estimated, and the fewest rows. */
const cellsOfEstimate = 1 << 18;
const sampleRows = 100;

const isPlainNumber = (cell: RawCell): boolean =>
  typeof cell === 'number' || (cell.trim() !== '' && Number.isFinite(Number(cell)));

/** The most cells whose position in the line is computed. */
const mostPlaces = 200;

class ColumnsReader {
  private readonly row: Float64Array;
  private readonly features: Rows;
  private plain: PlainRows | null = null;
  private readonly readers = new Map<number, ColumnReader>();
  private readonly targets: readonly ColumnReader[];
  private readonly all: readonly ColumnReader[];
  private readonly lines = new Blocks((length) => new Uint32Array(length));
  private readonly lengths: RowLengths;
  private rowCount = 0;
  private places = 0;

  constructor(
    private readonly header: Header,
    private readonly hasHeader: boolean,
    source: TableSource,
    private readonly file: DataFile,
    private readonly delimiter: string,
    private readonly isPlain: boolean,
    private readonly sample: readonly (readonly string[])[],
  ) {
    this.features = new Rows(header.features.length);
    this.row = new Float64Array(header.features.length);
    const { decimal, missingValues, gapWords } = source.options;
    const options = {
      missing: new Set(missingValues),
      gapWords: new Set(gapWords),
      decimal,
      likelyDecimal: likelyDecimalOf(delimiter),
    };
    const reader = (column: Column, mostNumbers: number): ColumnReader => {
      const known = this.readers.get(column.index) ?? new ColumnReader(column, { ...options, mostNumbers });
      this.readers.set(column.index, known);
      return known;
    };
    this.targets = header.targets.map((column) => reader(column, limits.classes));
    if (!isPlain) for (const column of header.features) reader(column, mostNumbersOfInput);
    this.all = [...this.readers.values()];
    this.lengths = new RowLengths(file, header.names.length, hasHeader);
  }

  push(cells: readonly RawCell[], line: number, place: (cell: number) => Place): void {
    this.count();
    if (!this.lengths.fits(cells, line, () => place(0))) {
      if (this.isPlain) throw new NotPlainError();
      return;
    }
    if (this.isPlain) this.pushNumbers(cells);
    this.lines.push(line);
    for (const reader of this.all)
      reader.push(cells[reader.column.index], () => this.placeOf(line, () => place(reader.column.index)));
  }

  pushPlain(text: string, line: number, delimiter: string): PlainPart {
    if (!this.isPlain) return { lines: 0, end: 0 };
    const plain = (this.plain ??= new PlainRows(this.header, delimiter, this.row));
    const { targets, features, row } = this;
    plain.open(text);
    for (let [start, lines] = [0, 0]; ; lines++) {
      const end = text.startsWith('\n', start) ? start + 1 : plain.read(start);
      if (end === -1) return { lines, end: start };
      if (end > start + 1) {
        this.count();
        const from = start;
        this.lines.push(line + lines);
        for (let i = 0; i < targets.length; i++) {
          const { index } = targets[i].column;
          const here = line + lines;
          targets[i].push(plain.targets[i], () =>
            this.placeOf(here, () => placeOf(text.slice(from), here, delimiter, 0, index)),
          );
        }
        features.push(row);
      }
      start = end;
    }
  }

  end(): FileColumns {
    this.lengths.check();
    const { header, hasHeader, delimiter, readers, lines, isPlain, features } = this;
    if (lines.length === 0) {
      const message = l10n.t('{0} has a header but no rows. Add the samples below it.', this.file.name);
      throw refusal('no-rows', this.file.at, message);
    }
    const plain = isPlain ? features : null;
    const sample = this.sample.filter((row) => !isBlank(row));
    return { header, hasHeader, delimiter, rows: lines.length, plain, readers, lines, sample };
  }

  /** Returns the number of inputs that the features become, by what was read so far. */
  countInputs(decimal: DecimalSign | null): number {
    const likely = likelyDecimalOf(this.delimiter);
    return this.header.features.reduce((sum, { index }) => {
      const reader = this.readers.get(index);
      return sum + (reader ? inputCount(sourceColumn(reader, decimal, likely)) : 0);
    }, 0);
  }

  private pushNumbers(cells: readonly RawCell[]): void {
    const { header, row } = this;
    for (let i = 0; i < row.length; i++) {
      const cell = cells[header.features[i].index];
      if (!isPlainNumber(cell)) throw new NotPlainError();
      row[i] = Number(cell);
    }
    this.features.push(row);
  }

  /** Returns the place of a cell. Its position in the line is computed for the first few, as that takes long in a wide table. */
  private placeOf(line: number, place: () => Place): Place {
    return this.places++ < mostPlaces ? place() : { line, column: 1 };
  }

  /** Counts a row and checks the limits. */
  private count(): void {
    this.rowCount++;
    const values = this.rowCount * (this.row.length + this.targets.length);
    const { name, at } = this.file;
    if (this.rowCount > limits.samples) {
      const message = l10n.t('{0} has more than {1} rows. Train on a part of them.', name, limits.samples);
      throw refusal('too-large', at, message);
    }
    if (values > limits.values) {
      const message = l10n.t('{0} contains more than {1} numbers. Train on a part of its rows.', name, limits.values); // prettier-ignore
      throw refusal('too-large', at, message);
    }
  }
}

function inputCount({ content, reason, labels, missing }: SourceColumn): number {
  if (reason !== null) return 0;
  return content === 'category' ? (labels?.length ?? 0) + Number(missing > 0) : 1;
}

/** Between semicolons a comma is likely a decimal sign; elsewhere it is likely between thousands. */
const likelyDecimalOf = (delimiter: string): DecimalSign | null => (delimiter === ';' ? null : '.');
