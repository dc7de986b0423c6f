import type { NetworkSpec } from '../../engine/model/spec.js';
import { columnTable } from '../columns/columnTable.js';
import { dataFile } from '../dataFile.js';
import type { LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import type { Table } from '../table.js';
import type { TableSource } from './header.js';
import { readTableColumns } from './readTableColumns.js';

/**
 * Loads a table: a CSV or TSV file, or a Parquet file.
 * @throws DataError with the problems found in it
 */
export async function loadTable(
  source: TableSource,
  network: NetworkSpec,
  files: Files,
  options: LoadOptions,
): Promise<Table> {
  const file = dataFile(source.file, files, ['data', 'file']);
  return columnTable(await readTableColumns(source, file, options), network, file, options);
}
