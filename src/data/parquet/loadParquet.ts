import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { NetworkSpec } from '../../engine/model/spec.js';
import { columnTable } from '../columns/columnTable.js';
import type { TableSource } from '../csv/header.js';
import { NotPlainError } from '../csv/notPlainError.js';
import { TableReader, type FileColumns } from '../csv/tableReader.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { refusal } from '../finding.js';
import type { Table } from '../table.js';
import { readParquet } from './readParquet.js';

/**
 * Loads a Parquet file. Its columns are read as those of a text are, and the lines of its rows are their numbers.
 * @throws DataError with the problems found in it
 */
export async function loadParquet(
  given: TableSource,
  network: NetworkSpec,
  file: DataFile,
  options: LoadOptions,
): Promise<Table> {
  const read = async (mayBePlain: boolean): Promise<Table> => {
    const { columns, source, findings } = await readParquetColumns(given, file, options, mayBePlain);
    return columnTable(columns, source, network, file, findings);
  };
  try {
    return await read(true);
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    return read(false);
  }
}

/**
 * Reads the columns of a Parquet file, and returns them with the source that says how their cells are written.
 * @throws NotPlainError where they were to be read as plain numbers and are not
 * @throws DataError with the problems found in it
 */
export async function readParquetColumns(
  given: TableSource,
  file: DataFile,
  options: LoadOptions,
  mayBePlain: boolean,
): Promise<{ columns: FileColumns; source: TableSource; findings: readonly Finding[] }> {
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
  const columns = reader.end();
  if (!columns) throw refusal('no-rows', file.at, l10n.t('{0} is empty.', file.name));
  return { columns, source, findings };
}

/** Returns a source whose options are those in which the cells of a Parquet file are passed on as texts. */
function asWritten(source: TableSource): TableSource {
  const missingValues = [...new Set(['', ...source.options.missingValues])];
  return { ...source, options: { ...source.options, decimal: '.', missingValues } };
}

/** Returns whether the cells of a column are needed: all are, unless the config lists the inputs. */
function isNeededBy({ features, targets }: TableSource): (name: string) => boolean {
  const listed = features && new Set([...features, ...targets]);
  return (name) => listed?.has(name) ?? true;
}
