import { passBack } from './passBack.js';
import { WorkMeter } from './workMeter.js';
import type { Recorded, RecordedLayer } from './record.js';
import {
  change,
  roundingOnce,
  outputErrors,
  outputGradient,
  shifted,
  slopeDeltaErrors,
  softmaxDeltaErrors,
  type LayerErrors,
  type Passed,
  type Rounding,
} from './roundedRows.js';

/** The error bounds of a layer's gradients, in their shapes. */
export interface GradientErrors {
  readonly weights: Float64Array;
  /** The error bounds of the bias, one for each unit even where the units share the bias. */
  readonly bias: Float64Array;
}

/**
 * Computes first-order bounds for the gradients when every net input, output, error and δ is rounded: each error is
 * propagated by the absolute value of the derivative (running error analysis: Higham, "Accuracy and Stability of
 * Numerical Algorithms", ch. 3). Where a function bends or jumps within an error, the change it makes there is used.
 */
export function* roundingErrors(
  recorded: Recorded,
  rounding: Rounding,
  meter = new WorkMeter(),
): Generator<undefined, GradientErrors[]> {
  const forward = yield* forwardErrors(recorded, rounding, meter);
  const errors: GradientErrors[] = [];
  const last = recorded.layers.length - 1;
  let delta = yield* outputDeltaErrors(recorded, forward[last], rounding, meter);
  for (let index = last; index >= 0; index--) {
    const layer = recorded.layers[index];
    const before = index > 0 ? forward[index - 1].outputs : null;
    errors[index] = yield* gradientErrors(layer, before, delta, rounding, meter);
    if (index > 0) {
      const passed = yield* passedErrors(layer, delta, rounding, meter);
      const e = yield* passBack(layer, layer.deltas, meter);
      delta = yield* deltaErrors(
        recorded.layers[index - 1],
        forward[index - 1],
        { e, errors: passed },
        rounding,
        meter,
      );
    }
  }
  return errors;
}

/** The work of a value that is evaluated on both sides, with a function's value and derivative. */
const valueWork = 100;

/** Iterates over ranges of rows and yields before each. */
function* byRows(
  { layer, nets }: RecordedLayer,
  meter: WorkMeter,
  run: (from: number, to: number) => void,
): Generator<undefined, void> {
  const rows = nets.length / layer.units;
  const workEach = valueWork * layer.units * (layer.activation === 'softmax' ? layer.units : 1);
  const atOnce = meter.rowsAtOnce(workEach);
  for (let from = 0; from < rows; from += atOnce) {
    const to = Math.min(from + atOnce, rows);
    if (meter.spend((to - from) * workEach)) yield undefined;
    run(from, to);
  }
}

function* forwardErrors(
  { layers, rows }: Recorded,
  rounding: Rounding,
  meter: WorkMeter,
): Generator<undefined, LayerErrors[]> {
  const errors: LayerErrors[] = [];
  for (const recorded of layers) {
    const { layer, inputs, nets, outputs } = recorded;
    const before = errors.at(-1)?.outputs ?? null;
    const own = { nets: new Float64Array(nets.length), outputs: new Float64Array(outputs.length) };
    for (let row = 0; row < rows; row++)
      for (let unit = 0; unit < layer.units; unit++) {
        if (meter.spend(2 * layer.inputs)) yield undefined;
        let error = roundingOnce(rounding, nets[row * layer.units + unit]);
        for (let i = 0; i < layer.inputs; i++) {
          const at = row * layer.inputs + i;
          const w = Math.abs(layer.weights[unit * layer.inputs + i]);
          error += w * ((before ? before[at] : 0) + rounding.relative * Math.abs(inputs[at]));
        }
        own.nets[row * layer.units + unit] = error;
      }
    yield* byRows(recorded, meter, (from, to) => outputErrors(recorded, own, rounding, from, to));
    errors.push(own);
  }
  return errors;
}

function* outputDeltaErrors(
  recorded: Recorded,
  errors: LayerErrors,
  rounding: Rounding,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const output = recorded.layers[recorded.layers.length - 1];
  const { outputs, deltas, layer } = output;
  const scale = recorded.scale * Math.max(...(recorded.network.classWeights ?? [1]));
  if (recorded.fused)
    return deltas.map(
      (delta, i) => scale * errors.outputs[i] + roundingOnce(rounding, delta) + rounding.relative * scale,
    );
  const buffer = () => new Float64Array(outputs.length);
  const [moved, gradient, up, down, off] = [buffer(), buffer(), buffer(), buffer(), buffer()];
  yield* byRows(output, meter, (from, to) => {
    const [start, end] = [from * layer.units, to * layer.units];
    outputGradient(recorded, outputs, gradient, from, to);
    for (const [sign, values] of [
      [1, up],
      [-1, down],
    ] as const) {
      moved.set(shifted(outputs, errors.outputs, sign, start, end), start);
      outputGradient(recorded, moved, values, from, to);
    }
    for (let i = start; i < end; i++)
      off[i] = change(gradient[i], up[i], down[i]) + roundingOnce(rounding, gradient[i]);
  });
  return yield* deltaErrors(output, errors, { e: gradient, errors: off }, rounding, meter);
}

/**
 * Computes δ = e f′(net), whose error is f′ times the error of e, plus e times the change of f′ within the error of
 * net.
 */
function* deltaErrors(
  recorded: RecordedLayer,
  errors: LayerErrors,
  passed: Passed,
  rounding: Rounding,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const result = new Float64Array(recorded.deltas.length);
  const of = recorded.layer.activation === 'softmax' ? softmaxDeltaErrors : slopeDeltaErrors;
  yield* byRows(recorded, meter, (from, to) => of(recorded, errors, passed, rounding, result, from, to));
  return result;
}

function* passedErrors(
  { layer: { units, inputs, weights }, deltas }: RecordedLayer,
  deltaErrors: Float64Array,
  rounding: Rounding,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const rows = deltas.length / units;
  const errors = new Float64Array(rows * inputs).fill(rounding.absolute);
  for (let row = 0; row < rows; row++)
    for (let unit = 0; unit < units; unit++) {
      if (meter.spend(inputs)) yield undefined;
      const at = row * units + unit;
      const size = deltaErrors[at] + 2 * rounding.relative * Math.abs(deltas[at]);
      for (let i = 0; i < inputs; i++)
        errors[row * inputs + i] += Math.abs(weights[unit * inputs + i]) * size;
    }
  return errors;
}

function* gradientErrors(
  { layer, inputs, deltas }: RecordedLayer,
  inputErrors: Float64Array | null,
  deltaErrors: Float64Array,
  rounding: Rounding,
  meter: WorkMeter,
): Generator<undefined, GradientErrors> {
  const { units } = layer;
  const weights = new Float64Array(units * layer.inputs).fill(rounding.absolute);
  const bias = new Float64Array(units).fill(rounding.absolute);
  for (let row = 0; row < deltas.length / units; row++)
    for (let unit = 0; unit < units; unit++) {
      if (meter.spend(2 * layer.inputs)) yield undefined;
      const delta = Math.abs(deltas[row * units + unit]);
      const error = deltaErrors[row * units + unit] + 3 * rounding.relative * delta;
      bias[unit] += error;
      for (let i = 0; i < layer.inputs; i++) {
        const at = row * layer.inputs + i;
        weights[unit * layer.inputs + i] +=
          error * Math.abs(inputs[at]) + delta * (inputErrors ? inputErrors[at] : 0) + rounding.absolute;
      }
    }
  return { weights, bias };
}
