import * as l10n from '@vscode/l10n';
import { html } from '../dom.js';
import type { Store } from '../store.js';
import { describe } from './describe.js';
import { createLegend } from './legend.js';
import { Picture } from './picture.js';
import { createSamplePicker } from './samplePicker.js';
import { weightScale } from './scale.js';
import { createValues } from './values.js';

/** Creates the live diagram of the network, with one column for each layer. */
export function createDiagram(store: Store): { readonly element: HTMLElement; update(): void } {
  const picture = new Picture({ stepping: false, describe });
  const legend = createLegend();
  const values = createValues();
  const sample = createSamplePicker(store);
  const header = html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Network')), sample.element);
  const label = l10n.t('Network');
  const element = html(
    'section',
    { class: 'diagram', 'aria-label': label },
    header,
    picture.element,
    legend.element,
    values.element,
  );
  const update = (): void => {
    const { view, snapshot } = store;
    if (!view?.shape) return;
    picture.show({ shape: view.shape, snapshot, progress: null, lit: [] });
    if (picture.layout) legend.update(weightScale(snapshot), picture.layout);
    sample.update();
    if (picture.model && picture.scene) values.update(picture.model, picture.scene.snapshot);
  };
  return { element, update };
}
