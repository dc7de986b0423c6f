import * as l10n from '@vscode/l10n';
import type { RunRecord, RunsAction } from '../../src/protocol.js';
import { html, show } from '../dom.js';
import type { Store } from '../store.js';
import { post } from '../vscode.js';
import { curveOf, type Curve } from './curveData.js';
import { createDifferencesTable } from './differencesTable.js';
import { createOverlayChart } from './overlayChart.js';
import { createRunsBar } from './runsBar.js';
import { createRunsTable } from './runsTable.js';
import { mostCompared, Selection } from './selection.js';

/** Creates the view of all runs of a config: a table, and a comparison of those that are selected. */
export function createRunsView(store: Store): { readonly element: HTMLElement; update(): void } {
  const selection = new Selection(() => update());
  const act = (action: RunsAction): void => {
    const runs = selection.of(store.view?.runs ?? []).map(({ run }) => run);
    if (runs.length > 0) post({ type: 'runsAction', action, runs });
  };
  const bar = createRunsBar(act);
  const table = createRunsTable(selection, { rename: () => act('rename'), remove: () => act('delete') });
  const chart = createOverlayChart();
  const differences = createDifferencesTable();
  const cut = html(
    'p',
    { class: 'muted' },
    l10n.t('Only the newest {0} of the selected runs are compared.', mostCompared),
  );
  const comparison = html('div', { class: 'runs-comparison' }, cut, chart.element, differences.element);
  const empty = emptyState();
  const content = html('div', { class: 'runs-content' }, bar.element, table.element, comparison);
  const element = html('main', { class: 'runs-view' }, empty, content);
  const update = (): void => {
    const { view } = store;
    if (!view) return;
    const runs = view.runs.map((record) => liveRecord(store, record));
    const selected = selection.of(runs);
    show(empty, runs.length === 0);
    show(content, runs.length > 0);
    if (runs.length === 0) return;
    selection.send(runs);
    bar.update(view, selected);
    table.update(runs, view.runsDiffer);
    const compared = curvesOf(store, selected);
    show(comparison, selected.length > 1 && compared.length > 0);
    show(cut, selected.length > mostCompared);
    if (selected.length < 2 || compared.length === 0 || !store.comparison) return;
    chart.update(compared);
    // The differences are of all runs that were compared.
    if (compared.length === store.comparison.runs.length)
      differences.update(
        compared.map(({ record }) => record),
        store.comparison,
      );
  };
  // How long ago a run was changes without a message.
  window.setInterval(() => {
    if (store.front === 'runs') update();
  }, 30_000);
  return { element, update };
}

function emptyState(): HTMLElement {
  return html(
    'div',
    { class: 'runs-empty' },
    html('h2', {}, l10n.t('There are no runs yet')),
    html(
      'p',
      { class: 'muted' },
      l10n.t(
        'Press Train. Each run is kept here with its settings and its curve, so that it can be compared with later ones.',
      ),
    ),
  );
}

/** Returns a record with the newest numbers, which arrive more often than the record. */
function liveRecord({ view, history }: Store, record: RunRecord): RunRecord {
  const status = view?.status;
  if (status?.run !== record.run || history.length === 0) return record;
  const finite = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    ...record,
    state: status.state,
    epochs: status.epoch,
    elapsedMs: status.elapsedMs,
    loss: finite(history.last('loss')),
    validationLoss: finite(history.last('validationLoss')),
    accuracy: finite(history.last('validationAccuracy')) ?? finite(history.last('accuracy')),
  };
}

/**
 * Returns the curves of the selected runs that the host has compared; that of the present run has every epoch. Until the
 * host has compared another selection, runs that stay selected are drawn on.
 */
function curvesOf(store: Store, selected: readonly RunRecord[]): Curve[] {
  return (store.comparison?.runs ?? []).flatMap(({ run, curve }) => {
    const record = selected.find((each) => each.run === run);
    if (!record) return [];
    const isShown = store.view?.status?.run === run;
    return [isShown ? shownCurve(record, store) : curveOf(record, curve)];
  });
}

const shownCurve = (record: RunRecord, { history }: Store): Curve => ({
  record,
  column: (name) => history.column(name),
});
