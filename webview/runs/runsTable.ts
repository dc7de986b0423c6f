import * as l10n from '@vscode/l10n';
import type { RunId, RunRecord, RunsDiffer } from '../../src/protocol.js';
import { html, setAttributes, setText } from '../dom.js';
import { relativeTime } from './relativeTime.js';
import { columnsOf, type Column } from './runCells.js';
import { runTitle } from './runWords.js';
import { rowKeys } from './rowKeys.js';
import type { Selection } from './selection.js';

interface Row {
  readonly element: HTMLTableRowElement;
  readonly box: HTMLInputElement;
  /** What the row shows, to find out whether it has to be drawn again. */
  drawn: { readonly record: string; readonly columns: readonly Column[] } | null;
}

/**
 * Creates the table of runs. Arrow keys move between the rows, the space bar selects. Roles are set explicitly, because
 * a narrow page shows the table as a list.
 */
export function createRunsTable(
  selection: Selection,
  acts: { rename(): void; remove(): void },
): { readonly element: HTMLElement; update(runs: readonly RunRecord[], differ: RunsDiffer): void } {
  const head = html('tr', { role: 'row' });
  const body = html('tbody', { role: 'rowgroup' });
  const table = html(
    'table',
    { class: 'runs-table', role: 'grid', 'aria-multiselectable': 'true', 'aria-label': l10n.t('Runs') },
    html('thead', { role: 'rowgroup' }, head),
    body,
  );
  const element = html('div', { class: 'runs-scroll' }, table);
  const rows = new Map<RunId, Row>();
  let shown: readonly RunRecord[] = [];
  let columns: readonly Column[] = [];
  /** What the columns were made of. */
  let source = '';
  /** The run whose row is in the tab order. */
  let current: RunId | null = null;

  const all = html('input', { type: 'checkbox', 'aria-label': l10n.t('Select all runs') });
  all.addEventListener('change', () => selection.set(all.checked ? shown.map(({ run }) => run) : []));

  const focusRow = (run: RunId): void => {
    current = run;
    updateTabOrder();
    rows.get(run)?.element.focus();
  };
  const updateTabOrder = (): void => {
    if (!current || !rows.has(current)) current = shown.at(0)?.run ?? null;
    for (const [run, row] of rows) setAttributes(row.element, { tabindex: run === current ? 0 : -1 });
  };
  rowKeys(body, {
    at: () => shown.findIndex(({ run }) => run === current),
    length: () => shown.length,
    go: (index, selects) => {
      focusRow(shown[index].run);
      if (selects) selection.toggle(shown[index].run, true);
    },
    toggle: () => current && selection.toggle(current),
    selectAll: () => selection.set(shown.map(({ run }) => run)),
    clear: () => selection.set([]),
    ...acts,
  });

  const rowOf = (run: RunId): Row => {
    const known = rows.get(run);
    if (known) return known;
    const box = html('input', { type: 'checkbox', tabindex: -1 });
    const row = { element: html('tr', { role: 'row', 'data-run': run }), box, drawn: null };
    row.element.addEventListener('click', ({ target }) => {
      current = run;
      updateTabOrder();
      selection.toggle(run, target === box ? box.checked : undefined);
      row.element.focus();
    });
    row.element.addEventListener('focus', () => {
      current = run;
      updateTabOrder();
    });
    rows.set(run, row);
    return row;
  };

  const updateColumns = (runs: readonly RunRecord[], differ: RunsDiffer): void => {
    const next = JSON.stringify([differ, metricsOf(runs), runs.map(({ run }) => run)]);
    if (source === next) return;
    source = next;
    columns = columnsOf(runs, differ);
    const cells = columns.map(({ label, isNumber, key }) =>
      html('th', { role: 'columnheader', class: isNumber ? 'numeric' : null, title: pathTitle(key) }, label),
    );
    head.replaceChildren(html('th', { role: 'columnheader', class: 'select-cell' }, all), ...cells);
  };

  const update = (runs: readonly RunRecord[], differ: RunsDiffer): void => {
    shown = runs;
    updateColumns(runs, differ);
    for (const run of rows.keys()) if (!runs.some((record) => record.run === run)) rows.delete(run);
    const selected = selection.of(runs).length;
    all.checked = selected > 0 && selected === runs.length;
    all.indeterminate = selected > 0 && selected < runs.length;
    const elements = runs.map((record) => drawRow(rowOf(record.run), record, columns, selection));
    if (elements.some((each, index) => body.children[index] !== each) || body.children.length > runs.length)
      replaceRows(body, elements);
    updateTabOrder();
    updateTimes(body);
  };
  return { element, update };
}

/** Returns a text that is equal for runs with the same metrics. */
const metricsOf = (runs: readonly RunRecord[]): string =>
  [
    runs.some((run) => run.validationLoss !== null),
    runs.some((run) => run.accuracy !== null),
    runs.some(({ alarms }) => alarms && alarms.length > 0),
  ].join();

/** Returns the full path of a setting for the heading of its column. */
const pathTitle = (key: string): string | null => (key.startsWith('training.') ? key : null);

function drawRow(
  row: Row,
  record: RunRecord,
  columns: readonly Column[],
  selection: Selection,
): HTMLTableRowElement {
  const isSelected = selection.has(record.run);
  setAttributes(row.element, { 'aria-selected': String(isSelected) });
  row.box.checked = isSelected;
  // The host sends all records whenever one of them changes.
  const content = JSON.stringify(record);
  if (row.drawn?.record === content && row.drawn.columns === columns) return row.element;
  row.drawn = { record: content, columns };
  setAttributes(row.box, { 'aria-label': l10n.t('Select {0}', runTitle(record)) });
  const cells = columns.map(({ key, label, isNumber, title, cell }) =>
    html(
      'td',
      {
        role: 'gridcell',
        class: isNumber ? 'numeric' : null,
        'data-column': key,
        'data-label': label,
        title: title?.(record) ?? null,
      },
      cell(record),
    ),
  );
  row.element.replaceChildren(html('td', { role: 'gridcell', class: 'select-cell' }, row.box), ...cells);
  return row.element;
}

/** Puts the rows in order. The row that has the focus keeps it. */
function replaceRows(body: HTMLElement, elements: readonly HTMLElement[]): void {
  const { activeElement } = document;
  body.replaceChildren(...elements);
  if (activeElement instanceof HTMLElement && body.contains(activeElement)) activeElement.focus();
}

/** Updates how long ago the runs started. */
function updateTimes(body: HTMLElement): void {
  const now = Date.now();
  for (const time of body.querySelectorAll<HTMLElement>('time[data-time]'))
    setText(time, relativeTime(Number(time.dataset.time), now, document.documentElement.lang));
}
