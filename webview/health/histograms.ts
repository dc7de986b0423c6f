import * as l10n from '@vscode/l10n';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import type { Store } from '../store.js';
import { dropdown } from '../toolkit.js';
import { post, remember, remembered } from '../vscode.js';
import { createHistogramFigure } from './histogramFigure.js';
import { layerTitle } from './layerTitle.js';

/** The times in ms after which the histograms of a run that trains, and a missing answer, are asked for again. */
const againMs = { training: 500, missing: 3000 };
/** How often the histograms of one state are asked for at most: a run that cannot be loaded answers nothing. */
const mostTries = 4;

/**
 * Creates the folded histograms of one layer's activations, weights and gradients with the parameters that are shown. They
 * are computed only while they are open.
 */
export function createHistograms(store: Store): { readonly element: HTMLElement; update(): void } {
  const chooser = html('div', { class: 'histogram-layer' });
  const when = html('p', { class: 'histogram-when muted' });
  const figures = {
    outputs: createHistogramFigure(l10n.t('Activations')),
    weights: createHistogramFigure(l10n.t('Weights')),
    gradients: createHistogramFigure(l10n.t('Gradients of the weights')),
  };
  const list = html('div', { class: 'histogram-figures' }, ...Object.values(figures).map(({ element }) => element)); // prettier-ignore
  const element = html('details', { class: 'histograms', open: remembered().histogramsOpen ?? false });
  element.append(html('summary', {}, html('h3', {}, l10n.t('Histograms of a layer'))), chooser, list, when);
  let layer = 0;
  let titles = '';
  let timer: number | undefined;
  let asked = { key: '', at: -Infinity, tries: 0 };

  const choose = (all: readonly string[]): void => {
    if (all.join() === titles) return;
    titles = all.join();
    layer = Math.min(layer, Math.max(0, all.length - 1));
    const options = Object.fromEntries(all.map((title, index) => [String(index), title]));
    const changed = (value: string): void => {
      layer = Number(value);
      update();
    };
    chooser.replaceChildren(dropdown(l10n.t('Layer of the histograms'), options, String(layer), changed));
  };
  /** Asks for the histograms unless those of the shown state are there, or have been asked for just now. */
  const ask = (): void => {
    const { histograms, view } = store;
    const { run, state, epoch, viewing, edited } = view?.status ?? {};
    const shown = viewing?.epoch ?? epoch;
    if (run === undefined || shown === undefined || state === 'loading') return;
    const key = JSON.stringify([run, layer, shown, edited]);
    const isThere = histograms?.layer === layer && histograms.epoch === shown && key === asked.key;
    const tries = key === asked.key ? asked.tries + 1 : 1;
    if (isThere || tries > mostTries || typeof viewing?.fraction === 'number') return;
    const again = state === 'training' ? againMs.training : againMs.missing;
    const wait = asked.at + again - performance.now();
    const isUrgent = state !== 'training' && key !== asked.key;
    window.clearTimeout(timer);
    if (wait > 0 && !isUrgent) timer = window.setTimeout(update, wait);
    else {
      asked = { key, at: performance.now(), tries };
      post({ type: 'histograms', layer });
    }
  };
  const update = (): void => {
    if (!element.open || !element.checkVisibility()) return;
    const { histograms, view } = store;
    choose((view?.shape?.layers ?? []).map((_, index) => layerTitle(store, index)));
    const own = histograms?.layer === layer ? histograms : null;
    figures.outputs.draw(own?.outputs ?? null);
    figures.weights.draw(own?.weights ?? null);
    figures.gradients.draw(own?.gradients ?? null);
    setText(when, own ? l10n.t('With the parameters after epoch {0}', formatCount(own.epoch)) : '');
    ask();
  };
  element.addEventListener('toggle', () => {
    remember({ histogramsOpen: element.open });
    update();
  });
  return { element, update };
}
