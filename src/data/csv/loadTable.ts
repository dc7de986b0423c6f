import * as l10n from '@vscode/l10n';
import { limits } from '../../engine/limits.js';
import type { NetworkSpec } from '../../engine/model/spec.js';
import { dataFile } from '../dataFile.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { DataError, refusal } from '../finding.js';
import { numericTable, Rows } from '../table.js';
import type { Table } from '../table.js';
import { BadCells } from './badCells.js';
import { readHeader } from './header.js';
import type { TableSource, Header } from './header.js';
import { placeOf } from './place.js';
import type { Place } from './place.js';
import { PlainRows } from './plainRows.js';
import { readRecords } from './records.js';
import type { PlainPart, RecordReader, Records } from './records.js';
import { TargetColumn } from './targetColumn.js';
import { targetsOf } from './targetsOf.js';

/**
 * Loads a CSV or TSV file with a header.
 * @throws DataError with the problems found in it
 */
export async function loadTable(
  source: TableSource,
  network: NetworkSpec,
  files: Files,
  options: LoadOptions,
): Promise<Table> {
  const file = dataFile(source.file, files, ['data', 'file']);
  const reader = new Reader(source, file, options);
  await readRecords(file, options, reader);
  return reader.end(network);
}

/** Reads rows as they arrive: first the header, then the numbers of each column. */
class Reader implements RecordReader {
  private columns: Columns | null = null;

  constructor(
    private readonly source: TableSource,
    private readonly file: DataFile,
    private readonly options: LoadOptions,
  ) {}

  take({ rows, place }: Records): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (row.length === 1 && row[0].trim() === '') continue;
      if (this.columns) this.columns.push(row, (cell) => place(i, cell));
      else this.columns = this.open(readHeader(row, this.source, this.file, place(i, 0)));
    }
  }

  takePlain(text: string, line: number, delimiter: string): PlainPart {
    return this.columns!.pushPlain(text, line, delimiter);
  }

  private open(header: Header): Columns {
    this.options.onInputs?.(header.features.length);
    return new Columns(header, this.file);
  }

  end(network: NetworkSpec): Table {
    if (!this.columns) throw refusal('no-rows', this.file.at, l10n.t('{0} is empty.', this.file.name));
    return this.columns.toTable(this.source, network);
  }
}

class Columns {
  private readonly features: Rows;
  private readonly row: Float64Array;
  private plain: PlainRows | null = null;
  private readonly targets: readonly TargetColumn[];
  private readonly bad: BadCells;
  private rowCount = 0;

  constructor(
    private readonly header: Header,
    private readonly file: DataFile,
  ) {
    this.features = new Rows(header.features.length);
    this.row = new Float64Array(header.features.length);
    const only = header.targets.length === 1;
    this.targets = header.targets.map((column) => new TargetColumn(column, only));
    this.bad = new BadCells(file);
  }

  push(cells: readonly string[], place: (cell: number) => Place): void {
    const { header, row, bad } = this;
    this.count();
    if (cells.length !== header.names.length) {
      bad.row(cells.length, header.names.length, () => place(0));
      return;
    }
    for (let i = 0; i < row.length; i++) {
      const column = header.features[i];
      const cell = cells[column.index];
      const value = toNumber(cell);
      row[i] = value;
      if (!Number.isFinite(value)) bad.cell(column, cell.trim(), value, () => place(column.index));
    }
    this.finish(
      this.targets.map(({ column }) => cells[column.index]),
      place,
    );
  }

  pushPlain(text: string, line: number, delimiter: string): PlainPart {
    const plain = (this.plain ??= new PlainRows(this.header, delimiter, this.row));
    plain.open(text);
    for (let [start, lines] = [0, 0]; ; lines++) {
      const end = text.startsWith('\n', start) ? start + 1 : plain.read(start);
      if (end === -1) return { lines, end: start };
      if (end > start + 1) {
        this.count();
        const row = start;
        this.finish(plain.targets, (cell) => placeOf(text.slice(row), line + lines, delimiter, 0, cell));
      }
      start = end;
    }
  }

  toTable(source: TableSource, network: NetworkSpec): Table {
    if (this.bad.any) throw new DataError(this.bad.findings(this.header, this.rowCount));
    if (this.rowCount === 0) {
      const message = l10n.t('{0} has a header but no rows. Add the samples below it.', this.file.name);
      throw refusal('no-rows', this.file.at, message);
    }
    const names = this.header.features.map((column) => column.name);
    const targets = targetsOf(this.targets, source.task, network, this.bad);
    return numericTable(names, this.features, { rows: this.features.length, targets });
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

  /** Adds the targets, and the features from `row`. */
  private finish(targets: readonly string[], place: (cell: number) => Place): void {
    this.targets.forEach((target, i) => this.pushTarget(target, targets[i].trim(), place));
    if (!this.bad.any) this.features.push(this.row);
  }

  private pushTarget(target: TargetColumn, cell: string, place: (cell: number) => Place): void {
    const value = toNumber(cell);
    const here = () => place(target.column.index);
    const missing = Number.isNaN(value) ? /^([+-]?nan)?$/i.test(cell) : !Number.isFinite(value);
    if (missing) this.bad.cell(target.column, cell, value, here);
    else target.push(cell, value, here);
  }
}

/** Returns a cell's number; NaN where it is not one. An empty cell, which `Number` converts to 0, is NaN as well. */
function toNumber(cell: string): number {
  const value = Number(cell);
  return value === 0 && cell.trim() === '' ? NaN : value;
}
