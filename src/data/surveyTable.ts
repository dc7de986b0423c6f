import type { TableSurvey } from '../config/propose/tableSurvey.js';
import { sourcesOf } from './columns/columnTable.js';
import { useOf } from './columns/describeColumns.js';
import { statisticsOf } from './columns/statisticsOf.js';
import { dataFile, type LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { readColumns } from './readColumns.js';

/**
 * Reads what the columns of a table contain, without a config.
 * @throws DataError with the problems found in it
 */
export async function surveyTable(name: string, files: Files, options: LoadOptions): Promise<TableSurvey> {
  const file = dataFile(name, files, ['data', 'file']);
  const { columns, source } = await readColumns(name, file, null, options);
  const described = [...sourcesOf(columns, source).values()].map((each) => ({
    ...useOf(each),
    ...statisticsOf(each, columns.rows),
    reason: each.reason,
  }));
  return { rows: columns.rows, columns: described.sort((a, b) => a.index - b.index) };
}
