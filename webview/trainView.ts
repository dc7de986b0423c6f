import { afterFrame } from './afterFrame.js';
import { createDiagram } from './diagram/diagram.js';
import { html, show } from './dom.js';
import { createEvaluation } from './evaluation.js';
import { createHero } from './hero.js';
import { createDataBar } from './handsOn/dataBar.js';
import { lazyView, type View } from './lazyView.js';
import type { Store } from './store.js';
import { EpochCursor } from './timeline/epochCursor.js';

/**
 * Creates the training view: the large picture of what has been learned, then the network, the charts and the
 * evaluation.
 */
export function createTrainView(
  store: Store,
  repaint: () => void,
): { readonly element: HTMLElement; update(): void } {
  const element = html('main', { class: 'train' });
  const cursor = new EpochCursor(store, repaint);
  const dataBar = createDataBar(store);
  const rates = lazyView(async () => (await import('./rates/rateFinder.js')).createRateFinder(store));
  const evaluation = createEvaluation(store);
  const hero = createHero(store, evaluation);
  const last = html('div', { class: 'last' });
  let kind: 'network' | 'function' | null = null;
  let diagram: View | null = null;
  let charts: View | null = null;
  /** The charts are drawn in a frame of their own, because they take as long as the pictures. */
  const requestCharts = afterFrame(() => charts?.update());
  const build = (wanted: 'network' | 'function'): void => {
    kind = wanted;
    diagram = wanted === 'network' ? createDiagram(store) : null;
    charts = lazyView(async () => {
      const { createCharts } = await import('./chart/charts.js');
      return createCharts(store, wanted, cursor);
    });
    charts.element.classList.add('charts-pane');
    const rest = html('div', { class: 'rest' }, ...(diagram ? [diagram.element] : []), charts.element);
    element.replaceChildren(hero.element, rest, last);
  };
  const update = (): void => {
    const { view } = store;
    // A file that has become invalid keeps the charts of its run.
    const wanted = view?.kind === 'invalid' ? kind : (view?.kind ?? null);
    if (wanted && wanted !== kind) build(wanted);
    element.hidden = kind === null;
    cursor.observe();
    dataBar.update();
    const hasRates = Boolean(view?.rate);
    show(rates.element, hasRates);
    if (hasRates) rates.update();
    hero.update();
    diagram?.update();
    requestCharts();
    const isBelow = hero.kind !== 'predictions';
    show(last, isBelow);
    if (!isBelow) return;
    if (evaluation.element.parentElement !== last) last.append(evaluation.element);
    evaluation.update();
  };
  return { element: html('div', {}, dataBar.element, rates.element, element), update };
}
