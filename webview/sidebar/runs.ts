import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../src/protocol.js';
import { stateIcons, stateWord } from '../actions.js';
import { html, icon, show } from '../dom.js';
import { formatCount, formatPercent, formatValue } from '../format.js';
import { runTitle } from '../runs/runWords.js';
import { command } from '../vscode.js';

/** The number of runs that are listed; the panel lists all of them. */
const mostListed = 20;

/** Creates the list of past runs, newest first, with a link to the panel's view that compares them. */
export function createRuns(): { readonly element: HTMLElement; update(runs: readonly RunRecord[]): void } {
  const list = html('ol', { class: 'runs' });
  const heading = html('h2', {}, l10n.t('Runs so far'));
  const compare = html('button', { class: 'link' }, l10n.t('Compare runs'));
  compare.addEventListener('click', () => command('showRuns'));
  const header = html('div', { class: 'history-head' }, heading, compare);
  const element = html('section', { class: 'history', 'aria-label': l10n.t('Runs so far') }, header, list);
  let drawn: readonly RunRecord[] | null = null;
  const update = (runs: readonly RunRecord[]): void => {
    if (runs === drawn) return;
    drawn = runs;
    show(compare, runs.length > 0);
    const newestFirst = [...runs].sort((a, b) => b.started - a.started).slice(0, mostListed);
    const empty = html('li', { class: 'muted' }, l10n.t('There are no runs yet. Each run is listed here.'));
    list.replaceChildren(...(newestFirst.length === 0 ? [empty] : newestFirst.map(runItem)));
  };
  return { element, update };
}

function runItem(record: RunRecord): HTMLElement {
  const { started, state, epochs, loss, validationLoss, accuracy } = record;
  const time = new Date(started);
  const when = html(
    'time',
    { datetime: time.toISOString(), title: time.toLocaleString(language()) },
    clockTime(time),
  );
  const title = html('span', { class: 'run-name muted', title: runTitle(record) }, runTitle(record));
  const figures = [
    epochs === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', formatCount(epochs)),
    ...(loss === null ? [] : [l10n.t('loss {0}', formatValue(loss, 3))]),
    ...(validationLoss === null ? [] : [l10n.t('val. loss {0}', formatValue(validationLoss, 3))]),
    ...(accuracy === null ? [] : [formatPercent(accuracy)]),
  ];
  const glyph = html('span', { class: 'state-icon', 'data-state': state }, icon(stateIcons[state]));
  const first = html('div', { class: 'run-head' }, glyph, html('span', {}, stateWord(state)), title, when);
  return html('li', {}, first, html('div', { class: 'muted number' }, figures.join(' · ')));
}

/** Formats a run's time, with the date unless it is today. */
function clockTime(time: Date): string {
  const today = time.toDateString() === new Date().toDateString();
  return today
    ? time.toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' })
    : time.toLocaleString(language(), { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

/** Returns the editor's display language, which may differ from the browser's. */
const language = (): string => document.documentElement.lang;
