import type { Rows } from '../maths/products.js';
import type { Floats } from './network.js';
import { logSumExp, logSumExpOf } from '../maths/softmax.js';
import { softplus } from './activations.js';
import type { LossName, Reduction } from './spec.js';

/** Rows of a batch at the output layer. Net inputs, outputs and gradients are [rows][columns] from row 0. */
export interface OutputRows {
  readonly nets: Floats;
  readonly outputs: Floats;
  /** The targets; row 0 begins at their offset. */
  readonly targets: Rows;
  readonly columns: number;
}

/** A loss and its gradient, both over rows `from..to`. */
export interface Loss {
  /** Whether a mean is taken over the outputs as well as over the samples. */
  readonly meanOverOutputs: boolean;
  /** The approximate cost of one element in multiply-adds. */
  readonly work: number;
  /** Returns the sum over the rows, before averaging. */
  sum(rows: OutputRows, from: number, to: number): number;
  /** Writes `scale` times the gradient of that sum with respect to the outputs, or to the net inputs for a fused loss. */
  gradient(rows: OutputRows, gradient: Floats, scale: number, from: number, to: number): void;
}

/**
 * Returns the number that the sum over rows is divided by. As in PyTorch, a sum is divided neither by the samples nor by
 * the outputs.
 *
 * @param samples the number of rows, or the sum of their weights
 */
export function divisor(
  { meanOverOutputs }: Pick<Loss, 'meanOverOutputs'>,
  reduction: Reduction,
  samples: number,
  outputs: number,
): number {
  if (reduction === 'sum') return 1;
  return meanOverOutputs ? samples * outputs : samples;
}

export const losses: Readonly<Record<LossName, Loss>> = {
  halfSquaredError: {
    meanOverOutputs: false,
    work: 1,
    sum(rows, from, to) {
      return squaredDifferences(rows, from, to) / 2;
    },
    gradient(rows, gradient, scale, from, to) {
      difference(rows, gradient, scale, from, to);
    },
  },
  meanSquaredError: {
    meanOverOutputs: true,
    work: 1,
    sum: squaredDifferences,
    gradient(rows, gradient, scale, from, to) {
      difference(rows, gradient, 2 * scale, from, to);
    },
  },
  meanAbsoluteError: {
    meanOverOutputs: true,
    work: 1,
    sum({ outputs: y, targets: { values: t, offset: o }, columns }, from, to) {
      let sum = 0;
      for (let i = from * columns; i < to * columns; i++) sum += Math.abs(y[i] - t[o + i]);
      return sum;
    },
    gradient({ outputs: y, targets: { values: t, offset: o }, columns }, gradient, scale, from, to) {
      for (let i = from * columns; i < to * columns; i++) gradient[i] = scale * Math.sign(y[i] - t[o + i]);
    },
  },
  huber: {
    meanOverOutputs: true,
    work: 2,
    sum({ outputs: y, targets: { values: t, offset: o }, columns }, from, to) {
      let sum = 0;
      for (let i = from * columns; i < to * columns; i++) sum += huber(Math.abs(y[i] - t[o + i]));
      return sum;
    },
    gradient({ outputs: y, targets: { values: t, offset: o }, columns }, gradient, scale, from, to) {
      for (let i = from * columns; i < to * columns; i++)
        gradient[i] = scale * Math.max(-1, Math.min(1, y[i] - t[o + i]));
    },
  },
  /** A target of 0 contributes nothing, whatever the output. */
  crossEntropy: {
    meanOverOutputs: false,
    work: 8,
    sum({ outputs: y, targets: { values: t, offset: o }, columns }, from, to) {
      let sum = 0;
      for (let i = from * columns; i < to * columns; i++) sum -= timesLog(t[o + i], y[i]);
      return sum;
    },
    gradient({ outputs: y, targets: { values: t, offset: o }, columns }, gradient, scale, from, to) {
      for (let i = from * columns; i < to * columns; i++) gradient[i] = -scale * over(t[o + i], y[i]);
    },
  },
  binaryCrossEntropy: {
    meanOverOutputs: true,
    work: 16,
    sum({ outputs: y, targets: { values: t, offset: o }, columns }, from, to) {
      let sum = 0;
      for (let i = from * columns; i < to * columns; i++)
        sum -= timesLog(t[o + i], y[i]) + timesLog(1 - t[o + i], 1 - y[i]);
      return sum;
    },
    gradient({ outputs: y, targets: { values: t, offset: o }, columns }, gradient, scale, from, to) {
      for (let i = from * columns; i < to * columns; i++)
        gradient[i] = scale * (over(1 - t[o + i], 1 - y[i]) - over(t[o + i], y[i]));
    },
  },
};

/** The cross entropies that are differentiated together with the activation, from the net inputs, so that nothing overflows. */
const softmaxCrossEntropy: Loss = {
  meanOverOutputs: false,
  work: 8,
  sum({ nets, outputs, targets: { values: t, offset: o }, columns }, from, to) {
    let sum = 0;
    for (let start = from * columns; start < to * columns; start += columns) {
      const normalizer = logSumExp(nets, outputs, start, columns);
      for (let i = start; i < start + columns; i++)
        if (t[o + i] !== 0) sum += t[o + i] * (normalizer - nets[i]);
    }
    return sum;
  },
  /** The gradient y Σt − t, which is y − t where the targets of a row sum to 1. */
  gradient({ outputs: y, targets: { values: t, offset: o }, columns }, gradient, scale, from, to) {
    for (let start = from * columns; start < to * columns; start += columns) {
      let total = 0;
      for (let i = start; i < start + columns; i++) total += t[o + i];
      for (let i = start; i < start + columns; i++) gradient[i] = scale * (y[i] * total - t[o + i]);
    }
  },
};

const softmaxCrossEntropyOfNets: Loss = {
  ...softmaxCrossEntropy,
  sum({ nets, targets: { values: t, offset: o }, columns }, from, to) {
    let sum = 0;
    for (let start = from * columns; start < to * columns; start += columns) {
      const normalizer = logSumExpOf(nets, start, columns);
      for (let i = start; i < start + columns; i++)
        if (t[o + i] !== 0) sum += t[o + i] * (normalizer - nets[i]);
    }
    return sum;
  },
};

const sigmoidBinaryCrossEntropy: Loss = {
  meanOverOutputs: true,
  work: 24,
  /** −t log σ(x) − (1 − t) log(1 − σ(x)) = log(1 + eˣ) − t x */
  sum({ nets: x, targets: { values: t, offset: o }, columns }, from, to) {
    let sum = 0;
    for (let i = from * columns; i < to * columns; i++) sum += crossEntropyOfLogit(x[i], t[o + i]);
    return sum;
  },
  gradient(rows, gradient, scale, from, to) {
    difference(rows, gradient, scale, from, to);
  },
};

/** Returns the loss and the last activation as one function; null where they are differentiated separately. */
export function fusedLoss(activation: string, loss: LossName): Loss | null {
  if (activation === 'softmax' && loss === 'crossEntropy') return softmaxCrossEntropy;
  if (activation === 'sigmoid' && loss === 'binaryCrossEntropy') return sigmoidBinaryCrossEntropy;
  return null;
}

/** Returns a fused loss whose sum uses the net inputs alone, so that the outputs need not be computed. */
export function lossOfNets(activation: string, loss: LossName): Loss | null {
  return fusedLoss(activation, loss) === softmaxCrossEntropy
    ? softmaxCrossEntropyOfNets
    : fusedLoss(activation, loss);
}

/** Computes log(1 + eˣ) − t x with the large parts of both terms canceled analytically. */
export function crossEntropyOfLogit(x: number, t: number): number {
  return x > 0 ? (1 - t) * x + softplus(-x) : softplus(x) - t * x;
}

function squaredDifferences(rows: OutputRows, from: number, to: number): number {
  const {
    outputs: y,
    targets: { values: t, offset: o },
    columns,
  } = rows;
  let sum = 0;
  for (let i = from * columns; i < to * columns; i++) sum += (y[i] - t[o + i]) * (y[i] - t[o + i]);
  return sum;
}

function difference(rows: OutputRows, gradient: Floats, scale: number, from: number, to: number): void {
  const {
    outputs: y,
    targets: { values: t, offset: o },
    columns,
  } = rows;
  for (let i = from * columns; i < to * columns; i++) gradient[i] = scale * (y[i] - t[o + i]);
}

/** Computes the Huber loss with δ = 1: ½d² where |d| ≤ 1, else |d| − ½. */
export function huber(distance: number): number {
  return distance <= 1 ? (distance * distance) / 2 : distance - 0.5;
}

/** Computes t log y, which is 0 where t is 0. */
export function timesLog(t: number, y: number): number {
  return t === 0 ? 0 : t * Math.log(y);
}

/** Computes t / y, which is 0 where t is 0. */
function over(t: number, y: number): number {
  return t === 0 ? 0 : t / y;
}
