import type { Layer } from '../model/network.js';
import type { RecordedLayer } from './record.js';
import type { WorkMeter } from './workMeter.js';

/** Computes e = Δ W, the gradient with respect to a layer's inputs, from its δ. */
export function passBack(
  { layer }: RecordedLayer,
  deltas: Float64Array,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  return passThrough(layer, deltas, layer.weights, meter);
}

/** Computes e = Δ C with other coefficients in place of the weights, [units][inputs]. */
export function* passThrough(
  { units, inputs }: Pick<Layer, 'units' | 'inputs'>,
  deltas: Float64Array,
  coefficients: ArrayLike<number>,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const rows = deltas.length / units;
  const e = new Float64Array(rows * inputs);
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < units; unit++) {
      const delta = deltas[row * units + unit];
      if (delta === 0) continue;
      if (meter.spend(inputs)) yield undefined;
      for (let input = 0; input < inputs; input++)
        e[row * inputs + input] += delta * coefficients[unit * inputs + input];
    }
  return e;
}

/** Computes Δᵀ X, the gradient of the loss without the penalty. */
export function* weightGradient(
  { layer, inputs }: RecordedLayer,
  deltas: Float64Array,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const gradient = new Float64Array(layer.weights.length);
  const rows = deltas.length / layer.units;
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < layer.units; unit++) {
      const delta = deltas[row * layer.units + unit];
      if (delta === 0) continue;
      if (meter.spend(layer.inputs)) yield undefined;
      for (let i = 0; i < layer.inputs; i++)
        gradient[unit * layer.inputs + i] += delta * inputs[row * layer.inputs + i];
    }
  return gradient;
}

/** Returns the sum over the rows for each unit. */
export function unitSums(deltas: Float64Array, units: number): Float64Array {
  const sums = new Float64Array(units);
  for (let start = 0; start < deltas.length; start += units)
    for (let unit = 0; unit < units; unit++) sums[unit] += deltas[start + unit];
  return sums;
}

/** Multiplies rows `from..to` of e by a derivative, in place. */
export type Derivative = (e: Float64Array, from: number, to: number) => void;

/** The work of an activation's value and derivative, for one value. */
const valueWork = 40;

/** Applies a derivative to all of e and yields during the work. */
export function* applied(
  apply: Derivative,
  { layer }: Pick<RecordedLayer, 'layer'>,
  e: Float64Array,
  meter: WorkMeter,
): Generator<undefined, void> {
  const rows = e.length / layer.units;
  const each = meter.rowsAtOnce(layer.units * valueWork);
  for (let from = 0; from < rows; from += each) {
    const to = Math.min(from + each, rows);
    if (meter.spend((to - from) * layer.units * valueWork)) yield undefined;
    apply(e, from, to);
  }
}
