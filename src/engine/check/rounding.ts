import { losses } from '../losses.js';
import { customLoss } from '../custom.js';
import type { Floats } from '../network.js';
import type { Recorded, RecordedLayer } from './record.js';

/** How numbers were rounded on the way: each by up to `absolute` + `relative` · |number|. */
export interface Rounding {
  readonly absolute: number;
  readonly relative: number;
}

/** What a layer's gradients may be off by, in their shapes. */
export interface GradientErrors {
  readonly weights: Float64Array;
  /** One for each unit, also where they share the bias. */
  readonly bias: Float64Array;
}

/**
 * First-order bounds for the gradients when every net input, output, error and δ on the way is rounded: each error is
 * carried on by the absolute value of the derivative (running error analysis: Higham, "Accuracy and Stability of
 * Numerical Algorithms", ch. 3). Where a function bends or jumps within an error, by the change it makes there.
 */
export function* roundingErrors(
  recorded: Recorded,
  rounding: Rounding,
): Generator<undefined, GradientErrors[]> {
  const forward = yield* forwardErrors(recorded, rounding);
  const errors: GradientErrors[] = [];
  const last = recorded.layers.length - 1;
  let delta = outputDeltaErrors(recorded, forward[last], rounding);
  for (let index = last; index >= 0; index--) {
    const layer = recorded.layers[index];
    errors[index] = yield* gradientErrors(
      recorded.rows,
      layer,
      index > 0 ? forward[index - 1].outputs : null,
      delta,
      rounding,
    );
    if (index > 0) {
      const passed = passedErrors(recorded.rows, layer, delta, rounding);
      delta = deltaErrors(recorded, index - 1, forward[index - 1], passed, rounding);
    }
  }
  return errors;
}

interface LayerErrors {
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
}

const once = ({ absolute, relative }: Rounding, value: number) => absolute + relative * Math.abs(value);

function* forwardErrors({ layers, rows }: Recorded, rounding: Rounding): Generator<undefined, LayerErrors[]> {
  const errors: LayerErrors[] = [];
  for (const recorded of layers) {
    const { layer, inputs, nets } = recorded;
    const before = errors.at(-1)?.outputs ?? null;
    const netErrors = new Float64Array(nets.length);
    for (let row = 0; row < rows; row++) {
      yield undefined;
      for (let unit = 0; unit < layer.units; unit++) {
        let error = once(rounding, nets[row * layer.units + unit]);
        for (let i = 0; i < layer.inputs; i++) {
          const at = row * layer.inputs + i;
          const w = Math.abs(layer.weights[unit * layer.inputs + i]);
          error += w * ((before ? before[at] : 0) + rounding.relative * Math.abs(inputs[at]));
        }
        netErrors[row * layer.units + unit] = error;
      }
    }
    errors.push({ nets: netErrors, outputs: outputErrors(recorded, rows, netErrors, rounding) });
  }
  return errors;
}

/** A row's outputs may each be off by what its nets make of it; a softmax by the mean of all of them as well. */
function outputErrors(
  { layer, activation, nets, outputs }: RecordedLayer,
  rows: number,
  netErrors: Float64Array,
  rounding: Rounding,
): Float64Array {
  const { units } = layer;
  if (layer.activation === 'softmax') {
    return outputs.map((y, i) => {
      const start = i - (i % units);
      let mean = 0;
      for (let k = start; k < start + units; k++) mean += outputs[k] * netErrors[k];
      return y * (netErrors[i] + mean) + once(rounding, y);
    });
  }
  const at = (sign: number) => {
    const moved = new Float64Array(nets.length);
    activation.forward(
      nets.map((net, i) => net + sign * netErrors[i]),
      moved,
      0,
      rows,
      units,
    );
    return moved;
  };
  const [up, down] = [at(1), at(-1)];
  return outputs.map((y, i) => Math.max(Math.abs(up[i] - y), Math.abs(down[i] - y)) + once(rounding, y));
}

/** The gradient of the loss with respect to the outputs, as the loss's own function gives it. */
export function outputGradient(recorded: Recorded, outputs: Floats, scale: number): Float64Array {
  const { network, samples, rows, layers } = recorded;
  const { columns } = samples.targets;
  const loss = typeof network.loss === 'string' ? losses[network.loss] : customLoss(network.loss);
  const gradient = new Float64Array(rows * columns);
  const { nets } = layers[layers.length - 1];
  loss.gradient(
    { nets, outputs, targets: { values: samples.targets.values, offset: 0, columns }, columns },
    gradient,
    scale,
    0,
    rows,
  );
  return gradient;
}

function outputDeltaErrors(recorded: Recorded, errors: LayerErrors, rounding: Rounding): Float64Array {
  const last = recorded.layers.length - 1;
  const { outputs, deltas } = recorded.layers[last];
  const { scale } = recorded;
  if (recorded.fused)
    return deltas.map(
      (delta, i) => scale * errors.outputs[i] + once(rounding, delta) + rounding.relative * scale,
    );
  const gradient = outputGradient(recorded, outputs, scale);
  const at = (sign: number) =>
    outputGradient(
      recorded,
      outputs.map((y, i) => y + sign * errors.outputs[i]),
      scale,
    );
  const [up, down] = [at(1), at(-1)];
  const gradientErrors = gradient.map((g, i) => change(g, up[i], down[i]) + once(rounding, g));
  return deltaErrors(recorded, last, errors, gradientErrors, rounding);
}

/** A value that is not defined on one side may be anything: the other side counts. */
function change(value: number, up: number, down: number): number {
  const sides = [up, down].map((side) => Math.abs(side - value)).filter((side) => Number.isFinite(side));
  return Math.max(0, ...sides);
}

/** δ = e f′(net): off by f′ times the error of e, and by e times the change of f′ within the error of net. */
function deltaErrors(
  recorded: Recorded,
  index: number,
  errors: LayerErrors,
  before: Float64Array,
  rounding: Rounding,
): Float64Array {
  const { layer, activation, nets, outputs, deltas } = recorded.layers[index];
  const { units } = layer;
  const { rows } = recorded;
  const e =
    index === recorded.layers.length - 1
      ? outputGradient(recorded, outputs, recorded.scale)
      : passedBack(recorded, index);
  if (layer.activation === 'softmax') {
    return deltas.map((delta, i) => {
      const start = i - (i % units);
      let [mean, size] = [0, 0];
      for (let k = start; k < start + units; k++) {
        mean += outputs[k] * before[k] + Math.abs(e[k]) * errors.outputs[k];
        size += outputs[k] * Math.abs(e[k]);
      }
      const own = outputs[i] * (before[i] + mean) + errors.outputs[i] * (Math.abs(e[i]) + size);
      return own + once(rounding, delta) + rounding.relative * outputs[i] * (Math.abs(e[i]) + size);
    });
  }
  const slopeAt = (sign: number) => {
    const moved = nets.map((net, i) => net + sign * errors.nets[i]);
    const movedOutputs = new Float64Array(moved.length);
    activation.forward(moved, movedOutputs, 0, rows, units);
    const slope = new Float64Array(moved.length).fill(1);
    activation.backward(moved, movedOutputs, slope, 0, rows, units);
    return slope;
  };
  const [slope, up, down] = [slopeAt(0), slopeAt(1), slopeAt(-1)];
  return deltas.map((delta, i) => {
    const slopeError = change(slope[i], up[i], down[i]) + 2 * once(rounding, slope[i]);
    return Math.abs(slope[i]) * before[i] + (Math.abs(e[i]) + before[i]) * slopeError + once(rounding, delta);
  });
}

/** The gradient with respect to what layer `index` passed on. */
export function passedBack({ layers, rows }: Recorded, index: number): Float64Array {
  const { layer, deltas } = layers[index + 1];
  const e = new Float64Array(rows * layer.inputs);
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < layer.units; unit++) {
      const delta = deltas[row * layer.units + unit];
      if (delta === 0) continue;
      for (let i = 0; i < layer.inputs; i++)
        e[row * layer.inputs + i] += delta * layer.weights[unit * layer.inputs + i];
    }
  return e;
}

function passedErrors(
  rows: number,
  { layer, deltas }: RecordedLayer,
  deltaErrors: Float64Array,
  rounding: Rounding,
): Float64Array {
  const errors = new Float64Array(rows * layer.inputs);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < layer.inputs; i++) {
      let error = rounding.absolute;
      for (let unit = 0; unit < layer.units; unit++) {
        const at = row * layer.units + unit;
        const size = deltaErrors[at] + 2 * rounding.relative * Math.abs(deltas[at]);
        error += Math.abs(layer.weights[unit * layer.inputs + i]) * size;
      }
      errors[row * layer.inputs + i] = error;
    }
  return errors;
}

function* gradientErrors(
  rows: number,
  { layer, inputs, deltas }: RecordedLayer,
  inputErrors: Float64Array | null,
  deltaErrors: Float64Array,
  rounding: Rounding,
): Generator<undefined, GradientErrors> {
  const { units } = layer;
  const weights = new Float64Array(units * layer.inputs).fill(rounding.absolute);
  const bias = new Float64Array(units).fill(rounding.absolute);
  for (let row = 0; row < rows; row++) {
    yield undefined;
    for (let unit = 0; unit < units; unit++) {
      const delta = Math.abs(deltas[row * units + unit]);
      const error = deltaErrors[row * units + unit] + 3 * rounding.relative * delta;
      bias[unit] += error;
      for (let i = 0; i < layer.inputs; i++) {
        const at = row * layer.inputs + i;
        weights[unit * layer.inputs + i] +=
          error * Math.abs(inputs[at]) + delta * (inputErrors ? inputErrors[at] : 0) + rounding.absolute;
      }
    }
  }
  return { weights, bias };
}
