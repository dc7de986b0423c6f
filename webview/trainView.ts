import { createCharts } from './chart/charts.js';
import { createDiagram } from './diagram/diagram.js';
import { html, show } from './dom.js';
import { createEvaluation } from './evaluation.js';
import { createHero } from './hero.js';
import type { Store } from './store.js';

/**
 * Creates the training view: the large picture of what has been learned, then the network, the charts and the
 * evaluation.
 */
export function createTrainView(store: Store): { readonly element: HTMLElement; update(): void } {
  const element = html('main', { class: 'train' });
  const evaluation = createEvaluation(store);
  const hero = createHero(store, evaluation);
  const last = html('div', { class: 'pane last' });
  let kind: 'network' | 'function' | null = null;
  let parts: readonly { update(): void }[] = [];
  const build = (wanted: 'network' | 'function'): void => {
    kind = wanted;
    const diagram = wanted === 'network' ? [createDiagram(store)] : [];
    const charts = createCharts(store, wanted);
    parts = [...diagram, charts];
    element.replaceChildren(
      hero.element,
      ...diagram.map((part) => html('div', { class: 'pane network-pane' }, part.element)),
      html('div', { class: 'pane charts-pane' }, charts.element),
      last,
    );
  };
  const update = (): void => {
    const { view } = store;
    // A file that has become invalid keeps the charts of its run.
    const wanted = view?.kind === 'invalid' ? kind : (view?.kind ?? null);
    if (wanted && wanted !== kind) build(wanted);
    element.hidden = kind === null;
    hero.update();
    for (const part of parts) part.update();
    const isBelow = hero.kind !== 'predictions';
    show(last, isBelow);
    if (!isBelow) return;
    if (evaluation.element.parentElement !== last) last.append(evaluation.element);
    evaluation.update();
  };
  return { element, update };
}
