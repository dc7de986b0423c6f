import type { DataColumn, IgnoredReason } from '../../engine/model/dataColumn.js';
import type { ColumnEncoding, InputEncoding } from '../../engine/model/inputEncoding.js';
import type { Header } from '../csv/header.js';
import type { Column } from './column.js';
import type { Roles } from './roles.js';
import type { SourceColumn } from './sourceColumn.js';
import { statisticsOf } from './statisticsOf.js';

/**
 * Returns all columns of a file in its order, with their roles, and with statistics of those that were read.
 * @param rows the rows of the file that are used, or their number where all are
 */
export function describeColumns(
  header: Header,
  { inputs, ignored }: Roles,
  targets: readonly SourceColumn[],
  encoding: InputEncoding,
  rows: Uint32Array | number,
): readonly DataColumn[] {
  let start = 0;
  const described = new Map<number, DataColumn>();
  const add = (source: SourceColumn, more: Partial<DataColumn>): void => {
    const known = described.get(source.column.index) ?? describeSource(source, rows);
    described.set(source.column.index, { ...known, ...more });
  };
  for (const target of targets) add(target, { role: 'target' });
  for (const { source, reason } of ignored) add(source, { role: 'ignored', reason });
  inputs.forEach((source, i) => {
    const known = described.get(source.column.index)?.inputs ?? [];
    const width = inputCount(encoding[i]);
    const added = Array.from({ length: width }, (_, k) => start + k);
    start += width;
    const role = targets.includes(source) ? 'target' : 'input';
    add(source, { role, inputs: [...known, ...added], ...fitOf(encoding[i], source.missing > 0) });
  });
  for (const { column, reason } of header.others) described.set(column.index, unread(column, reason));
  return [...described.values()].sort((a, b) => a.index - b.index);
}

/** Returns what a column contains, whatever it is used for; `rows` are the rows that count, or their number where all do. */
export const describeSource = (source: SourceColumn, rows: Uint32Array | number): DataColumn => ({
  ...unread(source.column, null),
  content: source.content,
  isInferred: source.isInferred,
  ...statisticsOf(source, rows),
});

const inputCount = (each: ColumnEncoding): number =>
  each.content === 'category' ? each.categories.length + Number(each.hasMissingInput) : 1;

const fitOf = (encoding: ColumnEncoding, hasGaps: boolean): Partial<DataColumn> => ({
  fill: hasGaps ? encoding.fill : null,
  categories:
    encoding.content === 'category'
      ? [...encoding.categories, ...(encoding.hasMissingInput ? [''] : [])]
      : null,
});

/** Returns what is known about a column whose cells were not read. */
const unread = ({ name, index, options }: Column, reason: IgnoredReason | null): DataColumn => ({
  name,
  index,
  content: 'empty',
  role: 'ignored',
  reason,
  isInferred: !options?.type,
  inputs: [],
  categories: null,
  fill: null,
  missing: 0,
  distinct: null,
  range: null,
  histogram: null,
  top: null,
});
