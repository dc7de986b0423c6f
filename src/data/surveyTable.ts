import * as l10n from '@vscode/l10n';
import type { TableSurvey } from '../config/propose/tableSurvey.js';
import { defaultMissingValues } from '../config/tableOptions.js';
import { sourcesOf } from './columns/columnTable.js';
import { describeSource } from './columns/describeColumns.js';
import { dataFile, type DataFile, type LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { refusal } from './finding.js';
import type { TableSource } from './csv/header.js';
import { isParquet } from './csv/loadTable.js';
import { readRecords } from './csv/records.js';
import { TableReader } from './csv/tableReader.js';
import { TableText } from './csv/text.js';

/**
 * Reads what the columns of a table contain, without a config.
 * @throws DataError with the problems found in it
 */
export async function surveyTable(name: string, files: Files, options: LoadOptions): Promise<TableSurvey> {
  const file = dataFile(name, files, ['data', 'file']);
  const { columns, source } = isParquet(name)
    ? await readParquet(sourceOf(name), file, options)
    : await readText(sourceOf(name), file, options);
  const described = [...sourcesOf(columns, source).values()].map((each) => ({
    ...describeSource(each, columns.rows),
    reason: each.reason,
  }));
  return { rows: columns.rows, columns: described.sort((a, b) => a.index - b.index) };
}

async function readParquet(source: TableSource, file: DataFile, options: LoadOptions) {
  const { readParquetColumns } = await import('./parquet/loadParquet.js');
  return readParquetColumns(source, file, options, false);
}

async function readText(source: TableSource, file: DataFile, options: LoadOptions) {
  const reader = new TableReader(source, file, options, false);
  const text = new TableText(file, options, source.options.encoding);
  await readRecords(file, text.pieces(), source.options, reader);
  const columns = reader.end();
  if (!columns) throw refusal('no-rows', file.at, l10n.t('{0} is empty.', file.name));
  return { columns, source };
}

/** Returns a table's source where all columns are features and nothing is said about them. */
const sourceOf = (file: string): TableSource => ({
  kind: 'table',
  file,
  features: null,
  targets: [],
  task: null,
  options: {
    columns: [],
    missingValues: defaultMissingValues,
    header: null,
    delimiter: null,
    decimal: null,
    encoding: null,
  },
});
