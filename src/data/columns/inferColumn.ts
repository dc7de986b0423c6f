import type { ColumnContent, IgnoredReason } from '../../engine/model/dataColumn.js';

/** The counts of a column's cells that are not missing, by which its content is inferred. */
export interface ColumnCounts {
  readonly present: number;
  readonly missing: number;
  readonly numbers: number;
  /** Cells that are words for yes and no, or 0 and 1. */
  readonly booleans: number;
  readonly dates: number;
  /** The number of different texts; Infinity where they were too many to count. */
  readonly distinct: number;
  /** The number of different texts that are not numbers. */
  readonly distinctTexts: number;
  /** Whether it numbers the rows: see `isIdentifierColumn`. */
  readonly isIdentifier: boolean;
}

export interface Inference {
  readonly content: ColumnContent;
  /** Why the column is not an input unless the config asks for it; null where it is one. */
  readonly reason: IgnoredReason | null;
}

/**
 * Infers what a column contains. A column of mostly numbers is numbers, so that a text in it is a mistake, unless its few
 * values, such as 0, 1, 2 and 3+, occur again and again.
 */
export function inferColumn(counts: ColumnCounts): Inference {
  const content = contentOf(counts);
  return { content, reason: reasonOf(content, counts) };
}

function contentOf(counts: ColumnCounts): ColumnContent {
  const { present, numbers, booleans, dates, distinct, distinctTexts } = counts;
  if (present === 0) return 'empty';
  if (numbers === present) return 'number';
  if (booleans === present) return 'boolean';
  if (dates === present) return 'date';
  if (2 * numbers >= present) {
    const areRepeated = distinct <= 10 && present - numbers >= 2 * distinctTexts;
    return areRepeated ? 'category' : 'number';
  }
  return isCategory(present, distinct) ? 'category' : 'text';
}

/** Returns whether the number of different texts is small for the number of cells. The more there are, the more often each must occur. */
function isCategory(present: number, distinct: number): boolean {
  if (distinct <= 10) return distinct < present;
  return distinct <= 20 ? 2 * distinct <= present : distinct <= 100 && 5 * distinct <= present;
}

function reasonOf(content: ColumnContent, counts: ColumnCounts): IgnoredReason | null {
  const { present, missing, distinct, isIdentifier } = counts;
  if (content === 'empty') return 'empty';
  // Where a text is sometimes missing, that may say something.
  if (distinct === 1 && present > 1 && (content === 'number' || missing === 0)) return 'constant';
  if (content === 'text' || content === 'date') return content;
  return isIdentifier ? 'identifier' : null;
}
