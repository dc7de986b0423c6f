import * as l10n from '@vscode/l10n';
import type { RunRecord, RunsComparison } from '../../src/protocol.js';
import { html } from '../dom.js';
import { runTitle, valueWord } from './runWords.js';

/** Creates the table of what differs between the selected runs, with the value of each run. */
export function createDifferencesTable(): {
  readonly element: HTMLElement;
  update(runs: readonly RunRecord[], comparison: RunsComparison): void;
} {
  const body = html('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': l10n.t('Differences'),
  });
  const header = html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Differences')));
  const element = html('section', { 'aria-label': l10n.t('Differences') }, header, body);
  let drawn = '';
  const update = (runs: readonly RunRecord[], comparison: RunsComparison): void => {
    const key = JSON.stringify([runs.map(runTitle), comparison.differences]);
    if (key === drawn) return;
    drawn = key;
    body.replaceChildren(...contentsOf(runs, comparison));
  };
  return { element, update };
}

function contentsOf(runs: readonly RunRecord[], { differences, isCut }: RunsComparison): HTMLElement[] {
  if (differences.length === 0)
    return [html('p', { class: 'muted' }, l10n.t('These runs have the same settings, text and data.'))];
  const head = html(
    'tr',
    {},
    html('th', { scope: 'col' }, l10n.t('Path')),
    ...runs.map((run) => html('th', { scope: 'col' }, runTitle(run))),
  );
  const table = html(
    'table',
    { class: 'differences' },
    html('thead', {}, head),
    html('tbody', {}, ...differences.map(rowOf)),
  );
  const more = html(
    'p',
    { class: 'muted' },
    l10n.t('There are more differences. Compare the configs to see all of them.'),
  );
  return [table, ...(isCut ? [more] : [])];
}

function rowOf({ path, kind, values }: RunsComparison['differences'][number]): HTMLElement {
  const name = kind === 'data' ? l10n.t('Contents of the data') : html('code', {}, path);
  const cells = values.map((value) => {
    const text = valueWord(path, value);
    return html('td', { title: value === null ? l10n.t('This run does not have the value.') : text }, text);
  });
  return html('tr', { 'data-kind': kind, 'data-path': path }, html('th', { scope: 'row' }, name), ...cells);
}
