import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { refusal } from '../finding.js';
import type { TableSource } from './header.js';
import { NotPlainError } from './notPlainError.js';
import { readRecords } from './records.js';
import { TableReader, type FileColumns } from './tableReader.js';
import { TableText } from './text.js';

/** The columns of a table as they were read. */
export interface TableColumns {
  readonly columns: FileColumns;
  /** The source with the options that say how the cells are written. */
  readonly source: TableSource;
  /** What was found about the file as a whole. */
  readonly findings: readonly Finding[];
}

/** Returns whether a file is read as Parquet, by its name. */
export const isParquet = (name: string): boolean => /\.(parquet|pq)$/i.test(name);

/**
 * Reads the columns of a table: of a CSV or TSV file, or of a Parquet file, whose reader is loaded with the first one.
 * Where all features are plain numbers, the rows of a text are read directly as such. A file that turns out otherwise is
 * read again column by column.
 * @param mayBePlain whether features may be read as plain numbers
 * @throws DataError with the problems found in it
 */
export async function readTableColumns(
  source: TableSource,
  file: DataFile,
  options: LoadOptions,
  mayBePlain = true,
): Promise<TableColumns> {
  try {
    return await readOnce(source, file, options, mayBePlain);
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    return readOnce(source, file, options, false);
  }
}

async function readOnce(
  source: TableSource,
  file: DataFile,
  options: LoadOptions,
  mayBePlain: boolean,
): Promise<TableColumns> {
  if (isParquet(source.file)) {
    const { readParquetColumns } = await import('../parquet/readParquetColumns.js');
    return readParquetColumns(source, file, options, mayBePlain);
  }
  const text = new TableText(file, options, source.options.encoding);
  const reader = new TableReader(source, file, options, mayBePlain);
  await readRecords(file, text.pieces(), source.options, reader);
  return { columns: columnsOf(reader, file), source, findings: text.findings() };
}

/**
 * Returns the columns that a reader has read.
 * @throws DataError where the file is empty
 */
export function columnsOf(reader: TableReader, file: DataFile): FileColumns {
  const columns = reader.end();
  if (!columns) throw refusal('no-rows', file.at, l10n.t('{0} is empty.', file.name));
  return columns;
}
