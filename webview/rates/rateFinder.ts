import * as l10n from '@vscode/l10n';
import type { RateSearch, RateView } from '../../src/protocol.js';
import { optionList, type Option } from '../handsOn/controls.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatTick } from '../format.js';
import type { Shown, Store } from '../store.js';
import { onThemeChange, readTheme } from '../theme.js';
import { button } from '../toolkit.js';
import { command, post } from '../vscode.js';
import { createRateChart } from './rateChart.js';

/**
 * Creates the section of a search for a learning rate: its chart while it goes on, then the suggestion, which one button
 * writes into the file. Escape or a button closes it.
 */
export function createRateFinder(store: Store): { readonly element: HTMLElement; update(): void } {
  let theme = readTheme();
  const words = html('p', { class: 'rate-words', role: 'status' });
  const how = html('p', { class: 'muted rate-how' });
  const apply = button('primary', () => applyTo(store));
  const close = button('secondary', () => command('closeLearningRate'));
  const from = optionList((value) => post({ type: 'findRate', fromRun: value === 'run' }));
  from.element.ariaLabel = l10n.t('Search from');
  const filled = html('div', { class: 'progress-filled' });
  const progress = html(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-label': l10n.t('Search'), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    filled,
  ); // prettier-ignore
  const chart = createRateChart();
  const heading = html('h2', {}, l10n.t('Find a Learning Rate'));
  const legend = createLegend();
  const element = html(
    'section',
    { class: 'rates', 'aria-label': l10n.t('Find a Learning Rate') },
    html('div', { class: 'section-header' }, heading, from.element, legend),
    progress,
    chart.element,
    html('div', { class: 'rate-result' }, html('div', { class: 'rate-text' }, words, how), html('div', { class: 'controls' }, apply.element, close.element)),
  ); // prettier-ignore
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') command('closeLearningRate');
  });
  let drawn: RateSearch | null = null;
  const draw = (search: RateSearch | null): void => {
    show(chart.element, search !== null);
    if (search && search !== drawn) chart.draw(search, theme);
    drawn = search;
  };
  const update = (): void => {
    const { view } = store;
    if (!view?.rate) return;
    const { rate } = view;
    const fraction = rate.search?.fraction ?? 0;
    show(from.element, (view.status?.epoch ?? 0) > 0 && !view.status?.stale && view.kind === 'network');
    from.update(starts(), rate.fromEpoch === null ? 'start' : 'run');
    setText(words, headline(rate));
    setText(how, explanation(rate));
    element.classList.toggle('old', rate.stale);
    progress.classList.toggle('idle', !rate.isRunning);
    setAttributes(progress, { 'aria-valuenow': Math.round(fraction * 100) });
    filled.style.width = `${(fraction * 100).toFixed(1)}%`;
    lookButtons(view, rate);
    draw(rate.search);
  };
  const lookButtons = (view: Shown, rate: RateView): void => {
    apply.look({
      label: l10n.t('Apply'),
      icon: 'check',
      title: l10n.t('Write this learning rate into the file'),
      disabled: reasonNotToApply(view, rate),
    });
    const label = rate.isRunning ? l10n.t('Cancel') : l10n.t('Close');
    close.look({ label, icon: rate.isRunning ? 'debug-stop' : 'close', title: label, disabled: null });
  };
  onThemeChange(() => {
    theme = readTheme();
    if (drawn) chart.draw(drawn, theme);
  });
  return { element, update };
}

const starts = (): Option[] => [
  { value: 'start', text: l10n.t('from the start') },
  { value: 'run', text: l10n.t('from the current parameters') },
];

function applyTo({ view }: Store): void {
  const value = view?.rate?.search?.rate;
  if (value) post({ type: 'edit', change: { type: 'learningRate', value } });
}

function reasonNotToApply({ fileSettings }: Shown, { search, isRunning, error }: RateView): string | null {
  if (isRunning) return l10n.t('The search is not over yet.');
  if (error !== null || !search || search.rate === null)
    return l10n.t(
      'The search has found no learning rate to apply. Follow the advice above, then search again.',
    );
  return fileSettings?.learningRate === search.rate ? l10n.t('The file has this learning rate.') : null;
}

function headline({ search, isRunning, error, stale }: RateView): string {
  if (isRunning) return search?.test ? l10n.t('Trying some learning rates…') : l10n.t('Raising the learning rate…');
  if (error !== null) return error;
  if (!search) return '';
  if (search.rate === null) return l10n.t('No learning rate made the loss fall. Look at the data, the activations and the initial weights first.');
  const suggestion = l10n.t('Suggested learning rate: {0}', formatTick(search.rate));
  return stale ? l10n.t('(Before your edit) {0}', suggestion) : suggestion;
} // prettier-ignore

function explanation({ search, fromEpoch }: RateView): string {
  if (!search?.test) return '';
  const { steepest, lowest, exploded } = search.test;
  const parts = [
    fromEpoch === null ? null : l10n.t('The search started from the parameters after epoch {0}.', fromEpoch),
    steepest === null || lowest === null
      ? null
      : l10n.t('The loss falls most steeply at {0} and is lowest at {1}. Each trial trains with one rate.', formatTick(rounded(steepest)), formatTick(rounded(lowest))),
    exploded === null ? null : l10n.t('The loss explodes at {0}.', formatTick(rounded(exploded))),
  ]; // prettier-ignore
  return parts.filter((part) => part !== null).join(' ');
}

const rounded = (rate: number): number => Number(rate.toPrecision(2));

function createLegend(): HTMLElement {
  const item = (look: string, text: string): HTMLElement =>
    html('li', {}, html('span', { class: `swatch ${look}`, 'aria-hidden': 'true' }), text);
  return html(
    'ul',
    { class: 'legend' },
    item('swatch-line positive', l10n.t('Range test, smoothed')),
    item('swatch-ring negative', l10n.t('Trials')),
  );
}
