import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { NetworkSpec } from '../../engine/spec.js';
import type { DataFile, LoadOptions } from '../file.js';
import { DataError, refusal } from '../finding.js';
import { maxValues } from '../limits.js';
import { Rows } from '../table.js';
import type { Table } from '../table.js';
import { BadCells } from './cells.js';
import { readHeader } from './header.js';
import type { CsvSource, Header } from './header.js';
import type { Place } from './place.js';
import { readRecords } from './records.js';
import type { Records } from './records.js';
import { TargetColumn } from './target.js';
import { targetsOf } from './targets.js';

/**
 * A CSV or TSV file with a header.
 * @throws DataError with what is wrong in it
 */
export async function loadCsv(
  source: CsvSource,
  network: NetworkSpec,
  directory: string,
  options: LoadOptions,
): Promise<Table> {
  const file: DataFile = {
    name: source.file,
    path: path.resolve(directory, source.file),
    at: ['data', 'file'],
  };
  const reader = new Reader(source, file, options);
  await readRecords(file, options, (records) => reader.take(records));
  return reader.end(network);
}

/** Takes the rows as they come: the header first, then numbers into columns. */
class Reader {
  private columns: Columns | null = null;

  constructor(
    private readonly source: CsvSource,
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
  private readonly targets: readonly TargetColumn[];
  private readonly bad: BadCells;
  private seen = 0;

  constructor(
    private readonly header: Header,
    private readonly file: DataFile,
  ) {
    this.features = new Rows(header.features.length);
    this.row = new Float64Array(header.features.length);
    this.targets = header.targets.map((column) => new TargetColumn(column));
    this.bad = new BadCells(file);
  }

  push(cells: readonly string[], place: (cell: number) => Place): void {
    const { header, row, bad } = this;
    this.seen++;
    if (this.seen * row.length > maxValues) throw this.tooLarge();
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
    for (const target of this.targets) this.pushTarget(target, cells[target.column.index].trim(), place);
    if (!bad.any) this.features.push(row);
  }

  toTable(source: CsvSource, network: NetworkSpec): Table {
    if (this.bad.any) throw new DataError(this.bad.findings(this.header, this.seen));
    if (this.seen === 0) {
      const message = l10n.t('{0} has a header and no rows; add the samples below it.', this.file.name);
      throw refusal('no-rows', this.file.at, message);
    }
    return {
      rows: this.features.length,
      inputNames: this.header.features.map((column) => column.name),
      inputs: this.features,
      targets: targetsOf(this.targets, source.task, network, this.bad),
    };
  }

  private pushTarget(target: TargetColumn, cell: string, place: (cell: number) => Place): void {
    const value = toNumber(cell);
    const here = () => place(target.column.index);
    const missing = cell === '' || Math.abs(value) === Infinity || /^[+-]?nan$/i.test(cell);
    if (missing) this.bad.cell(target.column, cell, value, here);
    else target.push(cell, value, here);
  }

  private tooLarge() {
    const message = l10n.t(
      '{0} holds more than {1} numbers; train on a part of its rows.',
      this.file.name,
      maxValues,
    );
    return refusal('too-large', this.file.at, message);
  }
}

/** NaN for what is no number. `Number` takes an empty cell for 0. */
function toNumber(cell: string): number {
  const value = Number(cell);
  return value === 0 && cell.trim() === '' ? NaN : value;
}
