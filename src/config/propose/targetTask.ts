import type { Task } from '../../engine/model/dataset.js';
import type { DataColumn } from '../../engine/model/dataColumn.js';

/** The most different whole numbers that are taken for classes rather than for amounts. */
const mostNumberedClasses = 10;
/** The fewest rows for each class on average. */
const rowsPerClass = 5;

/**
 * Returns what a network can predict in a column: a class, where it has texts or few different whole numbers that occur
 * again and again, or a number. Returns null for a column that says nothing that can be predicted: one of a single value,
 * of too many different texts, or without any.
 */
export function targetTask({ content, distinct, range, missing }: DataColumn, rows: number): Task | null {
  const present = rows - missing;
  if (content === 'empty' || distinct === 1 || present < 2) return null;
  const isRepeated = distinct !== null && rowsPerClass * distinct <= present;
  if (content === 'boolean') return 'classification';
  if (content === 'category') return distinct === null ? null : 'classification';
  if (content === 'text') return isRepeated ? 'classification' : null;
  if (content === 'date') return 'regression';
  if (!range) return null;
  const areWhole = Number.isInteger(range.min) && Number.isInteger(range.max);
  // As many values as fit into the range are all whole where they begin and end with whole ones, but for rare exceptions.
  const fit = range.max - range.min + 1;
  const areFew = distinct !== null && distinct <= mostNumberedClasses && distinct <= fit;
  return areWhole && areFew && isRepeated ? 'classification' : 'regression';
}
