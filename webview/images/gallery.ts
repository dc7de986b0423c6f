import * as l10n from '@vscode/l10n';
import type { Gallery, GalleryItem } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { formatCount, formatPercent } from '../format.js';
import { rgb, type Theme } from '../theme.js';
import { paintImage } from './pixels.js';

/** Creates the misclassified images. Choosing one selects it as the sample. */
export function createGallery(choose: (sample: number) => void): {
  readonly element: HTMLElement;
  update(gallery: Gallery | null, classes: readonly string[], theme: Theme, selected: number | null): void;
} {
  const title = html('h3', {}, l10n.t('Misclassified'));
  const count = html('span', { class: 'muted number' });
  const list = html('div', { class: 'gallery-items' });
  const element = html(
    'section',
    { class: 'gallery', 'aria-label': l10n.t('Misclassified') },
    html('div', { class: 'section-header' }, title, count),
    list,
  );
  let items: readonly (readonly [GalleryItem, HTMLButtonElement])[] = [];
  let drawn: readonly unknown[] = [];
  return {
    element,
    update: (gallery, classes, theme, selected) => {
      show(element, gallery !== null);
      if (!gallery) return;
      const next = [gallery, classes, theme];
      if (next.some((value, index) => value !== drawn[index])) {
        items = gallery.items.map(
          (item) => [item, createItem(gallery, item, classes, theme, choose)] as const,
        );
        list.replaceChildren(...items.map(([, button]) => button));
        setText(count, countText(gallery));
        drawn = next;
      }
      for (const [item, button] of items)
        button.setAttribute('aria-pressed', String(item.sample === selected));
    },
  };
}

function countText({ total, samples, part, items }: Gallery): string {
  const [wrong, all, shown] = [formatCount(total), formatCount(samples), items.length];
  if (items.length < total)
    return part === 'validation'
      ? l10n.t('{0} of {1} validation samples; the {2} most certain are shown', wrong, all, shown)
      : l10n.t('{0} of {1} training samples; the {2} most certain are shown', wrong, all, shown);
  return part === 'validation'
    ? l10n.t('{0} of {1} validation samples', wrong, all)
    : l10n.t('{0} of {1} training samples', wrong, all);
}

function createItem(
  { size }: Gallery,
  { sample, row, pixels, label, predicted, probability }: GalleryItem,
  classes: readonly string[],
  theme: Theme,
  choose: (sample: number) => void,
): HTMLButtonElement {
  const canvas = html('canvas', { class: 'pixels', 'aria-hidden': 'true' });
  paintImage(canvas, { ...size, pixels }, rgb(theme.foreground));
  const [truth, guess] = [classes[label], classes[predicted]];
  const words = l10n.t(
    'Label {0}, predicted {1} with {2}, row {3}',
    truth,
    guess,
    formatPercent(probability),
    row + 1,
  );
  const button = html(
    'button',
    { type: 'button', class: 'gallery-item', title: words, 'aria-label': words },
    canvas,
    html(
      'span',
      { class: 'gallery-words number' },
      html('span', { class: 'right' }, truth),
      html('span', { class: 'muted' }, ' → '),
      html('span', { class: 'wrong' }, guess),
    ),
    html('span', { class: 'muted number' }, formatPercent(probability)),
  );
  button.addEventListener('click', () => choose(sample));
  return button;
}
