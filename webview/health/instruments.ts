import * as l10n from '@vscode/l10n';
import type { Instruments } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { indexOfNearest } from '../history.js';
import type { Store } from '../store.js';
import type { EpochCursor } from '../timeline/epochCursor.js';
import { createGauge, type Gauge } from './gauge.js';
import { createHistograms } from './histograms.js';
import { layerTitle } from './layerTitle.js';
import { ofLayer, ofNetwork, type Quantity } from './quantities.js';

/** The most layers that are shown. */
const mostLayers = 24;

/**
 * Creates the instruments of a run: for the network and for each layer, what was measured at the marked epoch, or last,
 * with its course over the epochs.
 */
export function createInstruments(
  store: Store,
  cursor: EpochCursor,
): { readonly element: HTMLElement; update(): void } {
  const when = html('p', { class: 'muted', role: 'status' });
  const groups = html('div', { class: 'gauge-groups' });
  const more = html('p', { class: 'muted' });
  const histograms = createHistograms(store);
  const element = html('div', { class: 'instruments-body' }, when, groups, more, histograms.element);
  let layers = -1;
  let gauges: Gauge[] = [];
  const build = (count: number): void => {
    layers = count;
    gauges = [];
    const group = (title: string, quantities: readonly Quantity[]): HTMLElement => {
      const own = quantities.map((quantity) => createGauge(quantity, cursor));
      gauges.push(...own);
      const list = html('dl', { class: 'gauges' }, ...own.map((gauge) => gauge.element));
      return html('section', { class: 'gauge-group', 'aria-label': title }, html('h3', {}, title), list);
    };
    groups.replaceChildren(
      group(l10n.t('Whole network'), ofNetwork()),
      ...Array.from({ length: Math.min(count, mostLayers) }, (_, index) =>
        group(layerTitle(store, index), ofLayer(index)),
      ),
    );
    setText(more, count > mostLayers ? l10n.t('{0} more layers', count - mostLayers) : '');
    show(more, count > mostLayers);
  };
  const update = (): void => {
    const { instruments, view } = store;
    const count = instruments.at(0)?.layers.length ?? 0;
    if (count !== layers) build(count);
    show(groups, count > 0);
    const epochs = Float64Array.from(instruments, ({ epoch }) => epoch);
    const index = cursor.marked === null ? epochs.length - 1 : indexOfNearest(epochs, cursor.marked);
    setText(when, whenText(instruments, index, view?.status?.state === 'training'));
    for (const gauge of gauges) gauge.draw(instruments, index);
    histograms.update();
  };
  cursor.onChange(() => {
    if (element.isConnected && element.checkVisibility()) update();
  });
  return { element, update };
}

function whenText(instruments: readonly Instruments[], index: number, isTraining: boolean): string {
  if (index >= 0) return l10n.t('Measured at epoch {0}', formatCount(instruments[index].epoch));
  return isTraining
    ? l10n.t('Nothing has been measured yet.')
    : l10n.t('Press Train to measure gradients, weights and units while the network trains.');
}
