import * as l10n from '@vscode/l10n';
import type { Surface } from '../../src/protocol.js';
import { createCard } from '../card.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import type { Store } from '../store.js';
import { onThemeChange, readTheme } from '../theme.js';
import { frameOf, toCells, toPixel, toPlane, type Frame } from './frame.js';
import { valueAt } from './isolines.js';
import { paintMap, paintPath } from './paint.js';

/** Creates the contour plot of a plain function with the path of gradient descent on it. */
export function createContour(store: Store): { readonly element: HTMLElement; update(): void } {
  const map = new Map(store);
  const text = html('code', {});
  const header = html(
    'div',
    { class: 'section-header' },
    html('h2', {}, l10n.t('Descent')),
    html('span', { class: 'muted' }, 'f(x, y) = ', text),
  );
  const legend = html(
    'div',
    { class: 'diagram-legend' },
    html('span', { class: 'key' }, html('span', { class: 'swatch swatch-ring negative' }), l10n.t('start')),
    html(
      'span',
      { class: 'key' },
      html('span', { class: 'swatch swatch-disc negative full' }),
      l10n.t('now'),
    ),
    html('span', { class: 'key' }, l10n.t('A stronger tint means a higher value.')),
  );
  const element = html(
    'section',
    { class: 'contour', 'aria-label': l10n.t('Descent') },
    header,
    map.element,
    legend,
  );
  const update = (): void => {
    const surface = store.view?.surface;
    if (!surface) return;
    setText(text, surface.text);
    map.draw(surface);
  };
  return { element, update };
}

class Map {
  private readonly canvas = html('canvas', { id: 'contour', role: 'img' });
  private readonly outside = html('p', { class: 'outside', hidden: true });
  private readonly card = createCard();
  readonly element = html('div', { class: 'contour-frame' }, this.canvas, this.outside, this.card.element);
  private theme = readTheme();
  private frame: Frame | null = null;
  private map: OffscreenCanvas | null = null;
  private surface: Surface | null = null;

  constructor(private readonly store: Store) {
    new ResizeObserver(() => this.renew()).observe(this.element);
    onThemeChange(() => {
      this.theme = readTheme();
      this.renew();
    });
    this.canvas.addEventListener('pointermove', (event) => this.read(event));
    this.canvas.addEventListener('pointerleave', () => this.card.hide());
  }

  draw(surface: Surface): void {
    if (surface !== this.surface) {
      this.surface = surface;
      this.renew();
    } else {
      this.paint();
    }
  }

  /** Redraws the map after a change of the surface, the size or the theme. */
  private renew(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!this.surface || width === 0) return;
    const ratio = window.devicePixelRatio;
    this.frame = frameOf(this.surface, width, height);
    this.map = paintMap(this.frame, this.theme, ratio);
    setAttributes(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.paint();
  }

  private paint(): void {
    const { frame, map, store } = this;
    if (!frame || !map) return;
    const context = this.canvas.getContext('2d')!;
    const ratio = window.devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(map, 0, 0);
    context.scale(ratio, ratio);
    const shown = store.shownIndex + 1;
    const [xs, ys] = [
      store.history.column('x').subarray(0, shown),
      store.history.column('y').subarray(0, shown),
    ];
    paintPath(context, frame, xs, ys, this.theme);
    this.describe(xs, ys, frame);
  }

  /** Describes the plot in words for screen readers, and in data attributes for tests. */
  private describe(xs: Float64Array, ys: Float64Array, frame: Frame): void {
    const [x, y] = [xs.at(-1) ?? NaN, ys.at(-1) ?? NaN];
    const { xMin, xMax, yMin, yMax } = frame.surface;
    const known = !Number.isNaN(x);
    show(this.outside, known && !(x >= xMin && x <= xMax && y >= yMin && y <= yMax));
    setText(
      this.outside,
      l10n.t('The path has left the map and is now at ({0}, {1}).', formatValue(x), formatValue(y)),
    );
    const label = known
      ? l10n.t(
          'Contour of the function with the path: {0} steps, now at x {1}, y {2}',
          formatCount(xs.length - 1),
          formatValue(x),
          formatValue(y),
        )
      : l10n.t('Contour of the function');
    setAttributes(this.canvas, {
      'aria-label': label,
      'data-points': xs.length,
      'data-x': known ? x : null,
      'data-y': known ? y : null,
    });
  }

  private read(event: PointerEvent): void {
    if (!this.frame) return;
    const { left, top } = this.canvas.getBoundingClientRect();
    const [x, y] = toPlane(this.frame, event.clientX - left, event.clientY - top);
    const value = valueAt(this.frame.surface, ...toCells(this.frame, x, y));
    if (Number.isNaN(value)) {
      this.card.hide();
      return;
    }
    const rows = [['x', formatValue(x, 3)] as const, ['y', formatValue(y, 3)] as const];
    const [px, py] = toPixel(this.frame, x, y);
    this.card.show({ title: `f ≈ ${formatValue(value, 3)}`, rows, more: null }, px, py, this.frame);
  }
}
