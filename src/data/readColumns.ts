import * as l10n from '@vscode/l10n';
import { defaultMissingValues } from '../config/tableOptions.js';
import type { ColumnOptions } from '../config/spec.js';
import type { DataFile, LoadOptions } from './dataFile.js';
import { refusal } from './finding.js';
import type { TableSource } from './csv/header.js';
import { isParquet } from './csv/loadTable.js';
import { readRecords } from './csv/records.js';
import { TableReader, type FileColumns } from './csv/tableReader.js';
import { TableText } from './csv/text.js';

/** The columns of a table that no config describes. */
export interface TableColumns {
  readonly columns: FileColumns;
  /** How they were read. */
  readonly source: TableSource;
}

/**
 * Reads the columns of a table one by one, also those of plain numbers.
 * @param wanted the columns to read with what is known about them; null: all of them
 * @throws DataError with the problems found in it
 */
export async function readColumns(
  name: string,
  file: DataFile,
  wanted: readonly ColumnOptions[] | null,
  options: LoadOptions,
): Promise<TableColumns> {
  const source = sourceOf(name, wanted);
  if (isParquet(name)) {
    const { readParquetColumns } = await import('./parquet/loadParquet.js');
    return readParquetColumns(source, file, options, false);
  }
  const reader = new TableReader(source, file, options, false);
  const text = new TableText(file, options, source.options.encoding);
  await readRecords(file, text.pieces(), source.options, reader);
  const columns = reader.end();
  if (!columns) throw refusal('no-rows', file.at, l10n.t('{0} is empty.', file.name));
  return { columns, source };
}

/** Returns a table's source without targets, about whose text nothing is said. */
const sourceOf = (file: string, wanted: readonly ColumnOptions[] | null): TableSource => ({
  kind: 'table',
  file,
  features: wanted && wanted.map(({ name }) => name),
  targets: [],
  task: null,
  options: {
    columns: wanted ?? [],
    missingValues: defaultMissingValues,
    header: null,
    delimiter: null,
    decimal: null,
    encoding: null,
  },
});
