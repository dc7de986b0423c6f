import * as l10n from '@vscode/l10n';
import type { DataFacts } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import type { View } from '../lazyView.js';
import type { Store } from '../store.js';
import { columnRow } from './columnRow.js';

/** Creates the view of a table's columns: how each was read, what it is used for, and its values. */
export function createDataView(store: Store): View {
  const summary = html('p', { class: 'muted' });
  const body = html('tbody', {});
  const headings = [
    l10n.t('Column'),
    l10n.t('Type'),
    l10n.t('Use'),
    l10n.t('Missing'),
    l10n.t('Different values'),
    l10n.t('Distribution'),
  ];
  const head = html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)));
  const table = html('table', { class: 'data-columns' }, html('thead', {}, head), body);
  const region = html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': l10n.t('Columns of the table') }, table); // prettier-ignore
  const element = html(
    'main',
    { class: 'data-view' },
    html('h2', {}, l10n.t('Columns of the table')),
    summary,
    region,
  );
  let drawn: DataFacts['table'];
  return {
    element,
    update: () => {
      const { facts } = store.view ?? {};
      if (!facts?.table || facts.table === drawn) return;
      drawn = facts.table;
      const { columns, count } = drawn;
      setText(
        summary,
        count > columns.length
          ? l10n.t('The first {0} of {1} columns', formatCount(columns.length), formatCount(count))
          : l10n.t(
              'Columns: {0}. Samples: {1}',
              formatCount(count),
              formatCount(facts.trainingSamples + facts.validationSamples),
            ),
      );
      body.replaceChildren(...columns.map(columnRow));
    },
  };
}
