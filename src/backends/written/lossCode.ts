import type { LossName } from '../../engine/model/spec.js';
import { sumOf, type Round } from './codeText.js';

/** The names of the output layer's net inputs, its outputs, their targets, and the gradients to declare. */
export interface OutputNames {
  readonly x: readonly string[];
  readonly y: readonly string[];
  readonly t: readonly string[];
  readonly g: readonly string[];
}

interface LossCode {
  /** The term that is summed over the outputs. */
  readonly value: (y: string, t: string) => string;
  readonly gradient: (y: string, t: string) => string;
  /** A test whether the loss of an output below `watchLimit` is finite; absent where it always is. */
  readonly isFinite?: (y: string, t: string) => string;
}

const square = (y: string, t: string) => `(${y} - ${t}) * (${y} - ${t})`;
const over = (t: string, y: string) => `(${t} === 0 ? 0 : ${t} / ${y})`;

/** The formulas of `losses` with the same operations in the same order. */
const elements: Readonly<Record<LossName, LossCode>> = {
  halfSquaredError: { value: square, gradient: (y, t) => `scale * (${y} - ${t})` },
  meanSquaredError: { value: square, gradient: (y, t) => `2 * scale * (${y} - ${t})` },
  meanAbsoluteError: {
    value: (y, t) => `Math.abs(${y} - ${t})`,
    gradient: (y, t) => `scale * Math.sign(${y} - ${t})`,
  },
  huber: {
    value: (y, t) => `huber(Math.abs(${y} - ${t}))`,
    gradient: (y, t) => `scale * Math.max(-1, Math.min(1, ${y} - ${t}))`,
  },
  crossEntropy: {
    value: (y, t) => `-timesLog(${t}, ${y})`,
    gradient: (y, t) => `-scale * ${over(t, y)}`,
    isFinite: (y, t) => `${t} === 0 || ${y} > 0`,
  },
  binaryCrossEntropy: {
    value: (y, t) => `-(timesLog(${t}, ${y}) + timesLog(1 - ${t}, 1 - ${y}))`,
    gradient: (y, t) => `scale * (${over(`(1 - ${t})`, `(1 - ${y})`)} - ${over(t, y)})`,
    isFinite: (y, t) => `(${t} === 0 || ${y} > 0) && (${t} === 1 || ${y} < 1)`,
  },
};

/**
 * Returns code that declares the gradients of the outputs, or of the net inputs where loss and activation are fused.
 */
export function gradientCode(
  loss: LossName,
  fused: boolean,
  { y, t, g }: OutputNames,
  round: Round,
): string[] {
  const declare = (value: (unit: number) => string) =>
    g.map((gradient, unit) => `let ${gradient} = ${round(value(unit))};`);
  if (fused && loss === 'crossEntropy')
    return [`const total = ${sumOf(t)};`, ...declare((unit) => `scale * (${y[unit]} * total - ${t[unit]})`)];
  const { gradient } = fused ? elements.halfSquaredError : elements[loss];
  return declare((unit) => gradient(y[unit], t[unit]));
}

/**
 * The magnitude below which targets and the sum of the loss's arguments guarantee a finite loss, so that a step need
 * not compute the loss with its logarithms.
 */
export const watchLimit = 1e100;

/**
 * Returns code that adds up the values to compare with `watchLimit`. The sum is NaN where the loss is not finite for
 * another reason.
 */
export function watchCode(loss: LossName, fused: boolean, { x, y, t }: OutputNames): string[] {
  const { isFinite } = elements[loss];
  const magnitudes = (fused ? x : y).map((value) => `watched += Math.abs(${value});`);
  if (fused || !isFinite) return magnitudes;
  return [...magnitudes, ...y.map((output, unit) => `if (!(${isFinite(output, t[unit])})) watched = NaN;`)];
}

/** Returns code that adds a row's loss to `sum`, before averaging. */
export function sumCode(loss: LossName, fused: boolean, { x, y, t }: Omit<OutputNames, 'g'>): string[] {
  if (!fused) return y.map((output, unit) => `sum += ${elements[loss].value(output, t[unit])};`);
  if (loss === 'binaryCrossEntropy')
    return x.map((net, unit) => `sum += crossEntropyOfLogit(${net}, ${t[unit]});`);
  return [
    `let top = ${x[0]}, share = ${y[0]};`,
    ...x.slice(1).map((net, before) => `if (${net} > top) { top = ${net}; share = ${y[before + 1]}; }`),
    'const normalizer = top - Math.log(share);',
    ...x.map((net, unit) => `if (${t[unit]} !== 0) sum += ${t[unit]} * (normalizer - ${net});`),
  ];
}
