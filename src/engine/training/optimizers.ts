import type { Floats } from '../model/network.js';
import type { OptimizerSpec, TrainingSpec } from '../model/spec.js';

/** A tensor before or after a step: its values and the optimizer's slots. */
export interface Generation {
  readonly values: Floats;
  /** `slotsOf` of them, each of the tensor's length, and 0 before the first step. */
  readonly slots: readonly Floats[];
}

export interface Step {
  /** The number of the step, from 1. */
  count: number;
  learningRate: number;
  /** The factor by which clipping scales the gradient. */
  gradientScale: number;
}

/** Writes elements `from..to` after the step. Returns false where one of the values is not finite. */
export type Update = (
  before: Generation,
  after: Generation,
  gradient: Floats,
  from: number,
  to: number,
  step: Step,
) => boolean;

/** Returns how many values an optimizer stores for each parameter. */
export function slotsOf(optimizer: OptimizerSpec): number {
  switch (optimizer.type) {
    case 'sgd':
      return optimizer.momentum === 0 ? 0 : 1;
    case 'adagrad':
      return 1;
    case 'rmsprop':
      return optimizer.momentum === 0 ? 1 : 2;
    case 'adam':
    case 'adamw':
      return 2;
    case 'perceptron':
      return 0;
  }
}

type Spec<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { readonly type: T }>;

/** The smallest number that rounds to infinity in float32. */
const firstAboveFloat32 = 2 ** 128 * (1 - 2 ** -25);

/** Returns the update rule of an optimizer that uses gradients. Formulas are those of `torch.optim`. */
export function updateOf({ optimizer, precision }: Pick<TrainingSpec, 'optimizer' | 'precision'>): Update {
  const limit = precision === 'float32' ? firstAboveFloat32 : Infinity;
  switch (optimizer.type) {
    case 'sgd':
      return sgd(optimizer, limit);
    case 'adagrad':
      return adagrad(optimizer, limit);
    case 'rmsprop':
      return rmsprop(optimizer, limit);
    case 'adam':
    case 'adamw':
      return adam(optimizer, limit);
    case 'perceptron':
      throw new Error('The perceptron rule uses no gradients.');
  }
}

/** Returns min(1, max / (norm + 10⁻⁶)), the factor of `torch.nn.utils.clip_grad_norm_`. */
export function clippingScale(max: number, squaredNorm: number): number {
  return Math.min(1, max / (Math.sqrt(squaredNorm) + 1e-6));
}

/** What Adam and AdamW compute once for all elements of a step. */
export interface AdamRates {
  /** η / (1−β₁ᵗ) */
  readonly rate: number;
  /** √(1−β₂ᵗ) */
  readonly correction: number;
  /** The factor that AdamW's weight decay leaves of a weight; 1 for Adam. */
  readonly kept: number;
}

/** Returns the rates of one step. @param remainders 1−β₁ᵗ and 1−β₂ᵗ at step t, counted from 1 */
export function adamRates(
  { type, weightDecay }: Spec<'adam' | 'adamw'>,
  remainders: readonly [number, number],
  learningRate: number,
): AdamRates {
  return {
    rate: learningRate / remainders[0],
    correction: Math.sqrt(remainders[1]),
    kept: type === 'adamw' ? 1 - learningRate * weightDecay : 1,
  };
}

/** Returns 1−βᵗ for both of Adam's averages. */
export function adamRemainders([beta1, beta2]: readonly [number, number], count: number): [number, number] {
  return [1 - beta1 ** count, 1 - beta2 ** count];
}

/** SGD: d = g + λw. With momentum b ← μb + d, and the step is b, or d + μb with Nesterov. */
function sgd({ momentum, nesterov, weightDecay }: Spec<'sgd'>, limit: number): Update {
  return ({ values: w, slots: [old] }, { values: next, slots: [buffer] }, gradient, from, to, step) => {
    const { learningRate, gradientScale } = step;
    let finite = true;
    for (let i = from; i < to; i++) {
      let d = gradientScale * gradient[i] + weightDecay * w[i];
      if (momentum !== 0) {
        const b = momentum * old[i] + d;
        buffer[i] = b;
        d = nesterov ? d + momentum * b : b;
      }
      const value = w[i] - learningRate * d;
      next[i] = value;
      if (!(Math.abs(value) < limit)) finite = false;
    }
    return finite;
  };
}

/** Adagrad: s ← s + g²; w ← w − η g / (√s + ε). */
function adagrad({ epsilon, weightDecay }: Spec<'adagrad'>, limit: number): Update {
  return ({ values: w, slots: [old] }, { values: next, slots: [sum] }, gradient, from, to, step) => {
    const { learningRate, gradientScale } = step;
    let finite = true;
    for (let i = from; i < to; i++) {
      const g = gradientScale * gradient[i] + weightDecay * w[i];
      const s = old[i] + g * g;
      sum[i] = s;
      const value = w[i] - (learningRate * g) / (Math.sqrt(s) + epsilon);
      next[i] = value;
      if (!(Math.abs(value) < limit)) finite = false;
    }
    return finite;
  };
}

/** RMSprop: s ← αs + (1−α)g²; the step is g / (√s + ε), or with momentum b ← μb + g / (√s + ε). */
function rmsprop({ alpha, epsilon, momentum, weightDecay }: Spec<'rmsprop'>, limit: number): Update {
  return (before, after, gradient, from, to, step) => {
    const { values: w, slots: [oldSquares, oldBuffer] } = before; // prettier-ignore
    const { values: next, slots: [squares, buffer] } = after; // prettier-ignore
    const { learningRate, gradientScale } = step;
    let finite = true;
    for (let i = from; i < to; i++) {
      const g = gradientScale * gradient[i] + weightDecay * w[i];
      const s = alpha * oldSquares[i] + (1 - alpha) * g * g;
      squares[i] = s;
      let d = g / (Math.sqrt(s) + epsilon);
      if (momentum !== 0) {
        d += momentum * oldBuffer[i];
        buffer[i] = d;
      }
      const value = w[i] - learningRate * d;
      next[i] = value;
      if (!(Math.abs(value) < limit)) finite = false;
    }
    return finite;
  };
}

/**
 * Adam: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²; w ← w − η (m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε).
 * Adam adds weight decay to the gradient, AdamW subtracts it from the weight.
 */
function adam(optimizer: Spec<'adam' | 'adamw'>, limit: number): Update {
  const { betas, epsilon } = optimizer;
  const [beta1, beta2] = betas;
  const decay = optimizer.type === 'adamw' ? 0 : optimizer.weightDecay;
  return (before, after, gradient, from, to, step) => {
    const { values: w, slots: [oldMean, oldSquares] } = before; // prettier-ignore
    const { values: next, slots: [mean, squares] } = after; // prettier-ignore
    const { count, learningRate, gradientScale } = step;
    const { rate, correction, kept } = adamRates(optimizer, adamRemainders(betas, count), learningRate);
    let finite = true;
    for (let i = from; i < to; i++) {
      const g = gradientScale * gradient[i] + decay * w[i];
      const m = beta1 * oldMean[i] + (1 - beta1) * g;
      const v = beta2 * oldSquares[i] + (1 - beta2) * g * g;
      mean[i] = m;
      squares[i] = v;
      const value = kept * w[i] - (rate * m) / (Math.sqrt(v) / correction + epsilon);
      next[i] = value;
      if (!(Math.abs(value) < limit)) finite = false;
    }
    return finite;
  };
}
