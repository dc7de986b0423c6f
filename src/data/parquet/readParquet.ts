import * as l10n from '@vscode/l10n';
import type { ColumnMetaData } from 'hyparquet';
import { shorten } from '../../config/characters.js';
import type { Finding } from '../../config/problem.js';
import { limits } from '../../engine/limits.js';
import type { RawCell } from '../csv/records.js';
import { rangeOf, type DataFile, type LoadOptions } from '../dataFile.js';
import { DataError, finding, refusal } from '../finding.js';
import { cellsOf, isInexact } from './cells.js';
import { DamagedError, UnsupportedError } from './damaged.js';
import { decodeChunk } from './decodeChunk.js';
import { openParquet, type FlatColumn, type ParquetFile } from './openParquet.js';

/** Receives the rows of a Parquet file. */
export interface ParquetReceiver {
  /** Receives the names of the columns and the first rows, at most a hundred, before anything else. */
  open(names: readonly string[], sample: readonly (readonly string[])[]): void;
  /** Receives rows; `first` is the number of the first one, from 1. */
  take(rows: readonly (readonly RawCell[])[], first: number): void;
}

/** The number of rows that are passed on at once. */
const rowsAtOnce = 4096;
const sampleRows = 100;
/** The most columns that a message names. */
const mostNames = 10;

/**
 * Reads a Parquet file, one row group after the other.
 * @param isNeeded returns whether the cells of a column are needed; those of the others are empty
 * @returns what was found about the file
 * @throws DataError where it cannot be read
 */
export async function readParquet(
  file: DataFile,
  isNeeded: (name: string) => boolean,
  options: LoadOptions,
  receiver: ParquetReceiver,
): Promise<readonly Finding[]> {
  const parquet = await explained(file, options, () => openParquet(file));
  const needed = parquet.columns.filter(({ name }) => isNeeded(name));
  checkSize(parquet, needed, file);
  const inexact = await readGroups(parquet, needed, file, options, receiver);
  return [...ignoredFinding(parquet, file), ...inexactFindings(inexact, file)];
}

/** Reads a part of a file. An error of the decoder, whatever it is, means that the file is damaged. */
async function explained<Result>(
  file: DataFile,
  { signal }: LoadOptions,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError || signal?.aborted || !(error instanceof Error)) throw error;
    throw error instanceof UnsupportedError ? unsupported(file, error) : damaged(file, error);
  }
}

function checkSize({ rows }: ParquetFile, needed: readonly FlatColumn[], file: DataFile): void {
  if (rows * needed.length <= limits.values) return;
  const message = l10n.t('{0} contains more than {1} numbers. Train on a part of its rows.', file.name, limits.values); // prettier-ignore
  throw refusal('too-large', file.at, message);
}

/** Passes on all rows, and returns the number of inexact values of each column. */
async function readGroups(
  parquet: ParquetFile,
  needed: readonly FlatColumn[],
  file: DataFile,
  options: LoadOptions,
  receiver: ParquetReceiver,
): Promise<ReadonlyMap<string, number>> {
  const names = parquet.columns.map(({ name }) => name);
  const inexact = new Map<string, number>();
  let first = 1;
  let isOpen = false;
  for (const [index, group] of parquet.groups.entries()) {
    const rows = Number(group.num_rows);
    const cells = await readGroup(parquet, needed, { index, rows }, file, options, inexact);
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const some = rowsOf(cells, names.length, from, Math.min(rows, from + rowsAtOnce));
      if (!isOpen)
        receiver.open(
          names,
          some.slice(0, sampleRows).map((row) => row.map(String)),
        );
      isOpen = true;
      receiver.take(some, first + from);
      await turn(options);
    }
    first += rows;
  }
  if (!isOpen) receiver.open(names, []);
  return inexact;
}

/** The cells of the columns that are needed in a group, by the position of their column. */
type Cells = readonly { readonly column: number; readonly at: (row: number) => RawCell }[];

async function readGroup(
  parquet: ParquetFile,
  needed: readonly FlatColumn[],
  { index, rows }: { readonly index: number; readonly rows: number },
  file: DataFile,
  options: LoadOptions,
  inexact: Map<string, number>,
): Promise<Cells> {
  const cells: { column: number; at: (row: number) => RawCell }[] = [];
  for (const [done, column] of needed.entries()) {
    const values = await explained(file, options, () =>
      readColumn(parquet, column, index, rows, file, options),
    );
    let count = 0;
    for (const value of values) if (isInexact(value)) count++;
    if (count > 0) inexact.set(column.name, (inexact.get(column.name) ?? 0) + count);
    const cellOf = cellsOf(column);
    cells.push({ column: parquet.columns.indexOf(column), at: (row) => cellOf(values[row]) });
    options.onProgress?.((index + (done + 1) / needed.length) / parquet.groups.length);
  }
  return cells;
}

async function readColumn(
  { groups, size }: ParquetFile,
  column: FlatColumn,
  group: number,
  rows: number,
  file: DataFile,
  options: LoadOptions,
): Promise<unknown[]> {
  if (rows === 0) return [];
  const chunk = groups[group].columns[column.chunk];
  const { meta_data: metadata, file_path: path } = chunk;
  if (path) throw new UnsupportedError('columns in files of their own');
  if (!metadata) throw new UnsupportedError('encrypted columns');
  const { start, length } = placeOf(metadata);
  if (!(start >= 0) || !(length >= 0) || start + length > size)
    throw new DamagedError('a column is outside the file');
  if (length > limits.parquetChunkBytes)
    throw new DamagedError('a column of a row group is larger than 1 GB');
  const steps = decodeChunk(await rangeOf(file, start, length), column, metadata, rows);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn(options);
  }
}

/** Returns the place of a column's bytes. Some writers leave the offset of the dictionary 0. */
function placeOf({
  dictionary_page_offset: dictionary,
  data_page_offset: data,
  total_compressed_size,
}: ColumnMetaData) {
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  return { start, length: Number(total_compressed_size) };
}

function rowsOf(cells: Cells, columns: number, from: number, to: number): RawCell[][] {
  const rows = Array.from({ length: to - from }, () => Array<RawCell>(columns).fill(''));
  for (const { column, at } of cells)
    for (let row = from; row < to; row++) rows[row - from][column] = at(row);
  return rows;
}

async function turn({ signal }: LoadOptions): Promise<void> {
  await new Promise(setImmediate);
  signal?.throwIfAborted();
}

function ignoredFinding({ ignored }: ParquetFile, file: DataFile): Finding[] {
  if (ignored.length === 0) return [];
  const names = ignored.slice(0, mostNames).map((name) => shorten(name));
  const shown = names.join(', ') + (ignored.length > mostNames ? ', …' : '');
  const message = l10n.t(
    'Columns of {0} that hold lists, structures or bytes are ignored: {1}.',
    file.name,
    shown,
  );
  return [finding('parquet-nested', file.at, message, { severity: 'info' })];
}

const inexactFindings = (inexact: ReadonlyMap<string, number>, file: DataFile): Finding[] =>
  [...inexact].map(([name, count]) => {
    const message = l10n.t(
      'Column "{0}" of {1} has {2} whole numbers beyond 2^53, which are rounded to 53 bits.',
      shorten(name), file.name, count,
    ); // prettier-ignore
    return finding('parquet-rounded', file.at, message, { severity: 'info' });
  });

/** Returns the error that a file is damaged. The message of an unforeseen error is not meant for people. */
function damaged(file: DataFile, error: Error) {
  if (!(error instanceof DamagedError)) {
    const short = l10n.t('"{0}" is damaged. Copy or export it again.', file.name);
    return refusal('parquet-damaged', file.at, short);
  }
  const detail = error.message;
  const message = l10n.t('"{0}" is damaged ({1}). Copy or export it again.', file.name, shorten(detail, 200));
  return refusal('parquet-damaged', file.at, message);
}

function unsupported(file: DataFile, { message: detail }: UnsupportedError) {
  const message = l10n.t(
    '"{0}" uses {1}, which is not supported. Export it with the usual settings, or as CSV.',
    file.name,
    detail,
  );
  return refusal('parquet-unsupported', file.at, message);
}
