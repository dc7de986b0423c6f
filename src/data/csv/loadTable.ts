import * as l10n from '@vscode/l10n';
import type { NetworkSpec } from '../../engine/model/spec.js';
import { columnTable } from '../columns/columnTable.js';
import { dataFile } from '../dataFile.js';
import type { LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { refusal } from '../finding.js';
import type { Table } from '../table.js';
import type { TableSource } from './header.js';
import { NotPlainError } from './notPlainError.js';
import { readRecords } from './records.js';
import { TableReader } from './tableReader.js';
import { TableText } from './text.js';

/** Returns whether a file is read as Parquet, by its name. */
export const isParquet = (name: string): boolean => /\.(parquet|pq)$/i.test(name);

/**
 * Loads a table: a CSV or TSV file, or a Parquet file, whose reader is loaded with the first one. Where all features are
 * plain numbers, the rows of a text are read directly as such. A file that turns out otherwise is read again column by
 * column.
 * @throws DataError with the problems found in it
 */
export async function loadTable(
  source: TableSource,
  network: NetworkSpec,
  files: Files,
  options: LoadOptions,
): Promise<Table> {
  const file = dataFile(source.file, files, ['data', 'file']);
  if (isParquet(source.file)) {
    const { loadParquet } = await import('../parquet/loadParquet.js');
    return loadParquet(source, network, file, options);
  }
  const read = async (mayBePlain: boolean): Promise<Table | null> => {
    const text = new TableText(file, options, source.options.encoding);
    const reader = new TableReader(source, file, options, mayBePlain);
    try {
      await readRecords(file, text.pieces(), source.options, reader);
    } catch (error) {
      if (error instanceof NotPlainError) return null;
      throw error;
    }
    const columns = reader.end();
    if (!columns) throw refusal('no-rows', file.at, l10n.t('{0} is empty.', file.name));
    return columnTable(columns, source, network, file, text.findings());
  };
  const table = (await read(true)) ?? (await read(false));
  if (!table) throw new NotPlainError();
  return table;
}
