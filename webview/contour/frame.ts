import type { Surface } from '../../src/protocol.js';
import { niceCeiling } from '../decimate.js';
import { formatTick } from '../format.js';
import { textWidth } from '../measure.js';

/** A rectangle of the plane and the size of the grid on it. */
export type Extent = Pick<Surface, 'xMin' | 'xMax' | 'yMin' | 'yMax' | 'columns' | 'rows'>;

/** The drawing's area within its canvas, in CSS px, and the rectangle of the plane that it shows. */
export interface Frame<S extends Extent = Surface> {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly surface: S;
}

/** The margins in px. The left one is wider, since it holds the numbers of the axis. */
const margin = { left: 52, right: 12, top: 8, bottom: 40 };
/** The space for the axis's name and between the numbers and the axis, in px. */
const besideNumbers = 26;

export function frameOf<S extends Extent>(surface: S, width: number, height: number): Frame<S> {
  const { top } = margin;
  const widest = Math.max(...ticksOf(surface.yMin, surface.yMax).map((y) => textWidth(formatTick(y))));
  const left = Math.max(margin.left, besideNumbers + widest);
  return { width, height, left, top, right: width - margin.right, bottom: height - margin.bottom, surface };
}

export function toPixel(
  { left, right, top, bottom, surface }: Frame<Extent>,
  x: number,
  y: number,
): readonly [number, number] {
  const across = (x - surface.xMin) / (surface.xMax - surface.xMin);
  const up = (y - surface.yMin) / (surface.yMax - surface.yMin);
  return [left + across * (right - left), bottom - up * (bottom - top)];
}

export function toPlane(
  { left, right, top, bottom, surface }: Frame<Extent>,
  px: number,
  py: number,
): readonly [number, number] {
  const across = (px - left) / (right - left);
  const up = (bottom - py) / (bottom - top);
  return [
    surface.xMin + across * (surface.xMax - surface.xMin),
    surface.yMin + up * (surface.yMax - surface.yMin),
  ];
}

/** Converts a point of the plane to cells of the surface's grid. */
export function toCells(
  { surface }: Pick<Frame<Extent>, 'surface'>,
  x: number,
  y: number,
): readonly [number, number] {
  const { xMin, xMax, yMin, yMax, columns, rows } = surface;
  return [((x - xMin) / (xMax - xMin)) * (columns - 1), ((y - yMin) / (yMax - yMin)) * (rows - 1)];
}

/** Returns about six round numbers between two ends. */
export function ticksOf(min: number, max: number): number[] {
  const step = niceCeiling((max - min) / 8);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
