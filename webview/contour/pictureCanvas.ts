import { createCard } from '../card.js';
import { clearedContext } from '../clearedContext.js';
import type { Description } from '../diagram/describe.js';
import { html, setAttributes } from '../dom.js';
import { onThemeChange, readClassColors, readTheme, type ClassColor, type Theme } from '../theme.js';
import { typeScale } from '../typeScale.js';
import { frameOf, toPlane, type Extent, type Frame } from './frame.js';

/** How a view of a picture is drawn and described. */
export interface PictureCanvasOptions<V> {
  /** The id of the canvas, and the beginning of the class of its frame. */
  readonly id: string;
  extentOf(view: V): Extent;
  /** Returns the epoch that the view shows; null where it shows none. */
  epochOf(view: V): number | null;
  paint(
    context: CanvasRenderingContext2D,
    frame: Frame<Extent>,
    view: V,
    theme: Theme,
    colors: readonly ClassColor[],
  ): void;
  /** Returns the texts of the card at a point, in the units of the data; null where there are none. */
  describe(view: V, point: readonly [number, number]): Description | null;
}

/** A drawing over the inputs of a network, with a card at the pointer. */
export class PictureCanvas<V> {
  private readonly canvas: HTMLCanvasElement;
  private readonly card = createCard();
  readonly element: HTMLElement;
  private theme = readTheme();
  private colors = readClassColors();
  private frame: Frame<Extent> | null = null;
  /** The px of the page for a px of the drawing. */
  private scale = 1;
  private pointer: readonly [number, number] | null = null;
  view: V | null = null;

  constructor(private readonly options: PictureCanvasOptions<V>) {
    const { id } = options;
    this.canvas = html('canvas', { id, role: 'img' });
    this.element = html('div', { class: `${id}-frame` }, this.canvas, this.card.element);
    new ResizeObserver(() => this.paint()).observe(this.element);
    onThemeChange(() => {
      this.theme = readTheme();
      this.colors = readClassColors();
      this.paint();
    });
    this.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => this.point([offsetX, offsetY]));
    this.canvas.addEventListener('pointerleave', () => this.point(null));
  }

  /** Shows a view; null while nothing is known. */
  show(view: V | null): void {
    this.view = view;
    this.paint();
  }

  label(text: string): void {
    setAttributes(this.canvas, { 'aria-label': text });
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0) return;
    const { options, view } = this;
    const context = clearedContext(this.canvas, width, height);
    this.scale = typeScale();
    context.scale(this.scale, this.scale);
    this.frame = view && frameOf(options.extentOf(view), width / this.scale, height / this.scale);
    if (view && this.frame) options.paint(context, this.frame, view, this.theme, this.colors);
    setAttributes(this.canvas, { 'data-epoch': view && options.epochOf(view) });
    this.read();
  }

  private point(place: readonly [number, number] | null): void {
    this.pointer = place;
    this.read();
  }

  /** Shows the card of what is at the pointer. */
  private read(): void {
    const { view, frame, pointer, scale, element } = this;
    if (!view || !frame || !pointer) {
      this.card.hide();
      return;
    }
    const [x, y] = pointer;
    const description = this.options.describe(view, toPlane(frame, x / scale, y / scale));
    const room = { width: element.clientWidth, height: element.clientHeight };
    if (description) this.card.show(description, x, y, room);
    else this.card.hide();
  }
}
