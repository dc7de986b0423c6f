import type { DataFacts, Plane, Regions } from '../../src/protocol.js';
import type { Extent } from '../contour/frame.js';
import { isoline, valueAt, type Grid, type Segment } from '../contour/isolines.js';
import type { Rgb } from '../theme.js';

/** The data that the drawing shows. */
export interface View {
  readonly facts: DataFacts;
  readonly plane: Plane;
  /** The colors of the values. */
  readonly field: Field;
  /** The colors of the samples' targets. */
  readonly targets: Field;
  /** The network's outputs on the grid; null before they are known. */
  readonly regions: Regions | null;
  /** Whether areas have one color each instead of shades. */
  readonly discrete: boolean;
  /** Whether the validation samples are drawn. */
  readonly validation: boolean;
  /** The title of the unit whose outputs are shown; null for the network's. */
  readonly unit: string | null;
}

/** How outputs are mapped to colors. */
export type Field =
  /** One output for each class: the largest determines the color. */
  | { readonly kind: 'classes' }
  /** One output on a scale of two colors, for values below and above the middle of `low` and `high`. */
  | { readonly kind: 'scale'; readonly output: number; readonly low: number; readonly high: number }
  /** The first output is the share of one class, whose color is the stronger the larger it is. */
  | { readonly kind: 'share'; readonly color: number };

/** A color's index and its strength from 0 to 1. */
export interface Tint {
  readonly color: number;
  readonly strength: number;
}

/**
 * Returns how outputs are mapped to colors. The scale is 0 to 1 for a single 0/1 target, else the range of the samples'
 * targets, which is constant during a run.
 */
export function fieldOf({ classes }: DataFacts, { training }: Plane, output: number): Field {
  const { count, targets } = training;
  const outputs = targets.length / count;
  if (classes) return outputs > 1 ? { kind: 'classes' } : { kind: 'scale', output: 0, low: 0, high: 1 };
  const wanted = targets.filter((_, index) => index % outputs === output);
  const [low, high] = [wanted.reduce((a, b) => Math.min(a, b)), wanted.reduce((a, b) => Math.max(a, b))];
  return low < high
    ? { kind: 'scale', output, low, high }
    : { kind: 'scale', output, low: low - 0.5, high: high + 0.5 };
}

/** Returns the tint of the outputs at one point, with strength 0 where they are not finite. */
export function tintOf(field: Field, outputs: readonly number[]): Tint {
  if (!outputs.every(Number.isFinite)) return { color: 0, strength: 0 };
  if (field.kind === 'classes') {
    const largest = Math.max(...outputs);
    const chance = 1 / outputs.length;
    return { color: outputs.indexOf(largest), strength: clamp((largest - chance) / (1 - chance)) };
  }
  if (field.kind === 'share') return { color: field.color, strength: clamp(outputs[0]) };
  const middle = (field.low + field.high) / 2;
  const above = (outputs[field.output] - middle) / (field.high - middle);
  return { color: above > 0 ? 1 : 0, strength: clamp(Math.abs(above)) };
}

/** The number of shades of a scale on a discrete map of numbers, on each side of its middle. */
const bands = 4;

/** Returns the tint of a discrete map: one for each class, or for each band of a scale. */
export function flattened({ color, strength }: Tint, isClass: boolean): Tint {
  if (isClass) return { color, strength: 1 };
  return { color, strength: Math.ceil(strength * bands) / bands };
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

export function extentOf({ plane, regions }: View): Extent {
  return { ...plane, columns: regions?.columns ?? 2, rows: regions?.rows ?? 2 };
}

/** Returns the outputs at a point of the grid. */
export function outputsAt({ outputs, columns, rows, values }: Regions, point: number): number[] {
  return Array.from({ length: outputs }, (_, output) => values[output * columns * rows + point]);
}

/** Returns one output on the grid. */
export function gridOf({ columns, rows, values }: Regions, output: number): Grid {
  const points = columns * rows;
  return { columns, rows, values: values.subarray(output * points, (output + 1) * points) };
}

/** Returns the RGBA pixels of the grid's points in image order, from the upper left. */
export function pixelsOf(
  regions: Regions,
  colors: readonly Rgb[],
  mostAlpha: number,
  tint: (outputs: readonly number[]) => Tint,
): Uint8ClampedArray<ArrayBuffer> {
  const { columns, rows } = regions;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let point = 0; point < columns * rows; point++) {
    const { color, strength } = tint(outputsAt(regions, point));
    const at = (rows - 1 - Math.floor(point / columns)) * columns + (point % columns);
    pixels.set([...colors[color], Math.round(strength * mostAlpha)], at * 4);
  }
  return pixels;
}

/** Returns the outputs on a grid that is finer by a factor, interpolated between the points. */
export function refined(regions: Regions, factor: number): Regions {
  const columns = (regions.columns - 1) * factor + 1;
  const rows = (regions.rows - 1) * factor + 1;
  const values = new Float32Array(regions.outputs * columns * rows);
  for (let output = 0; output < regions.outputs; output++) {
    const grid = gridOf(regions, output);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        values[(output * rows + row) * columns + column] = valueAt(grid, column / factor, row / factor);
  }
  return { ...regions, columns, rows, values };
}

/** Returns the borders between the colors. */
export function bordersOf(field: Field, regions: Regions): Segment[] {
  if (field.kind === 'share') return isoline(gridOf(regions, 0), 0.5);
  if (field.kind === 'scale') return isoline(gridOf(regions, field.output), (field.low + field.high) / 2);
  const leads = leadsOf(regions);
  return Array.from({ length: regions.outputs }, (_, own) => isoline(gridOf(leads, own), 0)).flat();
}

/** Returns, for each class, its output minus the largest output of the other classes. */
function leadsOf(regions: Regions): Regions {
  const points = regions.columns * regions.rows;
  const values = new Float32Array(regions.values.length);
  for (let point = 0; point < points; point++) {
    let [best, second] = [-Infinity, -Infinity];
    for (let at = point; at < values.length; at += points) {
      const value = regions.values[at];
      if (value > best) [best, second] = [value, best];
      else if (value > second) second = value;
    }
    for (let at = point; at < values.length; at += points) {
      const value = regions.values[at];
      values[at] = value - (value === best ? second : best);
    }
  }
  return { ...regions, values };
}
