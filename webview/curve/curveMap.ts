import { createCard } from '../card.js';
import { clearedContext } from '../clearedContext.js';
import { frameOf, toPlane, type Extent, type Frame } from '../contour/frame.js';
import type { Description } from '../diagram/describe.js';
import { html, setAttributes } from '../dom.js';
import { onThemeChange, readClassColors, readTheme } from '../theme.js';
import { paintCurves } from './paint.js';
import type { CurveView } from './view.js';

/** The drawing of the curves with a card at the pointer. */
export class CurveMap {
  private readonly canvas = html('canvas', { id: 'curve', role: 'img' });
  private readonly card = createCard();
  readonly element = html('div', { class: 'curve-frame' }, this.canvas, this.card.element);
  private theme = readTheme();
  private colors = readClassColors();
  private frame: Frame<Extent> | null = null;
  private pointer: readonly [number, number] | null = null;
  view: CurveView | null = null;

  constructor(private readonly describe: (view: CurveView, x: number) => Description | null) {
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
  show(view: CurveView | null, label: string): void {
    this.view = view;
    setAttributes(this.canvas, { 'aria-label': label });
    this.paint();
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0) return;
    const context = clearedContext(this.canvas, width, height);
    this.frame = this.view && frameOf(this.view.extent, width, height);
    if (this.view && this.frame) paintCurves(context, this.frame, this.view, this.theme, this.colors);
    setAttributes(this.canvas, { 'data-epoch': this.view?.curves?.epoch ?? null });
    this.read();
  }

  private point(place: readonly [number, number] | null): void {
    this.pointer = place;
    this.read();
  }

  /** Shows the outputs at the pointer. */
  private read(): void {
    const { view, frame, pointer } = this;
    const description = view && frame && pointer && this.describe(view, toPlane(frame, ...pointer)[0]);
    if (description) this.card.show(description, ...pointer, frame);
    else this.card.hide();
  }
}
