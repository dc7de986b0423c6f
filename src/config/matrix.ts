import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import { replacement } from './fix.js';
import type { Report } from './report.js';
import { asItems, type Value } from './tree.js';

/** A table of numbers with the node of each row. */
export interface Rows {
  readonly value: ASTNode;
  readonly rows: readonly { readonly value: ASTNode; readonly numbers: readonly number[] }[];
}

/** Reads `[[…], …]` and reports values that are not numbers. Returns undefined where it is not an array of arrays. */
export function readRows(report: Report, value: Value): Rows | undefined {
  const items = asItems(value);
  if (!value || !items) return undefined;
  const flat = items.find((row) => row.type !== 'array');
  if (flat) {
    const message = l10n.t('A row in brackets is needed here, such as [0.1, 0.2].');
    report.error('not-a-row', flat, message, bracketFix(items));
    return undefined;
  }
  return { value, rows: items.map((row) => ({ value: row, numbers: readNumbers(report, row) ?? [] })) };
}

/** Returns a fix that puts brackets around a single number. A longer flat list may be meant as a row or as a column. */
function bracketFix(items: readonly ASTNode[]) {
  if (items.length !== 1 || items[0].type !== 'number') return undefined;
  return replacement(items[0], `[${items[0].value}]`);
}

/** Reads a list of numbers. Returns undefined where it is not an array. */
export function readNumbers(report: Report, value: Value): readonly number[] | undefined {
  return asItems(value)?.map((item) => {
    if (item.type === 'number') return item.value;
    if (!report.isFull) report.error('not-a-number', item, l10n.t('A number is needed here.'));
    return 0;
  });
}

/** Reads a list of strings. Returns undefined where it is not an array. */
export function readStrings(report: Report, value: Value): readonly string[] | undefined {
  return asItems(value)?.map((item) => {
    if (item.type === 'string') return item.value;
    if (!report.isFull) report.error('not-a-name', item, l10n.t('A name in quotes is needed here.'));
    return '';
  });
}

/** Reads names and reports a problem unless there are `count` of them. Returns null where there are none. */
export function readNames(
  report: Report,
  value: Value,
  count: number | null,
  message: (names: number) => string,
) {
  const names = readStrings(report, value);
  if (!value || !names) return null;
  if (count !== null && names.length !== count) report.error('names-length', value, message(names.length));
  return names;
}
