import * as l10n from '@vscode/l10n';
import type { ConfigChange, DataDescription, HandsOnView } from '../../src/protocol.js';
import { html } from '../dom.js';
import { createColumnRow, type ColumnRow } from './columnRow.js';

/** Creates the table of the columns. Its rows stay when the description changes, so that a control keeps the focus. */
export function createColumnsTable(change: (made: ConfigChange) => void): {
  readonly element: HTMLElement;
  update(description: DataDescription, hands: HandsOnView | null): void;
} {
  const headings = [
    l10n.t('Column'),
    l10n.t('Type'),
    l10n.t('Use'),
    l10n.t('Missing'),
    l10n.t('Different values'),
    l10n.t('Relation'),
    l10n.t('Distribution'),
  ];
  const head = html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)));
  const body = html('tbody');
  const table = html('table', { class: 'data-columns' }, html('thead', {}, head), body);
  const label = l10n.t('Columns of the table');
  const element = html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
  const rows: ColumnRow[] = [];
  const update = ({ columns }: DataDescription, hands: HandsOnView | null): void => {
    while (rows.length > columns.length) rows.pop()?.element.remove();
    columns.forEach((column, index) => {
      rows[index] ??= createColumnRow(change);
      const { element: row } = rows[index];
      if (row.parentNode !== body) body.append(row);
      rows[index].update(column, hands);
    });
  };
  return { element, update };
}
