import type { Floats } from '../model/network.js';
import { ownLossOf } from '../pass/pass.js';
import type { Recorded, RecordedLayer } from './record.js';

/** The rounding of intermediate numbers: each by up to `absolute` + `relative` · |number|. */
export interface Rounding {
  readonly absolute: number;
  readonly relative: number;
}

/** The error bounds of a layer's values; all are [rows][units]. */
export interface LayerErrors {
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
}

/** Returns the error of rounding a value once. */
export const roundingOnce = ({ absolute, relative }: Rounding, value: number) =>
  absolute + relative * Math.abs(value);

/**
 * Returns the gradient of the loss with respect to rows `from..to` of the outputs, computed by the loss's own
 * function.
 */
export function outputGradient(
  { network, samples, layers, scale }: Recorded,
  outputs: Floats,
  gradient: Float64Array,
  from: number,
  to: number,
): void {
  const { columns } = samples.targets;
  const loss = ownLossOf(network);
  const { nets } = layers[layers.length - 1];
  const targets = { values: samples.targets.values, offset: 0, columns };
  loss.gradient({ nets, outputs, targets, columns }, gradient, scale, from, to);
}

/**
 * Returns the error bounds of a row's outputs, which follow from those of the net inputs; for softmax also from their
 * mean.
 */
export function outputErrors(
  { layer, activation, nets, outputs }: RecordedLayer,
  errors: LayerErrors,
  rounding: Rounding,
  from: number,
  to: number,
): void {
  const { units } = layer;
  if (layer.activation === 'softmax') {
    for (let i = from * units; i < to * units; i++) {
      const start = i - (i % units);
      let mean = 0;
      for (let k = start; k < start + units; k++) mean += outputs[k] * errors.nets[k];
      errors.outputs[i] = outputs[i] * (errors.nets[i] + mean) + roundingOnce(rounding, outputs[i]);
    }
    return;
  }
  const at = (sign: number) => {
    const x = shifted(nets, errors.nets, sign, from * units, to * units);
    const moved = new Float64Array(x.length);
    activation.forward(x, moved, 0, to - from, units);
    return moved;
  };
  const [up, down] = [at(1), at(-1)];
  for (let i = from * units, k = 0; i < to * units; i++, k++) {
    const y = outputs[i];
    errors.outputs[i] = Math.max(Math.abs(up[k] - y), Math.abs(down[k] - y)) + roundingOnce(rounding, y);
  }
}

/** Returns values `from..to`, each shifted by its error. */
export function shifted(
  values: Floats,
  errors: Floats,
  sign: number,
  from: number,
  to: number,
): Float64Array {
  const moved = new Float64Array(to - from);
  for (let k = 0; k < moved.length; k++) moved[k] = values[from + k] + sign * errors[from + k];
  return moved;
}

/** Returns the larger change. If the value is undefined on one side, only the other side counts. */
export function change(value: number, up: number, down: number): number {
  const [a, b] = [Math.abs(up - value), Math.abs(down - value)];
  return Math.max(0, Number.isFinite(a) ? a : 0, Number.isFinite(b) ? b : 0);
}

/** The gradient with respect to a layer's outputs, and its error bounds. */
export interface Passed {
  readonly e: Float64Array;
  readonly errors: Float64Array;
}

export function softmaxDeltaErrors(
  { layer: { units }, outputs, deltas }: RecordedLayer,
  errors: LayerErrors,
  { e, errors: before }: Passed,
  rounding: Rounding,
  result: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from * units; i < to * units; i++) {
    const start = i - (i % units);
    let [mean, size] = [0, 0];
    for (let k = start; k < start + units; k++) {
      mean += outputs[k] * before[k] + Math.abs(e[k]) * errors.outputs[k];
      size += outputs[k] * Math.abs(e[k]);
    }
    const own = outputs[i] * (before[i] + mean) + errors.outputs[i] * (Math.abs(e[i]) + size);
    result[i] =
      own + roundingOnce(rounding, deltas[i]) + rounding.relative * outputs[i] * (Math.abs(e[i]) + size);
  }
}

export function slopeDeltaErrors(
  { layer: { units }, activation, nets, deltas }: RecordedLayer,
  errors: LayerErrors,
  { e, errors: before }: Passed,
  rounding: Rounding,
  result: Float64Array,
  from: number,
  to: number,
): void {
  const slopeAt = (sign: number) => {
    const x = shifted(nets, errors.nets, sign, from * units, to * units);
    const y = new Float64Array(x.length);
    activation.forward(x, y, 0, to - from, units);
    const slope = new Float64Array(x.length).fill(1);
    activation.backward(x, y, slope, 0, to - from, units);
    return slope;
  };
  const [slope, up, down] = [slopeAt(0), slopeAt(1), slopeAt(-1)];
  for (let i = from * units, k = 0; i < to * units; i++, k++) {
    const slopeError = change(slope[k], up[k], down[k]) + 2 * roundingOnce(rounding, slope[k]);
    result[i] =
      Math.abs(slope[k]) * before[i] +
      (Math.abs(e[i]) + before[i]) * slopeError +
      roundingOnce(rounding, deltas[i]);
  }
}
