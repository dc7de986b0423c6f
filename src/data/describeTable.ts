import { shorten } from '../config/characters.js';
import { targetTask } from '../config/propose/targetTask.js';
import { spacedRows } from '../engine/health/profile/columns.js';
import type { ColumnUse, DataColumn } from '../engine/model/dataColumn.js';
import type { Task } from '../engine/model/dataset.js';
import { sourcesOf } from './columns/columnTable.js';
import { useOf } from './columns/describeColumns.js';
import { distinctRows } from './columns/distinctRows.js';
import { relationOf } from './columns/relation.js';
import type { SourceColumn } from './columns/sourceColumn.js';
import { statisticsOf } from './columns/statisticsOf.js';
import type { TableSource } from './csv/header.js';
import { readTableColumns, type TableColumns } from './csv/readTableColumns.js';
import { dataFile, type LoadOptions } from './dataFile.js';
import type { Files } from './files.js';

/** A column with its relation to the target. Plain data. */
export interface DescribedColumn extends DataColumn {
  /** The share of the target's variance that the column alone explains, as `relationOf` computes it; null where there is none. */
  readonly relation: number | null;
  /** What a network would predict in the column: one of this number of classes, or a number (null); absent where it cannot. */
  readonly asTarget?: { readonly classes: number | null };
}

/** A row of a file as it is written. */
export interface FirstRow {
  /** The line in the file, from 1. */
  readonly line: number;
  /** The cells of the first columns; null where one is missing. */
  readonly cells: readonly (string | null)[];
}

/** What the table of a config contains, whether or not it can be trained on. Plain data. */
export interface TableDescription {
  readonly file: string;
  readonly rows: number;
  /** The first columns of the file. */
  readonly columns: readonly DescribedColumn[];
  /** The number of all columns. */
  readonly count: number;
  readonly task: Task;
  /** The number of rows that relations rest on: all of them, or rows spaced evenly. */
  readonly compared: number;
  readonly firstRows: readonly FirstRow[];
  /** The number of rows that repeat an earlier one in all inputs and targets. */
  readonly repeated: number;
}

/** What is known of the data if they could be loaded. */
export interface KnownUse {
  readonly columns: readonly ColumnUse[];
  readonly task: Task;
}

const most = { columns: 500, compared: 10_000, rows: 20, cells: 50, characters: 80 };

/**
 * Describes the table of a config, also columns that it does not use and those that it reads wrongly. It yields to the
 * event loop between columns.
 * @param known what is known of the data; null where they could not be loaded
 * @throws DataError where the file cannot be read as a table
 */
export async function describeTable(
  given: TableSource,
  known: KnownUse | null,
  files: Files,
  options: LoadOptions,
): Promise<TableDescription> {
  const read = await readTableColumns(withAllColumns(given), dataFile(given.file, files, ['data', 'file']), options); // prettier-ignore
  const { rows } = read.columns;
  const sources = [...sourcesOf(read.columns, read.source).values()].sort(
    (a, b) => a.column.index - b.column.index,
  );
  const used = sources.map((source) => useIn(source, given, known));
  const targets = sources.filter((_, i) => used[i].role === 'target');
  const task = given.task ?? known?.task ?? taskOf(targets.at(0));
  const compared = spacedRows(rows, most.compared);
  const columns: DescribedColumn[] = [];
  for (const [i, source] of sources.slice(0, most.columns).entries()) {
    const relation = used[i].role === 'target' ? null : relationToAll(source, targets, task, compared);
    columns.push(asTarget({ ...used[i], ...statisticsOf(source, rows), relation }, rows));
    await new Promise(setImmediate);
    options.signal?.throwIfAborted();
  }
  const trained = sources.filter((_, i) => used[i].role !== 'ignored');
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const { repeated } = await distinctRows(trained, all, options);
  const count = sources.length;
  return { file: given.file, rows, columns, count, task, compared: compared.length, firstRows: firstRowsOf(read), repeated }; // prettier-ignore
}

/** Returns a source that reads all columns of its file as inputs, also those that the config leaves out. */
function withAllColumns(source: TableSource): TableSource {
  const columns = source.options.columns.map((column) =>
    column.type === 'ignore' ? { ...column, type: null } : column,
  );
  return { ...source, features: null, targets: [], task: null, options: { ...source.options, columns } };
}

/** Returns what a column is used for; where the data could not be loaded, what it would be. */
function useIn(source: SourceColumn, given: TableSource, known: KnownUse | null): ColumnUse {
  const { name, index } = source.column;
  const use = known?.columns.find((column) => column.index === index);
  const found = useOf(source);
  if (use) return use.content === 'empty' ? { ...use, content: found.content } : use;
  if (given.targets.includes(name)) return { ...found, role: 'target' };
  const isIgnored = given.options.columns.some((column) => column.name === name && column.type === 'ignore');
  const isLeftOut = given.features !== null && !given.features.includes(name);
  const reason = isIgnored ? 'config' : isLeftOut ? 'features' : source.reason;
  return { ...found, role: reason ? 'ignored' : 'input', reason };
}

function asTarget(column: DescribedColumn, rows: number): DescribedColumn {
  const task = targetTask(column, rows);
  const classes = task === 'classification' ? column.distinct : null;
  return task ? { ...column, asTarget: { classes } } : column;
}

const taskOf = (target: SourceColumn | undefined): Task =>
  target?.content === 'number' || target?.content === 'date' ? 'regression' : 'classification';

/** Returns the mean of the relations to all targets; null where there is none. */
function relationToAll(
  source: SourceColumn,
  targets: readonly SourceColumn[],
  task: Task,
  rows: readonly number[],
): number | null {
  const shares = targets.flatMap((target) => relationOf(source, target, task, rows) ?? []);
  return shares.length > 0 ? shares.reduce((sum, share) => sum + share / shares.length, 0) : null;
}

function firstRowsOf({ columns, source }: TableColumns): FirstRow[] {
  const missing = new Set(source.options.missingValues);
  const cellOf = (text: string): string | null =>
    missing.has(text.trim()) ? null : shorten(text.trim(), most.characters);
  const rows = columns.sample.slice(0, Math.min(most.rows, columns.rows));
  return rows.map((row, i) => ({
    line: columns.lines.at(i),
    cells: row.slice(0, Math.min(most.cells, columns.header.names.length)).map(cellOf),
  }));
}
