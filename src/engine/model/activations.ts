import { leakySlope, seluAlpha, seluScale } from './constants.js';
import { erfc } from '../maths/erf.js';
import { exp } from '../maths/exp.js';
import type { Floats } from './network.js';
import { softmaxRows, softmaxRowsBackward } from '../maths/softmax.js';
import type { ActivationName } from './spec.js';

/** An activation function and its derivative, both applied to whole rows of a batch. */
export interface Activation {
  /** Writes rows `from..to` of outputs = f(nets); both are [rows][units]. */
  forward(nets: Floats, outputs: Floats, from: number, to: number, units: number): void;
  /** Multiplies the gradient of the outputs by f′(nets) in place, which makes it the gradient of the net inputs. */
  backward(nets: Floats, outputs: Floats, gradient: Floats, from: number, to: number, units: number): void;
  /** The approximate cost of one element in multiply-adds. */
  readonly work: number;
}

/**
 * The activations by name. At a kink the derivative is the one from the left, as in PyTorch: relu′(0) = 0, leakyRelu′(0) = 0.01.
 * `step` is 1 above 0 and 0 elsewhere, also at 0; its derivative is 0.
 */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  identity: {
    work: 1,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i];
    },
    backward() {
      // f′ = 1
    },
  },
  step: {
    work: 1,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] > 0 ? 1 : 0;
    },
    backward(_x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] = 0;
    },
  },
  sigmoid: {
    work: 12,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = sigmoid(x[i]);
    },
    backward(_x, y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] *= y[i] * (1 - y[i]);
    },
  },
  tanh: {
    work: 16,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = Math.tanh(x[i]);
    },
    backward(_x, y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] *= 1 - y[i] * y[i];
    },
  },
  relu: {
    work: 1,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] < 0 ? 0 : x[i];
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) if (x[i] <= 0) g[i] = 0;
    },
  },
  leakyRelu: {
    work: 1,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] > 0 ? x[i] : leakySlope * x[i];
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) if (x[i] <= 0) g[i] *= leakySlope;
    },
  },
  elu: {
    work: 12,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] > 0 ? x[i] : Math.expm1(x[i]);
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) if (x[i] <= 0) g[i] *= exp(x[i]);
    },
  },
  selu: {
    work: 12,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++)
        y[i] = seluScale * (x[i] > 0 ? x[i] : seluAlpha * Math.expm1(x[i]));
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++)
        g[i] *= seluScale * (x[i] > 0 ? 1 : seluAlpha * exp(x[i]));
    },
  },
  gelu: {
    work: 80,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] * normalCdf(x[i]);
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] *= normalCdf(x[i]) + x[i] * normalDensity(x[i]);
    },
  },
  silu: {
    work: 12,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] * sigmoid(x[i]);
    },
    backward(x, y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] *= y[i] + sigmoid(x[i]) * (1 - y[i]);
    },
  },
  mish: {
    work: 40,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] * Math.tanh(softplus(x[i]));
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) {
        const gate = Math.tanh(softplus(x[i]));
        g[i] *= gate + x[i] * sigmoid(x[i]) * (1 - gate * gate);
      }
    },
  },
  softplus: {
    work: 24,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = softplus(x[i]);
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] *= sigmoid(x[i]);
    },
  },
  softsign: {
    work: 4,
    forward(x, y, from, to, units) {
      for (let i = from * units; i < to * units; i++) y[i] = x[i] / (1 + Math.abs(x[i]));
    },
    backward(x, _y, g, from, to, units) {
      for (let i = from * units; i < to * units; i++) g[i] /= (1 + Math.abs(x[i])) ** 2;
    },
  },
  softmax: {
    work: 16,
    forward: softmaxRows,
    backward(_x, y, g, from, to, units) {
      softmaxRowsBackward(y, g, from, to, units);
    },
  },
};

/** Computes 1 / (1 + e⁻ˣ). For x < −709, e⁻ˣ overflows to infinity, which still gives the right 0. */
function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Computes log(1 + eˣ) from the exponential of a negative number, which cannot overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(exp(-Math.abs(x)));
}

export function normalCdf(x: number): number {
  return erfc(-x * Math.SQRT1_2) / 2;
}

export function normalDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
