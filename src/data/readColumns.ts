import { defaultGapWords, defaultMissingValues } from '../config/tableOptions.js';
import type { ColumnOptions } from '../config/spec.js';
import type { TableSource } from './csv/header.js';
import { readTableColumns, type TableColumns } from './csv/readTableColumns.js';
import type { DataFile, LoadOptions } from './dataFile.js';

/**
 * Reads the columns of a table that no config describes one by one, also those of plain numbers.
 * @param wanted the columns to read with what is known about them; null: all of them
 * @throws DataError with the problems found in it
 */
export function readColumns(
  name: string,
  file: DataFile,
  wanted: readonly ColumnOptions[] | null,
  options: LoadOptions,
): Promise<TableColumns> {
  return readTableColumns(sourceOf(name, wanted), file, options, false);
}

/** Returns a table's source without targets, about whose text nothing is said. */
export const sourceOf = (file: string, wanted: readonly ColumnOptions[] | null): TableSource => ({
  kind: 'table',
  file,
  features: wanted && wanted.map(({ name }) => name),
  targets: [],
  task: null,
  options: {
    columns: wanted ?? [],
    missingValues: defaultMissingValues,
    gapWords: defaultGapWords,
    header: null,
    delimiter: null,
    decimal: null,
    encoding: null,
    dropDuplicates: false,
  },
});
