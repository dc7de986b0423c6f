import type { Activation } from '../model/activations.js';

/** The net input at which a function is taken to be at an end of its range. */
const far = 50;
/** Slopes and outputs up to this, relative to the steepest slope, are 0 but for a tail. */
const nothing = 1e-6;

/** What matters of an activation function for the state of its units. */
export interface ActivationShape {
  /** The steepest slope by magnitude. */
  readonly steepest: number;
  /** Whether the function is flat for large negative or large positive net inputs, at a value that is not 0. */
  readonly saturates: { readonly low: boolean; readonly high: boolean };
  /** The largest magnitude of an output and of a slope of a unit that is off; null where no unit can be off. */
  readonly off: number | null;
}

/** Finds out the shape of an activation that is applied to each net input alone. */
export function shapeOf(activation: Activation): ActivationShape {
  const nets = Float64Array.from({ length: 129 }, (_, i) => (i - 64) / 8);
  nets[0] = -far;
  nets[128] = far;
  const { outputs, slopes } = evaluate(activation, nets);
  const finite = slopes.map(Math.abs).filter(Number.isFinite);
  const steepest = finite.reduce((most, slope) => Math.max(most, slope), 0);
  const end = (i: number) => ({
    isFlat: Math.abs(slopes[i]) <= 1e-3 * steepest,
    isZero: Math.abs(outputs[i]) <= nothing * steepest,
    isExactly: outputs[i] === 0,
  });
  const [low, high] = [end(0), end(128)];
  const isBounded = low.isFlat && high.isFlat;
  const rests = [low, high].some(
    ({ isFlat, isZero, isExactly }) => isFlat && (isBounded ? isExactly : isZero),
  );
  const hasSlope = steepest > 0;
  return {
    steepest,
    saturates: {
      low: hasSlope && low.isFlat && (isBounded || !low.isZero),
      high: hasSlope && high.isFlat && (isBounded || !high.isZero),
    },
    off: hasSlope && rests ? (isBounded ? 0 : nothing * steepest) : null,
  };
}

/** The logistic function's shape, which each output of softmax has along its own net input. */
export const softmaxShape: ActivationShape = {
  steepest: 0.25,
  saturates: { low: true, high: true },
  off: null,
};

function evaluate(activation: Activation, nets: Float64Array) {
  const outputs = new Float64Array(nets.length);
  const slopes = new Float64Array(nets.length).fill(1);
  activation.forward(nets, outputs, 0, nets.length, 1);
  activation.backward(nets, outputs, slopes, 0, nets.length, 1);
  return { outputs, slopes };
}
