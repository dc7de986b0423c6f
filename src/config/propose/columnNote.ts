import * as l10n from '@vscode/l10n';
import type { DataColumn } from '../../engine/model/dataColumn.js';

/** Returns what a config says of a column in a comment: why it is left out, and how its cells become inputs. */
export function columnNote(column: DataColumn): string {
  if (column.role === 'ignored') return ignoredNote(column);
  return [contentNote(column), missingNote(column)].filter((note) => note !== '').join(' ');
}

function ignoredNote({ reason }: DataColumn): string {
  switch (reason) {
    case 'identifier':
      return l10n.t('It numbers the rows, which does not help with rows that the network has not seen.');
    case 'text':
      return l10n.t('Its texts are nearly all different.');
    case 'date':
      return l10n.t('Dates. With "date" instead, the network gets them as days since 1970.');
    case 'constant':
      return l10n.t('It has the same value in all rows.');
    case 'empty':
      return l10n.t('It has no values.');
    default:
      return '';
  }
}

function contentNote({ content, distinct }: DataColumn): string {
  switch (content) {
    case 'category':
      return l10n.t('One input for each of its {0} values.', distinct ?? 0);
    case 'boolean':
      return l10n.t('An input that is 0 or 1.');
    case 'date':
      return l10n.t('Days since 1970.');
    default:
      return '';
  }
}

function missingNote({ content, missing }: DataColumn): string {
  if (missing === 0) return '';
  if (content === 'category') return l10n.t('Its missing cells ({0}) are a category of their own.', missing);
  return content === 'boolean'
    ? l10n.t('Its missing cells ({0}) are filled with the most frequent value of the training rows.', missing)
    : l10n.t('Its missing cells ({0}) are filled with the mean of the training rows.', missing);
}
