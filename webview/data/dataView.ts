import * as l10n from '@vscode/l10n';
import type { ConfigChange, DataDescription, DataView, HandsOnView } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { createRefusalNote, isOfTable } from '../handsOn/refusalNote.js';
import type { View } from '../lazyView.js';
import type { Store } from '../store.js';
import { post } from '../vscode.js';
import { createColumnsTable } from './columnsTable.js';
import { createDataNotes } from './dataNotes.js';
import { firstRowsTable } from './firstRows.js';

const change = (made: ConfigChange): void => post({ type: 'edit', change: made });

/** Creates the view of a table: its columns with controls, what its rows show, and its first rows. */
export function createDataView(store: Store): View {
  const summary = html('p', { class: 'muted', role: 'status' });
  const error = html('p', { class: 'refusal', role: 'status' });
  const note = createRefusalNote(isOfTable);
  const columns = createColumnsTable(change);
  const relation = html('p', { class: 'muted data-formula' });
  const notes = createDataNotes(change);
  const rows = html('div');
  const body = html('div', {}, columns.element, relation, notes.element, rows);
  const element = html(
    'main',
    { class: 'data-view' },
    html('h2', {}, l10n.t('Columns of the table')),
    summary,
    error,
    note.element,
    body,
  );
  let asked: DataView | null = null;
  let drawn: DataDescription | null = null;
  const draw = (description: DataDescription, hands: HandsOnView | null): void => {
    columns.update(description, hands);
    notes.update(description, hands);
    if (description === drawn) return;
    drawn = description;
    setText(relation, relationText(description));
    rows.replaceChildren(firstRowsTable(description));
  };
  const update = (): void => {
    if (!store.view) return;
    const { data, handsOn } = store.view;
    if (!data.isCurrent && data !== asked) {
      asked = data;
      post({ type: 'describe' });
    }
    setText(summary, summaryText(data));
    setText(error, data.error ?? '');
    show(error, data.error !== null);
    note.update(store);
    show(body, data.description !== null);
    if (data.description) draw(data.description, handsOn);
  };
  return { element, update };
}

function summaryText({ description, isCurrent }: DataView): string {
  if (!description) return isCurrent ? '' : l10n.t('The table is being read.');
  const { columns, count, rows } = description;
  return count > columns.length
    ? l10n.t('The first {0} of {1} columns. Rows: {2}', formatCount(columns.length), formatCount(count), formatCount(rows)) // prettier-ignore
    : l10n.t('Columns: {0}. Rows: {1}', formatCount(count), formatCount(rows));
}

function relationText({ task, compared, rows }: DataDescription): string {
  const what =
    task === 'classification'
      ? l10n.t(
          'Relation: the share of the variance of the classes (their Gini impurity) that a column alone explains.',
        )
      : l10n.t('Relation: the share of the target’s variance that a column alone explains.');
  const formula = l10n.t('ε² = 1 − (W/(n − g))/(T/(n − 1)) (Kelley, 1935): T is the sum of the squared distances of n rows from their mean, and W of those from the means of g groups, which are the categories or ten parts of the numbers.'); // prettier-ignore
  const whole = `${what} ${formula}`;
  if (compared === rows) return whole;
  const sample = l10n.t('It rests on {0} rows, evenly spaced.', formatCount(compared));
  return `${whole} ${sample}`;
}
