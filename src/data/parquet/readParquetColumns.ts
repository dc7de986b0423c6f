import type { TableSource } from '../csv/header.js';
import { columnsOf, type TableColumns } from '../csv/readTableColumns.js';
import { TableReader } from '../csv/tableReader.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { readParquet } from './readParquet.js';

/**
 * Reads the columns of a Parquet file as those of a text are read. The lines of its rows are their numbers.
 * @throws NotPlainError where they were to be read as plain numbers and are not
 * @throws DataError with the problems found in it
 */
export async function readParquetColumns(
  given: TableSource,
  file: DataFile,
  options: LoadOptions,
  mayBePlain: boolean,
): Promise<TableColumns> {
  const source = asWritten(given);
  const reader = new TableReader(source, file, options, mayBePlain);
  const findings = await readParquet(file, isNeededBy(source), options, {
    open: (cells, sample) =>
      reader.open({ cells, isGiven: true, place: { line: 1, column: 1 } }, sample, ','),
    take: (rows, first) =>
      reader.take({
        rows,
        line: (row) => first + row,
        place: (row) => ({ line: first + row, column: 1 }),
      }),
  });
  return { columns: columnsOf(reader, file), source, findings };
}

/** Returns a source whose options are those in which the cells of a Parquet file are passed on. */
function asWritten(source: TableSource): TableSource {
  const missingValues = [...new Set(['', ...source.options.missingValues])];
  return { ...source, options: { ...source.options, decimal: '.', missingValues } };
}

/** Returns whether the cells of a column are needed: all are, unless the config lists the inputs. */
function isNeededBy({ features, targets }: TableSource): (name: string) => boolean {
  const listed = features && new Set([...features, ...targets]);
  return (name) => listed?.has(name) ?? true;
}
