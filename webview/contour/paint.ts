import { formatTick } from '../format.js';
import { fitted, textWidth } from '../measure.js';
import { rgb, type Theme } from '../theme.js';
import { ticksOf, toCells, toPixel, toPlane, type Extent, type Frame } from './frame.js';
import { isoline, levelsOf, valueAt, type Segment } from './isolines.js';

const levelCount = 14;
const strongestTint = 84;

/**
 * Paints the function's map: tinted by height, with contour lines. It changes only with the surface, the size or the
 * theme.
 */
export function paintMap(frame: Frame, theme: Theme, ratio: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.round(frame.width * ratio), Math.round(frame.height * ratio));
  const context = canvas.getContext('2d')!;
  const levels = levelsOf(frame.surface.values, levelCount);
  context.putImageData(
    bands(frame, levels, theme, ratio),
    Math.round(frame.left * ratio),
    Math.round(frame.top * ratio),
  );
  context.scale(ratio, ratio);
  strokeLevels(context, frame, levels, theme);
  paintAxes(context, frame, ['x', 'y'], theme);
  return canvas;
}

/** Tints the bands between levels: the higher, the stronger, so that a valley stays clear. */
function bands(frame: Frame, levels: readonly number[], theme: Theme, ratio: number): ImageData {
  const image = new ImageData(
    Math.max(1, Math.round((frame.right - frame.left) * ratio)),
    Math.max(1, Math.round((frame.bottom - frame.top) * ratio)),
  );
  const [red, green, blue] = rgb(theme.positive);
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const [x, y] = toPlane(frame, frame.left + (column + 0.5) / ratio, frame.top + (row + 0.5) / ratio);
      const value = valueAt(frame.surface, ...toCells(frame, x, y));
      const below = levels.filter((level) => value >= level).length;
      const alpha = Number.isFinite(value) ? (below / Math.max(1, levels.length)) * strongestTint : 0;
      image.data.set([red, green, blue, alpha], (row * image.width + column) * 4);
    }
  }
  return image;
}

function strokeLevels(
  context: OffscreenCanvasRenderingContext2D,
  frame: Frame,
  levels: readonly number[],
  theme: Theme,
): void {
  context.strokeStyle = theme.positive;
  context.lineWidth = 1;
  context.globalAlpha = 0.6;
  strokeSegments(
    context,
    frame,
    levels.flatMap((level) => isoline(frame.surface, level)),
  );
  context.globalAlpha = 1;
}

export function strokeSegments(context: Canvas2D, frame: Frame<Extent>, segments: readonly Segment[]): void {
  const { surface, left, right, top, bottom } = frame;
  const across = (right - left) / (surface.columns - 1);
  const up = (bottom - top) / (surface.rows - 1);
  context.beginPath();
  for (const [x1, y1, x2, y2] of segments) {
    context.moveTo(left + x1 * across, bottom - y1 * up);
    context.lineTo(left + x2 * across, bottom - y2 * up);
  }
  context.stroke();
}

type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws the frame, the ticks and the names of x and y. A long name is drawn along its axis. */
export function paintAxes(
  context: Canvas2D,
  frame: Frame<Extent>,
  [xName, yName]: readonly [string, string],
  theme: Theme,
): void {
  const { left, right, top, bottom, surface } = frame;
  context.strokeStyle = theme.grid;
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  for (const x of ticksOf(surface.xMin, surface.xMax)) {
    const [px] = toPixel(frame, x, surface.yMin);
    context.fillText(formatTick(x), px, bottom + 15);
  }
  context.fillText(fitted(xName, right - left), (left + right) / 2, bottom + 32);
  context.textAlign = 'right';
  for (const y of ticksOf(surface.yMin, surface.yMax)) {
    const [, py] = toPixel(frame, surface.xMin, y);
    context.fillText(formatTick(y), left - 6, py + 4);
  }
  context.save();
  context.textAlign = 'center';
  context.translate(8, (top + bottom) / 2);
  const isLong = textWidth(yName) > 12;
  if (isLong) context.rotate(-Math.PI / 2);
  context.fillText(fitted(yName, bottom - top), 0, 4);
  context.restore();
}

/** Clips what is drawn to the frame until the context is restored. */
export function clipTo(context: CanvasRenderingContext2D, { left, top, right, bottom }: Frame<Extent>): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}

/** Draws the descent so far: its start, its path and its current point. */
export function paintPath(
  context: CanvasRenderingContext2D,
  frame: Frame,
  xs: Float64Array,
  ys: Float64Array,
  theme: Theme,
): void {
  clipTo(context, frame);
  const points = visiblePoints(frame, xs, ys);
  context.strokeStyle = context.fillStyle = theme.negative;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  if (points.length <= 200) for (const point of points) disc(context, point, 2);
  context.restore();
  const start = points.at(0);
  const end = points.at(-1);
  if (start) ring(context, start, theme);
  if (end) disc(context, end, 5);
}

/**
 * Returns the points to draw. A point less than a pixel from the previous one is left out, except the last. Points far
 * outside the frame are moved closer, since a canvas cannot draw very large coordinates.
 */
function visiblePoints(frame: Frame, xs: Float64Array, ys: Float64Array): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  const limit = 1e5;
  for (let index = 0; index < xs.length; index++) {
    if (!Number.isFinite(xs[index]) || !Number.isFinite(ys[index])) continue;
    const [px, py] = toPixel(frame, xs[index], ys[index]);
    const x = Math.max(-limit, Math.min(limit, px));
    const y = Math.max(-limit, Math.min(limit, py));
    const before = points.at(-1);
    if (before && index < xs.length - 1 && Math.hypot(x - before[0], y - before[1]) < 1) continue;
    points.push([x, y]);
  }
  return points;
}

function disc(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

function ring(context: CanvasRenderingContext2D, [x, y]: readonly [number, number], theme: Theme): void {
  context.fillStyle = theme.background;
  context.strokeStyle = theme.negative;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 4, 0, Math.PI * 2);
  context.fill();
  context.stroke();
  context.fillStyle = theme.negative;
}
