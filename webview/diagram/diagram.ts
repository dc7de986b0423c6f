import * as l10n from '@vscode/l10n';
import type { UnitPlace } from '../../src/protocol.js';
import { html } from '../dom.js';
import { createLayerHeads, type ColumnPlaces } from '../handsOn/layerHeads.js';
import { unitPicturesOf } from '../regions/unitPictures.js';
import type { Store } from '../store.js';
import { onThemeChange, readTheme } from '../theme.js';
import { post } from '../vscode.js';
import { describe } from './describe.js';
import { createLegend } from './legend.js';
import { isCutOff } from './model.js';
import { createParameterEditor } from './parameterEditor.js';
import { createNameEditor } from './nameEditor.js';
import { Picture, type Scene } from './picture.js';
import { createSamplePicker } from './samplePicker.js';
import { weightScale } from './scale.js';
import type { UnitPictures } from './units.js';
import { patchPictures } from '../images/patchPictures.js';
import { createValues } from './values.js';

/** Creates the live diagram of the network, with one column for each layer. */
export function createDiagram(store: Store): { readonly element: HTMLElement; update(): void } {
  // Each run starts without a unit in focus, so the host is told again when another one is shown.
  store.focus.onChange(() => post({ type: 'focus', unit: store.focus.unit }));
  const pictures = createPictures(store, () => update());
  const picture = new Picture({
    stepping: false,
    describe,
    isPictureInCard: () => !store.focus.isInView,
    pinned: (target) => {
      const layer = target && (picture.model?.columns[target.column].layer ?? 0);
      if (layer) heads.choose(layer - 1);
      for (const each of editors) {
        each.choose(target);
        if (picture.model) each.update(picture.model);
      }
    },
    pointed: (unit) => store.focus.set(unit && isShownLarge(store, unit) ? unit : null),
  });
  const heads = createLayerHeads(store, picture.element, () => columnPlaces(picture));
  const legend = createLegend();
  const editors = [createNameEditor(store), createParameterEditor(store)];
  const values = createValues();
  const sample = createSamplePicker(store);
  const header = html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Network')), sample.element);
  const label = l10n.t('Network');
  const element = html(
    'section',
    { class: 'diagram', 'aria-label': label },
    header,
    heads.element,
    picture.element,
    legend.element,
    ...editors.map((each) => each.element),
    values.element,
  );
  const update = (): void => {
    const { view, snapshot } = store;
    if (!view?.shape) return;
    store.focus.follow(view.status?.run ?? null);
    picture.show({ shape: view.shape, snapshot, progress: null, lit: [], pictures: pictures() });
    if (picture.layout) legend.update(weightScale(snapshot), picture.layout);
    heads.update();
    if (picture.model) for (const each of editors) each.update(picture.model);
    sample.update();
    if (picture.model && picture.scene) values.update(picture.model, picture.scene.snapshot);
  };
  return { element, update };
}

/**
 * Returns whether the units are drawn as pictures. It is known before the data as far as possible, so that the drawing
 * does not change when the data arrives.
 */
function isPictured({ view }: Store): boolean {
  const inputs = view?.shape?.inputNames.length ?? 0;
  return view?.facts?.planar ?? (inputs === 1 || inputs === 2);
}

/** Returns whether the large picture shows a unit that is pointed at. */
function isShownLarge(store: Store, { layer }: UnitPlace): boolean {
  return isPictured(store) || (layer === 1 && Boolean(store.snapshot?.image));
}

/** Returns a function that returns the units' pictures, which are the same as long as nothing in them changes. */
function createPictures(store: Store, onChange: () => void): () => Scene['pictures'] {
  let sources: readonly unknown[] = [];
  let pictures: UnitPictures | 'pending' = 'pending';
  let theme = readTheme();
  onThemeChange(() => {
    theme = readTheme();
    sources = [];
    onChange();
  });
  return () => {
    const { view, unitMaps, snapshot } = store;
    const patches = snapshot?.layers.at(0)?.patches;
    if (patches) return patchPictures(patches, theme);
    if (!isPictured(store)) return undefined;
    if (!view?.facts || !view.plane || !view.shape || !unitMaps) return 'pending';
    const { facts, plane, shape } = view;
    const next = [facts, plane, shape, unitMaps];
    if (next.some((source, index) => source !== sources[index]))
      pictures = unitPicturesOf(unitMaps, { facts, plane, shape });
    sources = next;
    return pictures;
  };
}

/** Returns the places of the columns; null where layers are left out of the drawing. */
function columnPlaces({ columnPlaces: places, model }: Picture): ColumnPlaces | null {
  return model?.columns.some((_, column) => isCutOff(model, column)) ? null : places;
}
