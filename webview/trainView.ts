import { createCharts } from './chart/charts.js';
import { createContour } from './contour/contour.js';
import { createDiagram } from './diagram/diagram.js';
import { html } from './dom.js';
import { createEvaluation } from './evaluation.js';
import { createRegions } from './regions/regions.js';
import type { Store } from './store.js';

/**
 * Creates the training view: the network with the map of its outputs, or the contour plot of a function, beside the
 * charts.
 */
export function createTrainView(store: Store): { readonly element: HTMLElement; update(): void } {
  const element = html('main', { class: 'train' });
  let kind: 'network' | 'function' | null = null;
  let parts: readonly { update(): void }[] = [];
  const build = (wanted: 'network' | 'function'): void => {
    kind = wanted;
    const pictures =
      wanted === 'function' ? [createContour(store)] : [createDiagram(store), createRegions(store)];
    const charts = createCharts(store, wanted);
    const evaluation = createEvaluation(store);
    parts = [...pictures, charts, evaluation];
    element.replaceChildren(
      html('div', { class: 'pane pictures' }, ...pictures.map((picture) => picture.element)),
      html('div', { class: 'pane' }, charts.element, evaluation.element),
    );
  };
  const update = (): void => {
    const { view } = store;
    // A file that has become invalid keeps the charts of its run.
    const wanted = view?.kind === 'invalid' ? kind : (view?.kind ?? null);
    if (wanted && wanted !== kind) build(wanted);
    element.hidden = kind === null;
    for (const part of parts) part.update();
  };
  return { element, update };
}
