import * as l10n from '@vscode/l10n';
import type { DataFacts, Snapshot } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { unitTitle } from '../regions/focused.js';
import type { Store } from '../store.js';
import { onThemeChange, readTheme, rgb } from '../theme.js';
import { textButton } from '../toolkit.js';
import { post, remember } from '../vscode.js';
import { createClassBars } from './classBars.js';
import { DrawPad } from './drawPad.js';
import { drawTexts } from './drawTexts.js';
import { createGallery } from './gallery.js';
import { paintImage, paintPatch, patchOf } from './pixels.js';

/**
 * Creates the view of a network that classifies images: the sample with its prediction, a square to draw on, and what is
 * misclassified.
 */
export function createImages(store: Store): { readonly element: HTMLElement; update(): void } {
  let theme = readTheme();
  const title = html('h2', {});
  const canvas = html('canvas', { class: 'pixels large', role: 'img' });
  const bars = createClassBars(l10n.t('Predicted probabilities of the sample'));
  const drawnBars = createClassBars(l10n.t('Predicted probabilities of the drawing'));
  const pad = new DrawPad(drawTexts(), textButton, (pixels) => {
    isDrawn = pixels !== null;
    if (pixels) post({ type: 'classify', inputs: pixels });
    else update();
  });
  const gallery = createGallery((sample) => {
    remember({ sample });
    post({ type: 'sample', index: sample });
  });
  const figure = (heading: HTMLElement, picture: HTMLElement, list: HTMLElement): HTMLElement =>
    html('div', { class: 'image-figure' }, heading, html('div', { class: 'image-body' }, picture, list));
  const element = html(
    'section',
    { class: 'images', 'aria-label': l10n.t('Images') },
    html(
      'div',
      { class: 'image-figures' },
      figure(title, canvas, bars.element),
      figure(html('h2', {}, l10n.t('Draw one yourself')), pad.element, drawnBars.element),
    ),
    gallery.element,
  );
  let isDrawn = false;
  /** The snapshot with whose network the drawing was classified last. */
  let classified: Snapshot | null = null;
  const update = (): void => {
    const { view, snapshot } = store;
    const facts = view?.facts;
    show(element, Boolean(facts?.image));
    if (!facts?.image) return;
    pad.setSize(facts.image);
    const classes = classesOf(facts);
    if (isDrawn && snapshot && snapshot.epoch !== classified?.epoch) pad.report();
    classified = snapshot;
    drawnBars.update(isDrawn ? store.classified : null, classes, null);
    gallery.update(store.gallery, classes, theme, snapshot?.sample ?? null);
    showSample(classes);
  };
  const showSample = (classes: readonly string[]): void => {
    const { snapshot, view, focus } = store;
    const label = snapshot?.targets ? labelOf(snapshot.targets) : null;
    bars.update(snapshot?.layers.at(-1)?.outputs ?? null, classes, label);
    const { unit } = focus;
    const patches = snapshot?.layers.at(0)?.patches;
    if (unit?.layer === 1 && patches && unit.unit < patches.count && view?.shape) {
      paintPatch(canvas, patches.size, patchOf(patches, unit.unit), rgb(theme.positive), rgb(theme.negative));
      const name = unitTitle(unit, view.shape);
      setText(
        title,
        l10n.t('Weights of {0}', view.shape.layers[0].unitNames[unit.unit] ?? String(unit.unit + 1)),
      );
      canvas.setAttribute('aria-label', name);
    } else if (snapshot?.image) {
      paintImage(canvas, snapshot.image, rgb(theme.foreground));
      setText(title, label === null ? l10n.t('Sample') : l10n.t('Sample with label {0}', classes[label]));
      canvas.setAttribute('aria-label', l10n.t('Image of sample {0}', snapshot.sample + 1));
    }
  };
  onThemeChange(() => {
    theme = readTheme();
    update();
  });
  store.focus.onChange(update);
  store.focus.shownBy(canvas);
  return { element, update };
}

function classesOf({ classes, targetNames }: DataFacts): readonly string[] {
  return classes ?? targetNames;
}

/** Returns the class of a target, as an index. */
function labelOf(targets: ArrayLike<number>): number {
  return targets.length === 1 ? Math.round(targets[0]) : Array.from(targets).indexOf(1);
}
