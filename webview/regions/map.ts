import { createCard } from '../card.js';
import { clearedContext } from '../clearedContext.js';
import { frameOf, toPlane, type Extent, type Frame } from '../contour/frame.js';
import { html, setAttributes } from '../dom.js';
import { onThemeChange, readClassColors, readTheme } from '../theme.js';
import { describe } from './describe.js';
import { extentOf, type View } from './field.js';
import { paint } from './paint.js';

/** The drawing of the plane with a card at the pointer. */
export class RegionsMap {
  private readonly canvas = html('canvas', { id: 'regions', role: 'img' });
  private readonly card = createCard();
  readonly element = html('div', { class: 'regions-frame' }, this.canvas, this.card.element);
  private theme = readTheme();
  private colors = readClassColors();
  view: View | null = null;
  private frame: Frame<Extent> | null = null;
  private pointer: readonly [number, number] | null = null;

  constructor() {
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
  show(view: View | null): void {
    this.view = view;
    this.paint();
  }

  label(text: string): void {
    setAttributes(this.canvas, { 'aria-label': text });
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0) return;
    const context = clearedContext(this.canvas, width, height);
    this.frame = this.view && frameOf(extentOf(this.view), width, height);
    if (this.view && this.frame) {
      const [x, y] = this.view.facts.inputNames;
      paint(context, { ...this.view, frame: this.frame, names: [x, y] }, this.theme, this.colors);
    }
    setAttributes(this.canvas, { 'data-epoch': this.view?.regions?.epoch ?? null });
    this.read();
  }

  private point(place: readonly [number, number] | null): void {
    this.pointer = place;
    this.read();
  }

  /** Shows the network's output at the pointer. */
  private read(): void {
    const { view, frame, pointer } = this;
    const description = view && frame && pointer && describe(view, toPlane(frame, ...pointer));
    if (description) this.card.show(description, ...pointer, frame);
    else this.card.hide();
  }
}
