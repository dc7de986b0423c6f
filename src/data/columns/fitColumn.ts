import type { MissingRule } from '../../config/spec.js';
import type { ColumnEncoding } from '../../engine/model/inputEncoding.js';
import { byCodePoint } from './byCodePoint.js';
import { readBoolean } from './cellBoolean.js';
import type { SourceColumn } from './sourceColumn.js';

/** Returns the rule for the missing cells of a column; null: they are a category of their own. */
export function missingRuleOf({ column, content }: SourceColumn): MissingRule | null {
  const given = column.options?.missing;
  if (given) return given;
  if (content === 'category') return null;
  return content === 'boolean' ? 'mostFrequent' : 'mean';
}

/**
 * Fits a column to the training rows: its categories, and what replaces missing cells.
 * @param rows the training rows, as rows of the file
 */
export function fitColumn(source: SourceColumn, rows: Uint32Array): ColumnEncoding {
  const { column, content } = source;
  if (content === 'category') return fitCategory(source, rows);
  const rule = missingRuleOf(source);
  // A column without gaps may have some in a table that is predicted.
  const fill = rule && fillOf(source, rule, rows);
  return {
    column: column.name,
    content: content === 'boolean' || content === 'date' ? content : 'number',
    fill,
  };
}

function fillOf(source: SourceColumn, rule: MissingRule, rows: Uint32Array): number | null {
  if (typeof rule === 'object') {
    if (typeof rule.value === 'number') return rule.value;
    const value = readBoolean(String(rule.value));
    return Number.isNaN(value) ? null : value;
  }
  switch (rule) {
    case 'mean':
      return meanOf(source, rows);
    case 'median':
      return medianOf(source, rows);
    case 'mostFrequent':
      return mostFrequentOf(source, rows);
    case 'dropRow':
    case 'error':
      return null;
  }
}

/** Returns the mean in one pass, as every number of a table is read for it; null where there is no value. */
function meanOf({ numberAt }: SourceColumn, rows: Uint32Array): number | null {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    const value = numberAt(row);
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  if (count === 0 || Number.isFinite(sum)) return count === 0 ? null : sum / count;
  const share = (row: number): number => (Number.isNaN(numberAt(row)) ? 0 : numberAt(row) / count);
  return rows.reduce((total, row) => total + share(row), 0);
}

function medianOf({ numberAt }: SourceColumn, rows: Uint32Array): number | null {
  const values = Float64Array.from(rows, numberAt).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return null;
  const sorted = values.sort();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
}

/** Returns the most frequent value, and the smallest of several; null where there is no value. */
function mostFrequentOf({ numberAt }: SourceColumn, rows: Uint32Array): number | null {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = numberAt(row);
    if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best: number | null = null;
  let most = 0;
  for (const [value, count] of counts) {
    if (count < most || (count === most && best !== null && value > best)) continue;
    [best, most] = [value, count];
  }
  return best;
}

function fitCategory(source: SourceColumn, rows: Uint32Array): ColumnEncoding {
  const { column, labels, labelAt } = source;
  const counts = new Uint32Array((labels?.length ?? 0) + 1);
  for (const row of rows) counts[labelAt(row) + 1]++;
  const present = (labels ?? []).map(({ text }, i) => ({ text, count: counts[i + 1] }));
  const seen = present.filter(({ count }) => count > 0).sort((a, b) => byCodePoint(a.text, b.text));
  const rule = missingRuleOf(source);
  const frequent = seen.reduce<(typeof seen)[number] | null>(
    (best, each) => (best && best.count >= each.count ? best : each),
    null,
  );
  const value = typeof rule === 'object' && rule ? String(rule.value) : null;
  const fill = rule === 'mostFrequent' ? (frequent?.text ?? null) : value;
  return {
    column: column.name,
    content: 'category',
    categories: column.options?.categories ?? sortedCategories(seen.map(({ text }) => text)),
    fill,
    hasMissingInput: rule === null && counts[0] > 0,
  };
}

/** Returns categories that are all numbers in the order of the numbers, and others by code point. */
function sortedCategories(texts: readonly string[]): readonly string[] {
  const areNumbers = texts.every((text) => Number.isFinite(Number(text)));
  return areNumbers ? [...texts].sort((a, b) => Number(a) - Number(b)) : texts;
}
