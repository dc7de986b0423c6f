import { erfc } from '../../maths/erf.js';
import type { FunctionName } from './expression.js';

/** The functions of expressions, for one element. */
export const elementwise: Readonly<Record<FunctionName, (x: number, limit: number) => number>> = {
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  log: Math.log,
  sqrt: (x) => Math.sqrt(Math.abs(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  cosh: Math.cosh,
  relu: (x) => Math.max(0, x),
  step: (x) => (x > 0 ? 1 : 0),
  round: Math.round,
  float16: toFloat16,
  clip: (x, limit) => Math.max(-limit, Math.min(limit, x)),
  normalCdf: (x) => erfc(-x / Math.SQRT2) / 2,
  normalPdf: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
};

/** Rounds a number to half precision: 11 significant bits, and multiples of 2⁻²⁴ near zero. */
export function toFloat16(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(x))));
  const unit = 2 ** (exponent - 10);
  const [below, rest] = [Math.floor(x / unit), x / unit - Math.floor(x / unit)];
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (below + (isUp ? 1 : 0)) * unit;
}
