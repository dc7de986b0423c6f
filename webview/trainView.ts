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
  const evaluation = createEvaluation(store);
  const hero = createHero(store, evaluation);
  const last = html('div', { class: 'last' });
  let kind: 'network' | 'function' | null = null;
  let parts: readonly View[] = [];
  const build = (wanted: 'network' | 'function'): void => {
    kind = wanted;
    const diagram = wanted === 'network' ? [createDiagram(store)] : [];
    const charts = lazyView(async () => {
      const { createCharts } = await import('./chart/charts.js');
      return createCharts(store, wanted, cursor);
    });
    charts.element.classList.add('charts-pane');
    parts = [...diagram, charts];
    const rest = html('div', { class: 'rest' }, ...parts.map((part) => part.element));
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
    hero.update();
    for (const part of parts) part.update();
    const isBelow = hero.kind !== 'predictions';
    show(last, isBelow);
    if (!isBelow) return;
    if (evaluation.element.parentElement !== last) last.append(evaluation.element);
    evaluation.update();
  };
  return { element: html('div', {}, dataBar.element, element), update };
}
