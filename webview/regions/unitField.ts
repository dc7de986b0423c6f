import type { DataFacts, Floats, NetworkShape, Plane, UnitMaps, UnitPlace } from '../../src/protocol.js';
import { niceCeiling } from '../decimate.js';
import { fieldOf, type Field } from './field.js';

/** What decides the colors of a unit's outputs. */
export interface UnitContext {
  readonly facts: DataFacts;
  readonly plane: Plane;
  readonly shape: NetworkShape;
}

/** The ranges of activations that have one. */
const ranges: Readonly<Record<string, readonly [low: number, high: number] | undefined>> = {
  sigmoid: [0, 1],
  softmax: [0, 1],
  step: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
};

/**
 * Returns how a unit's outputs are mapped to colors. An output of the network has the colors of the large map. Another
 * unit has those of the signs, over the range of its activation or of its values.
 */
export function unitFieldOf({ layer, unit }: UnitPlace, context: UnitContext, values: Floats): Field {
  const { facts, plane, shape } = context;
  if (layer === 0) {
    const [low, high] = inputRange(unit, plane, values);
    return { kind: 'scale', output: 0, low, high };
  }
  if (layer === shape.layers.length) {
    const field = fieldOf(facts, plane, unit);
    return field.kind === 'scale' ? { ...field, output: 0 } : { kind: 'share', color: unit };
  }
  const range = ranges[shape.layers[layer - 1].activation];
  if (range) return { kind: 'scale', output: 0, low: range[0], high: range[1] };
  const size = niceCeiling(largest(values));
  return { kind: 'scale', output: 0, low: -size, high: size };
}

/** Returns the range of a given input on the plane, or of the values of a derived one. */
function inputRange(unit: number, plane: Plane, values: Floats): readonly [number, number] {
  if (unit === 0) return [plane.xMin, plane.xMax];
  if (unit < plane.dimensions) return [plane.yMin, plane.yMax];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values)
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? [low, high] : [-1, 1];
}

/** Returns a unit's outputs on the coarse grid; null where they are not known. */
export function valuesOf(
  { columns, rows, layers, derived }: UnitMaps,
  { layer, unit }: UnitPlace,
  plane: Plane,
): Float32Array | null {
  const points = columns * rows;
  const planeOf = (planes: Float32Array | null | undefined, index: number): Float32Array | null =>
    planes?.subarray(index * points, (index + 1) * points) ?? null;
  if (layer > 0) return planeOf(layers[layer - 1], unit);
  if (unit >= plane.dimensions) return planeOf(derived, unit - plane.dimensions);
  const across = (at: number): number =>
    plane.xMin + (at % columns) * ((plane.xMax - plane.xMin) / (columns - 1));
  const up = (at: number): number =>
    plane.yMin + Math.floor(at / columns) * ((plane.yMax - plane.yMin) / (rows - 1));
  return Float32Array.from({ length: points }, (_, at) => (unit === 0 ? across(at) : up(at)));
}

/** Returns the largest finite absolute value. */
function largest(values: Floats): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value) && Math.abs(value) > most) most = Math.abs(value);
  return most;
}
