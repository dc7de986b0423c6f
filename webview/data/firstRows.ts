import * as l10n from '@vscode/l10n';
import type { DataDescription } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount } from '../format.js';

/** Creates the first rows of a table as the file has them, with missing cells marked. */
export function firstRowsTable({ firstRows, columns, count }: DataDescription): HTMLElement {
  const width = Math.max(0, ...firstRows.map(({ cells }) => cells.length));
  const names = columns.slice(0, width).map(({ name }) => html('th', { scope: 'col' }, name));
  const head = html('tr', {}, html('th', { scope: 'col' }, l10n.t('Line')), ...names);
  const rows = firstRows.map(({ line, cells }) =>
    html('tr', {}, html('th', { scope: 'row' }, formatCount(line)), ...cells.map(cellOf)),
  );
  const table = html('table', { class: 'data-rows' }, html('thead', {}, head), html('tbody', {}, ...rows));
  const title = l10n.t('First rows');
  return html(
    'section',
    { 'aria-label': title },
    html('h2', {}, title),
    html(
      'p',
      { class: 'muted' },
      count > width
        ? l10n.t('As they are in the file: the first {0} of {1} columns', width, formatCount(count))
        : l10n.t('As they are in the file'),
    ),
    html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, table),
  );
}

const cellOf = (text: string | null): HTMLElement =>
  text === null ? html('td', { class: 'data-gap' }, l10n.t('missing')) : html('td', { title: text }, text);
