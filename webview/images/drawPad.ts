import type { Image, ImageSize } from '../../src/protocol.js';
import { html, unseen } from '../dom.js';
import { onThemeChange, readTheme, rgb } from '../theme.js';
import { fitImage } from './fitImage.js';
import { paintImage } from './pixels.js';

/** The side of the drawing in pixels. */
const side = 168;
/** The width of the pen, as a share of the side. */
const penShare = 0.12;
/** The distance that an arrow key moves the pen, as a share of the side. */
const stepShare = 1 / 14;

/** The texts of a drawing in the user's language. */
export interface DrawTexts {
  readonly drawing: string;
  /** What the small picture shows. */
  readonly seen: string;
  readonly hint: string;
  readonly clear: string;
}

/** Creates a button with a text. */
export type CreateButton = (label: string, pressed: () => void) => HTMLElement;

let count = 0;

/** A square on which an image is drawn with the pointer, or with the arrow keys and the space bar. */
export class DrawPad {
  private readonly canvas: HTMLCanvasElement;
  private readonly seen: HTMLCanvasElement;
  readonly element: HTMLElement;
  /** The image that is shown in place of a drawing. */
  private given: Image | null = null;
  private size: ImageSize | null = null;
  private pen: readonly [number, number] | null = null;
  private readonly cursor = html('span', { class: 'draw-cursor', 'aria-hidden': 'true', hidden: true });
  private key: readonly [number, number] = [side / 2, side / 2];
  private isDown = false;
  private ink = readTheme().foreground;

  /** @param changed receives the image that has been drawn or shown; null where there is none */
  constructor(
    { drawing, seen, hint, clear }: DrawTexts,
    createButton: CreateButton,
    private readonly changed: (pixels: Float32Array | null) => void,
  ) {
    const id = `draw-hint-${++count}`;
    this.canvas = html('canvas', { class: 'draw-pad', width: side, height: side, tabindex: 0, role: 'img', 'aria-label': drawing, 'aria-describedby': id }); // prettier-ignore
    this.seen = html('canvas', { class: 'pixels small', role: 'img', 'aria-label': seen, title: seen, hidden: true }); // prettier-ignore
    this.element = html(
      'div',
      { class: 'draw' },
      html('div', { class: 'draw-frame' }, this.canvas, this.cursor),
      html(
        'div',
        { class: 'draw-row' },
        createButton(clear, () => this.clear()),
        this.seen,
      ),
      unseen({ id }, hint),
    );
    this.listen();
    onThemeChange(() => this.recolor());
  }

  /** Sets the size of the data's images. */
  setSize(size: ImageSize): void {
    this.size = size;
  }

  /** Shows an image in place of a drawing, until something is drawn. It is reported as it is. */
  show(image: Image): void {
    this.clear();
    this.given = image;
    this.paintGiven(image);
    this.report();
  }

  private paintGiven(image: Image): void {
    const small = html('canvas');
    paintImage(small, image, rgb(this.ink));
    const { context } = this;
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, side, side);
    context.drawImage(small, 0, 0, side, side);
  }

  /** Reports the drawing again, because the network has changed. */
  report(): void {
    const { given } = this;
    const pixels = given?.pixels ?? (this.size && fitImage({ side, values: this.values() }, this.size));
    if (this.size && pixels) paintImage(this.seen, { ...this.size, pixels }, rgb(this.ink));
    this.seen.hidden = pixels === null;
    this.changed(pixels);
  }

  private clear(): void {
    this.erase();
    this.isDown = false;
    this.pen = null;
    this.showCursor();
    this.report();
  }

  private erase(): void {
    this.context.clearRect(0, 0, side, side);
    this.given = null;
  }

  private listen(): void {
    const { canvas } = this;
    const placeOf = ({ offsetX, offsetY }: PointerEvent): readonly [number, number] => [
      (offsetX / canvas.clientWidth) * side,
      (offsetY / canvas.clientHeight) * side,
    ];
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pen = placeOf(event);
      this.stroke(this.pen);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (this.pen && event.buttons > 0) this.stroke(placeOf(event));
    });
    for (const end of ['pointerup', 'pointercancel'] as const)
      canvas.addEventListener(end, () => (this.pen = null));
    canvas.addEventListener('keydown', (event) => this.press(event));
    canvas.addEventListener('focus', () => this.showCursor());
    canvas.addEventListener('blur', () => this.showCursor());
  }

  private press(event: KeyboardEvent): void {
    const step = stepShare * side;
    const moves: Readonly<Record<string, readonly [number, number] | undefined>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (move) {
      const before = this.key;
      this.key = [within(before[0] + move[0]), within(before[1] + move[1])];
      if (this.isDown) {
        this.pen = before;
        this.stroke(this.key);
      }
    } else if (event.key === ' ') {
      this.isDown = !this.isDown;
      this.pen = this.key;
      if (this.isDown) this.stroke(this.key);
    } else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else return;
    this.showCursor();
    event.preventDefault();
  }

  private stroke(to: readonly [number, number]): void {
    if (this.given) this.erase();
    const { context, pen } = this;
    context.strokeStyle = this.ink;
    context.lineWidth = penShare * side;
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...(pen ?? to));
    context.lineTo(...to);
    context.stroke();
    this.pen = to;
    this.report();
  }

  /** Shows where the pen of the keyboard is. */
  private showCursor(): void {
    const isFocused = document.activeElement === this.canvas && this.canvas.matches(':focus-visible');
    this.cursor.hidden = !isFocused;
    this.cursor.classList.toggle('down', this.isDown);
    const [x, y] = this.key;
    Object.assign(this.cursor.style, { left: `${(x / side) * 100}%`, top: `${(y / side) * 100}%` });
  }

  private recolor(): void {
    this.ink = readTheme().foreground;
    const { context, given } = this;
    if (given) {
      this.paintGiven(given);
      this.report();
      return;
    }
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = this.ink;
    context.fillRect(0, 0, side, side);
    context.globalCompositeOperation = 'source-over';
    this.report();
  }

  private values(): Float32Array {
    const { data } = this.context.getImageData(0, 0, side, side);
    return Float32Array.from({ length: side * side }, (_, index) => data[index * 4 + 3] / 255);
  }

  private get context(): CanvasRenderingContext2D {
    return this.canvas.getContext('2d', { willReadFrequently: true })!;
  }
}

const within = (value: number): number => Math.max(0, Math.min(side, value));
