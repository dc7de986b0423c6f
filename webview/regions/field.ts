import type { DataFacts, Plane, Regions } from '../../src/protocol.js';
import type { Extent } from '../contour/frame.js';
import { isoline, type Grid, type Segment } from '../contour/isolines.js';
import type { Rgb } from '../theme.js';

/** What there is to see. */
export interface View {
  readonly facts: DataFacts;
  readonly plane: Plane;
  readonly field: Field;
  /** null before the network has said anything. */
  readonly regions: Regions | null;
}

/** How outputs become colours. */
export type Field =
  /** An output for each class, of which the largest wins. */
  | { readonly kind: 'classes' }
  /** One output, between two colours: below and above the middle of `low` and `high`. */
  | { readonly kind: 'scale'; readonly output: number; readonly low: number; readonly high: number };

/** The colour's index, and how much there is of it, from 0 to 1. */
export interface Tint {
  readonly colour: number;
  readonly strength: number;
}

/** Of a single 0 or 1 the scale is just that; of other numbers it is the samples' range, the same for the whole run. */
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

/** Of the outputs at one place; none where they are not finite. */
export function tintOf(field: Field, outputs: readonly number[]): Tint {
  if (!outputs.every(Number.isFinite)) return { colour: 0, strength: 0 };
  if (field.kind === 'classes') {
    const largest = Math.max(...outputs);
    const chance = 1 / outputs.length;
    return { colour: outputs.indexOf(largest), strength: clamp((largest - chance) / (1 - chance)) };
  }
  const middle = (field.low + field.high) / 2;
  const above = (outputs[field.output] - middle) / (field.high - middle);
  return { colour: above > 0 ? 1 : 0, strength: clamp(Math.abs(above)) };
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

export function extentOf({ plane, regions }: View): Extent {
  return { ...plane, columns: regions?.columns ?? 2, rows: regions?.rows ?? 2 };
}

/** The outputs of a grid's point. */
export function outputsAt({ outputs, columns, rows, values }: Regions, point: number): number[] {
  return Array.from({ length: outputs }, (_, output) => values[output * columns * rows + point]);
}

/** One output on the grid. */
export function gridOf({ columns, rows, values }: Regions, output: number): Grid {
  const points = columns * rows;
  return { columns, rows, values: values.subarray(output * points, (output + 1) * points) };
}

/** RGBA of the grid's points from the upper left, as a picture has them. */
export function pixelsOf(
  field: Field,
  regions: Regions,
  colours: readonly Rgb[],
  mostAlpha: number,
): Uint8ClampedArray<ArrayBuffer> {
  const { columns, rows } = regions;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let point = 0; point < columns * rows; point++) {
    const { colour, strength } = tintOf(field, outputsAt(regions, point));
    const at = (rows - 1 - Math.floor(point / columns)) * columns + (point % columns);
    pixels.set([...colours[colour], Math.round(strength * mostAlpha)], at * 4);
  }
  return pixels;
}

/** Where one colour gives way to another. */
export function bordersOf(field: Field, regions: Regions): Segment[] {
  if (field.kind === 'scale') return isoline(gridOf(regions, field.output), (field.low + field.high) / 2);
  const leads = leadsOf(regions);
  return Array.from({ length: regions.outputs }, (_, own) => isoline(gridOf(leads, own), 0)).flat();
}

/** By how much each class is above the best of the others. */
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
