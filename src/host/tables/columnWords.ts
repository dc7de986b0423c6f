import * as vscode from 'vscode';
import { shorten } from '../../config/characters.js';
import type { DataColumn } from '../../engine/model/dataColumn.js';

/** Returns the word for what a column contains. */
export function contentText({ content }: DataColumn): string {
  switch (content) {
    case 'number':
      return vscode.l10n.t('numbers');
    case 'category':
      return vscode.l10n.t('categories');
    case 'boolean':
      return vscode.l10n.t('yes or no');
    case 'date':
      return vscode.l10n.t('dates');
    default:
      return vscode.l10n.t('texts');
  }
}

export const distinctText = ({ distinct }: DataColumn): string =>
  distinct === null ? vscode.l10n.t('many values') : vscode.l10n.t('{0} values', distinct);

export const missingText = ({ missing }: DataColumn): string =>
  missing === 0 ? vscode.l10n.t('no gaps') : vscode.l10n.t('gaps: {0}', missing);

/** Returns the range of the numbers, or the most frequent texts. */
export function valuesText({ content, range, top }: DataColumn): string {
  if (content === 'date') return '';
  if (range) return `${format(range.min)} – ${format(range.max)}`;
  return (top ?? [])
    .slice(0, 5)
    .map(({ text }) => shorten(text, 20))
    .join(', ');
}

const format = (value: number): string => String(Number(value.toPrecision(4)));
