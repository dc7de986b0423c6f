import { createCard } from '../card.js';
import { clearedContext } from '../clearedContext.js';
import { frameOf, toPixel, type Extent, type Frame } from '../contour/frame.js';
import { clipTo, paintAxes } from '../contour/paint.js';
import type { Description } from '../diagram/describe.js';
import { html, setAttributes } from '../dom.js';
import { onThemeChange, readTheme } from '../theme.js';
import { typeScale } from '../typeScale.js';
import type { Dot } from './view.js';

/** The distance in px within which the pointer is on a point. */
const reach = 12;

/** What a scatter plot shows. */
export interface ScatterView {
  readonly dots: readonly Dot[];
  readonly extent: Extent;
  readonly names: readonly [x: string, y: string];
  /** The ends of the line on which a prediction without error is. */
  readonly line: readonly [readonly [number, number], readonly [number, number]];
}

/** A scatter plot with a card at the point nearest to the pointer. */
export class Scatter {
  private readonly canvas: HTMLCanvasElement;
  private readonly card = createCard();
  readonly element: HTMLElement;
  private theme = readTheme();
  private view: ScatterView | null = null;
  /** The px of the page for a px of the drawing. */
  private scale = 1;
  private frame: Frame<Extent> | null = null;

  constructor(
    id: string,
    private readonly describe: (index: number) => Description,
  ) {
    this.canvas = html('canvas', { id, role: 'img' });
    this.element = html('div', { class: 'scatter-frame' }, this.canvas, this.card.element);
    new ResizeObserver(() => this.paint()).observe(this.element);
    onThemeChange(() => {
      this.theme = readTheme();
      this.paint();
    });
    this.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) =>
      this.read(offsetX / this.scale, offsetY / this.scale),
    );
    this.canvas.addEventListener('pointerleave', () => this.card.hide());
  }

  show(view: ScatterView, label: string): void {
    this.view = view;
    setAttributes(this.canvas, { 'aria-label': label, 'data-points': view.dots.length });
    this.paint();
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const { view, theme } = this;
    if (width === 0 || !view) return;
    const context = clearedContext(this.canvas, width, height);
    this.scale = typeScale();
    context.scale(this.scale, this.scale);
    const frame = frameOf(view.extent, width / this.scale, height / this.scale);
    this.frame = frame;
    this.card.hide();
    clipTo(context, frame);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    context.setLineDash([5, 4]);
    context.beginPath();
    for (const [x, y] of view.line) context.lineTo(...toPixel(frame, x, y));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = theme.positive;
    context.strokeStyle = theme.background;
    context.lineWidth = 0.75;
    for (const { x, y } of view.dots) {
      context.beginPath();
      context.arc(...toPixel(frame, x, y), view.dots.length > 500 ? 2.25 : 3.25, 0, 2 * Math.PI);
      context.globalAlpha = 0.8;
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
    context.restore();
    paintAxes(context, frame, view.names, theme);
  }

  private read(px: number, py: number): void {
    const { frame, view } = this;
    if (!frame || !view) return;
    let nearest: Dot | null = null;
    let least = reach;
    for (const dot of view.dots) {
      const [x, y] = toPixel(frame, dot.x, dot.y);
      const distance = Math.hypot(x - px, y - py);
      if (distance < least) [nearest, least] = [dot, distance];
    }
    const { scale } = this;
    const room = { width: frame.width * scale, height: frame.height * scale };
    if (nearest) this.card.show(this.describe(nearest.index), px * scale, py * scale, room);
    else this.card.hide();
  }
}
