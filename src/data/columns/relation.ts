import { explainedShare, type Explained } from '../../engine/health/profile/explainedShare.js';
import type { Task } from '../../engine/model/dataset.js';
import type { SourceColumn } from './sourceColumn.js';

/** The number of groups that numbers are divided into. */
export const groupsOfNumbers = 10;

/**
 * Returns the share of a target's variance that a column alone explains; null where it has too many texts, or the target
 * does not vary. Categories are groups, numbers are divided into groups of about equal size, and missing cells are a group
 * of their own. `explainedShare` states the formula.
 * @param rows the rows of the file that are compared
 */
export function relationOf(
  source: SourceColumn,
  target: SourceColumn,
  task: Task,
  rows: readonly number[],
): number | null {
  const explained = explainedOf(target, task);
  const known = rows.filter((row) => !target.isMissing(row) && explained.at(row) !== null);
  const groups = groupsOf(source, known);
  const values = known.map((row) => explained.at(row) ?? NaN);
  return groups && explainedShare(groups, { kind: explained.kind, values });
}

interface Target {
  readonly kind: Explained['kind'];
  /** Returns the target in a row; null where it cannot be read. */
  at(row: number): number | null;
}

function explainedOf({ labels, labelAt, numberAt }: SourceColumn, task: Task): Target {
  if (task === 'classification' && labels) return { kind: 'classes', at: labelAt };
  const number = (row: number): number | null => {
    const value = numberAt(row);
    return Number.isNaN(value) ? null : value;
  };
  return { kind: task === 'classification' ? 'classes' : 'numbers', at: number };
}

/** Returns the group of each row; null where the column has more texts than are kept. */
function groupsOf(source: SourceColumn, rows: readonly number[]): readonly number[] | null {
  const { content, labels, hasNumbers, numberAt, labelAt } = source;
  const isNumeric = content === 'number' || content === 'boolean' || content === 'date';
  if (isNumeric && hasNumbers) return groupsOfValues(rows.map(numberAt));
  return labels ? rows.map((row) => labelAt(row) + 1) : null;
}

/** Divides numbers into groups of about equal size, in which equal numbers are together; few different ones are a group each. */
function groupsOfValues(values: readonly number[]): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const firsts =
    distinct.length <= groupsOfNumbers
      ? distinct
      : Array.from({ length: groupsOfNumbers }, (_, i) => sorted[Math.floor((i * sorted.length) / groupsOfNumbers)]); // prettier-ignore
  return values.map((value) => (Number.isNaN(value) ? 0 : firsts.filter((first) => first <= value).length));
}
