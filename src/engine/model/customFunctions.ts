import type { Activation } from './activations.js';
import { addDerivative, createTape, forward, reverse, type Tape } from '../maths/differentiate.js';
import type { CustomFunction } from '../maths/expression.js';
import type { Loss, OutputRows } from './losses.js';
import type { Floats } from './network.js';

/** The number of points evaluated at a time, few enough for the tape to stay in the cache. */
const block = 256;
/** The cost of one operation at one point, forward and backward, in multiply-adds. */
const workPerOperation = 40;

/** Returns a user-defined activation, an expression in `x`. */
export function customActivation(custom: CustomFunction): Activation {
  const x = new Float64Array(block);
  const value = createTape(custom.f, block);
  const derivative = derivativeOf(custom, value, 'x', { x });
  return {
    work: workOf(custom),
    forward(nets, outputs, from, to, units) {
      inBlocks(from * units, to * units, (start, n) => {
        copy(nets, start, x, n);
        outputs.set(forward(value, { x }, n).subarray(0, n), start);
      });
    },
    backward(nets, _outputs, gradient, from, to, units) {
      inBlocks(from * units, to * units, (start, n) => {
        copy(nets, start, x, n);
        const slope = derivative(n);
        for (let p = 0; p < n; p++) gradient[start + p] *= slope[p];
      });
    },
  };
}

/** Returns a user-defined loss, an expression in `y` and `t`, summed over the outputs and averaged over the samples. */
export function customLoss(custom: CustomFunction): Loss {
  const variables = { y: new Float64Array(block), t: new Float64Array(block) };
  const value = createTape(custom.f, block);
  const derivative = derivativeOf(custom, value, 'y', variables);
  const load = ({ outputs, targets }: OutputRows, start: number, n: number) => {
    copy(outputs, start, variables.y, n);
    copy(targets.values, targets.offset + start, variables.t, n);
  };
  return {
    meanOverOutputs: false,
    work: workOf(custom),
    sum(rows, from, to) {
      let sum = 0;
      inBlocks(from * rows.columns, to * rows.columns, (start, n) => {
        load(rows, start, n);
        const values = forward(value, variables, n);
        for (let p = 0; p < n; p++) sum += values[p];
      });
      return sum;
    },
    gradient(rows, gradient, scale, from, to) {
      inBlocks(from * rows.columns, to * rows.columns, (start, n) => {
        load(rows, start, n);
        const slope = derivative(n);
        for (let p = 0; p < n; p++) gradient[start + p] = scale * slope[p];
      });
    },
  };
}

/** Returns the derivative at the points in `variables`: the user's `df`, else by automatic differentiation of `f`. */
function derivativeOf(
  { df }: CustomFunction,
  tape: Tape,
  by: string,
  variables: Readonly<Record<string, Float64Array>>,
): (n: number) => Float64Array {
  if (df) {
    const own = createTape(df, block);
    return (n) => forward(own, variables, n);
  }
  const slope = new Float64Array(block);
  return (n) => {
    forward(tape, variables, n);
    reverse(tape, n);
    slope.fill(0, 0, n);
    addDerivative(tape, by, slope, n);
    return slope;
  };
}

function workOf({ f, df }: CustomFunction): number {
  return workPerOperation * (f.operations.length + (df?.operations.length ?? 0));
}

function inBlocks(from: number, to: number, visit: (start: number, n: number) => void): void {
  for (let start = from; start < to; start += block) visit(start, Math.min(block, to - start));
}

function copy(from: Floats, start: number, to: Float64Array, n: number): void {
  for (let p = 0; p < n; p++) to[p] = from[start + p];
}
