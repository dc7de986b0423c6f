import type { ColumnUse, IgnoredReason } from '../../engine/model/dataColumn.js';
import { inputCount, type ColumnEncoding, type InputEncoding } from '../../engine/model/inputEncoding.js';
import type { Header } from '../csv/header.js';
import type { Column } from './column.js';
import type { Roles } from './roles.js';
import type { SourceColumn } from './sourceColumn.js';

/** Returns all columns of a file in its order, and what each is used for. */
export function describeColumns(
  header: Header,
  { inputs, ignored }: Roles,
  targets: readonly SourceColumn[],
  encoding: InputEncoding,
): readonly ColumnUse[] {
  let start = 0;
  const described = new Map<number, ColumnUse>();
  const add = (source: SourceColumn, more: Partial<ColumnUse>): void => {
    const known = described.get(source.column.index) ?? useOf(source);
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

/** Returns what a column contains; what it is used for is left open. */
export const useOf = ({ column, content, isInferred }: SourceColumn): ColumnUse => ({
  ...unread(column, null),
  content,
  isInferred,
});

const fitOf = (encoding: ColumnEncoding, hasGaps: boolean): Partial<ColumnUse> => ({
  fill: hasGaps ? encoding.fill : null,
  categories:
    encoding.content === 'category'
      ? [...encoding.categories, ...(encoding.hasMissingInput ? [''] : [])]
      : null,
});

/** Returns what is known about a column whose cells were not read. */
const unread = ({ name, index, options }: Column, reason: IgnoredReason | null): ColumnUse => ({
  name,
  index,
  content: 'empty',
  role: 'ignored',
  reason,
  isInferred: !options?.type,
  inputs: [],
  categories: null,
  fill: null,
});
