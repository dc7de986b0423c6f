import { sourcesOf } from '../../../src/data/columns/columnTable.js';
import { dataFile } from '../../../src/data/dataFile.js';
import { readColumns } from '../../../src/data/readColumns.js';
import { filesIn } from '../../../src/node/filesIn.js';
import type { Cell } from './writtenTable.js';

/** A column as it was read, with dates as days since 1970. */
export interface ReadColumn {
  readonly name: string;
  readonly content: string;
  readonly cells: readonly Cell[];
}

/** Reads the columns of a table that no config describes, in the order of the file. */
export async function readSources(name: string, folder: string) {
  const { columns, source } = await readColumns(name, dataFile(name, filesIn(folder), []), null, {});
  const sources = [...sourcesOf(columns, source).values()];
  return { rows: columns.rows, sources: sources.sort((a, b) => a.column.index - b.column.index) };
}

/** Reads the cells of a table that no config describes. */
export async function readTable(name: string, folder: string): Promise<ReadColumn[]> {
  const { rows, sources } = await readSources(name, folder);
  return sources.map(({ column, content, numberAt, labelAt, labels, isMissing }) => {
    const cellAt = (row: number): Cell => {
      if (isMissing(row)) return null;
      if (content === 'category' || content === 'text') return labels?.[labelAt(row)].text ?? '';
      return content === 'boolean' ? numberAt(row) === 1 : numberAt(row);
    };
    return { name: column.name, content, cells: Array.from({ length: rows }, (_, row) => cellAt(row)) };
  });
}
