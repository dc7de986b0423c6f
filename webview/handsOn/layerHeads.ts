import * as l10n from '@vscode/l10n';
import type { ConfigChange, HandsOnLayer, HandsOnView } from '../../src/protocol.js';
import { html, icon, setAttributes, setText, show } from '../dom.js';
import type { Store } from '../store.js';
import { post } from '../vscode.js';
import { optionList } from './controls.js';
import { createLayerChooser } from './layerChooser.js';
import { createRefusalNote, isOfLayers } from './refusalNote.js';

/** The places of the diagram's columns, the inputs first, in px from the left edge of its scrolled content. */
export interface ColumnPlaces {
  readonly xs: readonly number[];
  readonly width: number;
}

/** The most layers that have controls of their own. Of more layers, one is chosen. */
const mostHeads = 16;

/** The smallest distance of columns that has room for the controls of a layer and those between layers. */
const roomy = 132;

/**
 * Creates the controls of the layers: units, activation and removal of each, and a new layer between two. They stand
 * above the diagram's columns where there is room, else they form rows. Of a deep network, one layer has them at a time.
 * @param scroller the element whose horizontal scrolling the controls follow
 * @param places returns the columns' places; null where the diagram does not draw every layer
 */
export function createLayerHeads(
  store: Store,
  scroller: HTMLElement,
  places: () => ColumnPlaces | null,
): { readonly element: HTMLElement; choose(layer: number): void; update(): void } {
  const track = html('div', { class: 'layer-heads-track' });
  const note = createRefusalNote(isOfLayers);
  const viewport = html(
    'div',
    { class: 'layer-heads', role: 'group', 'aria-label': l10n.t('Layers') },
    track,
  );
  const chooser = createLayerChooser(() => update());
  const element = html('div', { 'data-hand': 'layers' }, chooser.element, viewport, note.element);
  let heads: readonly Head[] = [];
  /** The indices of the layers that have controls, and the number of all. */
  let built: { readonly shown: readonly number[]; readonly count: number } = { shown: [], count: 0 };
  const place = (): void => {
    const columns = places();
    const isAligned =
      columns?.xs.length === heads.length + 1 &&
      columns.xs.length > 1 &&
      columns.xs[1] - columns.xs[0] >= roomy;
    viewport.classList.toggle('aligned', isAligned);
    setAttributes(track, {
      style: isAligned ? `width: ${columns.width}px; transform: translateX(${-scroller.scrollLeft}px)` : null,
    });
    heads.forEach((head, index) => {
      const middle = isAligned ? (columns.xs[index] + columns.xs[index + 1]) / 2 : 0;
      setAttributes(head.adder, { style: isAligned ? `left: ${middle}px` : null });
      setAttributes(head.group, { style: isAligned ? `left: ${columns.xs[index + 1]}px` : null });
    });
  };
  scroller.addEventListener('scroll', place);
  new ResizeObserver(place).observe(scroller);
  const build = (shown: readonly number[], count: number): void => {
    if (count === built.count && shown.join() === built.shown.join()) return;
    built = { shown, count };
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    heads = shown.map((layer) => createHead(layer, layer === count - 1));
    track.replaceChildren(...heads.flatMap(({ adder, group }) => [adder, group]));
    if (focused === undefined) return;
    const same = track.querySelector<HTMLElement>(`[data-key="${focused}"]`);
    (same ?? track.querySelector<HTMLElement>('button'))?.focus();
  };
  const update = (): void => {
    const hands = store.view?.handsOn ?? null;
    show(element, hands !== null && hands.layers.length > 0);
    if (!hands) return;
    const { length } = hands.layers;
    show(chooser.element, length > mostHeads);
    const shown = length > mostHeads ? [chooser.within(length)] : Array.from({ length }, (_, layer) => layer);
    build(shown, length);
    heads.forEach((head, index) => head.update(hands, hands.layers[shown[index]]));
    note.update(store);
    place();
  };
  return { element, choose: chooser.choose, update };
}

interface Head {
  /** The button that adds a layer in front of this one. */
  readonly adder: HTMLElement;
  readonly group: HTMLElement;
  update(hands: HandsOnView, layer: HandsOnLayer): void;
}

function createHead(layer: number, isLast: boolean): Head {
  const number = layer + 1;
  const add = iconButton(`add-${layer}`, 'add', l10n.t('Add a layer before layer {0}', number), {
    type: 'addLayer',
    before: layer,
  });
  const fewer = iconButton(`fewer-${layer}`, 'remove', l10n.t('Remove a unit from layer {0}', number), {
    type: 'units',
    layer,
    by: -1,
  });
  const more = iconButton(`more-${layer}`, 'add', l10n.t('Add a unit to layer {0}', number), {
    type: 'units',
    layer,
    by: 1,
  });
  const remove = iconButton(`remove-${layer}`, 'trash', l10n.t('Remove layer {0}', number), {
    type: 'removeLayer',
    layer,
  });
  const count = html('span', { class: 'unit-count number' });
  const activation = optionList((name) => change({ type: 'activation', layer, activation: name }));
  setAttributes(activation.element, {
    'aria-label': l10n.t('Activation of layer {0}', number),
    'data-key': `activation-${layer}`,
  });
  const units = html('span', { class: 'unit-buttons' }, fewer.element, count, more.element);
  const group = html(
    'div',
    { class: 'layer-head', role: 'group', 'aria-label': l10n.t('Layer {0}', number) },
    html('span', { class: 'layer-name muted', 'aria-hidden': 'true' }, l10n.t('Layer {0}', number)),
    html('span', { class: 'layer-line' }, units, isLast ? null : remove.element),
    activation.element,
  );
  const adder = html('div', { class: 'layer-adder' }, add.element);
  const update = (hands: HandsOnView, now: HandsOnLayer): void => {
    const { blocked } = hands;
    add.refuse(blocked ?? now.noLayerBefore);
    fewer.refuse(blocked ?? now.noFewerUnits);
    more.refuse(blocked ?? now.noMoreUnits);
    remove.refuse(blocked ?? now.noRemoval);
    setText(count, String(now.units));
    activation.update(
      hands.activations.map((name) => ({ value: name, text: name })),
      now.activation,
    );
    setAttributes(activation.element, { disabled: blocked !== null, title: blocked });
  };
  return { adder, group, update };
}

const change = (made: ConfigChange): void => post({ type: 'edit', change: made });

interface IconButton {
  readonly element: HTMLButtonElement;
  /** Disables the button for a reason, which can be read on hover and by screen readers; null enables it. */
  refuse(reason: string | null): void;
}

function iconButton(key: string, glyph: string, label: string, made: ConfigChange): IconButton {
  const element = html('button', { type: 'button', class: 'hands-button', 'data-key': key }, icon(glyph));
  element.ariaLabel = label;
  element.addEventListener('click', () => {
    if (element.ariaDisabled !== 'true') change(made);
  });
  const refuse = (reason: string | null): void =>
    setAttributes(element, {
      'aria-disabled': reason === null ? null : 'true',
      'aria-description': reason,
      title: reason ?? label,
    });
  return { element, refuse };
}
