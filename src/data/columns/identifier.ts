import type { Column } from './column.js';

const namedLike = /(^|[^a-z])(id|index|idx|key|uuid|guid|row|nr|no|number)$/i;
const camelCased = /[a-z](Id|ID|Index|Key|Number)$/;
/** The fewest rows whose numbering is taken for one, rather than for a coincidence. */
const fewestNumbered = 20;

/**
 * Returns whether a column of numbers identifies the rows: whole numbers, all different, where the column is named like
 * `customer_id`, has no name, or is the first one and counts the rows from 0 or 1.
 */
export function isIdentifierColumn(
  { name, index, isNamed }: Column,
  rows: number,
  values: { readonly length: number; at(index: number): number | undefined },
): boolean {
  const isNamedLike = !isNamed || namedLike.test(name) || camelCased.test(name);
  const mayCount = index === 0 && rows >= fewestNumbered;
  if (rows < 2 || values.length !== rows || !(isNamedLike || mayCount)) return false;
  const sorted = Float64Array.from({ length: rows }, (_, row) => values.at(row) ?? NaN);
  const [first] = sorted;
  const isConsecutive = (first === 0 || first === 1) && sorted.every((value, i) => value === first + i);
  if (!isNamedLike) return isConsecutive;
  if (isConsecutive) return true;
  sorted.sort();
  return sorted.every((value, i) => Number.isInteger(value) && (i === 0 || value !== sorted[i - 1]));
}
