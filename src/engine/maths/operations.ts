import { erf } from './erf.js';
import { exp } from './exp.js';
import type { BinaryName, UnaryName } from './expression.js';

/** An operation on one number and its derivative, given the argument and the result. */
interface Unary {
  readonly f: (x: number) => number;
  readonly df: (x: number, y: number) => number;
}

/** An operation on two numbers and its partial derivatives, given the arguments and the result. */
interface Binary {
  readonly f: (a: number, b: number) => number;
  readonly da: (a: number, b: number, y: number) => number;
  readonly db: (a: number, b: number, y: number) => number;
}

const zero = () => 0;

/** The unary operations. The derivative is 0 for abs at its kink, and for step functions everywhere. */
export const unary: Readonly<Record<UnaryName, Unary>> = {
  negate: { f: (x) => -x, df: () => -1 },
  not: { f: (x) => truth(x === 0), df: zero },
  abs: { f: Math.abs, df: Math.sign },
  sign: { f: Math.sign, df: zero },
  sqrt: { f: Math.sqrt, df: (_x, y) => 1 / (2 * y) },
  cbrt: { f: Math.cbrt, df: (_x, y) => 1 / (3 * y * y) },
  square: { f: (x) => x * x, df: (x) => 2 * x },
  cube: { f: (x) => x * x * x, df: (x) => 3 * x * x },
  exp: { f: exp, df: (_x, y) => y },
  expm1: { f: Math.expm1, df: exp },
  log: { f: Math.log, df: (x) => domain(x > 0, 1 / x) },
  log2: { f: Math.log2, df: (x) => domain(x > 0, 1 / (x * Math.LN2)) },
  log10: { f: Math.log10, df: (x) => domain(x > 0, 1 / (x * Math.LN10)) },
  log1p: { f: Math.log1p, df: (x) => domain(x > -1, 1 / (1 + x)) },
  sin: { f: Math.sin, df: (x) => Math.cos(x) },
  cos: { f: Math.cos, df: (x) => -Math.sin(x) },
  tan: { f: Math.tan, df: (_x, y) => 1 + y * y },
  asin: { f: Math.asin, df: (x) => 1 / Math.sqrt(1 - x * x) },
  acos: { f: Math.acos, df: (x) => -1 / Math.sqrt(1 - x * x) },
  atan: { f: Math.atan, df: (x) => 1 / (1 + x * x) },
  sinh: { f: Math.sinh, df: (x) => Math.cosh(x) },
  cosh: { f: Math.cosh, df: (x) => Math.sinh(x) },
  tanh: { f: Math.tanh, df: (_x, y) => 1 - y * y },
  asinh: { f: Math.asinh, df: (x) => 1 / Math.hypot(x, 1) },
  acosh: { f: Math.acosh, df: (x) => domain(x > 1, 1 / Math.sqrt(x * x - 1)) },
  atanh: { f: Math.atanh, df: (x) => domain(Math.abs(x) < 1, 1 / (1 - x * x)) },
  erf: { f: erf, df: (x) => (2 / Math.sqrt(Math.PI)) * exp(-x * x) },
  floor: { f: Math.floor, df: zero },
  ceil: { f: Math.ceil, df: zero },
  /** Rounds halves away from zero, as mathjs does. */
  round: { f: (x) => Math.sign(x) * Math.round(Math.abs(x)), df: zero },
};

/** The binary operations. Any number but 0 is true. Comparisons and logic return 1 or 0 and have the derivative 0. */
export const binary: Readonly<Record<BinaryName, Binary>> = {
  add: { f: (a, b) => a + b, da: () => 1, db: () => 1 },
  subtract: { f: (a, b) => a - b, da: () => 1, db: () => -1 },
  multiply: { f: (a, b) => a * b, da: (_a, b) => b, db: (a) => a },
  divide: { f: (a, b) => a / b, da: (_a, b) => 1 / b, db: (_a, b, y) => -y / b },
  power: { f: Math.pow, da: (a, b) => (b === 0 ? 0 : b * Math.pow(a, b - 1)), db: powerByExponent },
  /** Where both are equal, each gets half of the gradient, as in PyTorch. */
  min: { f: Math.min, da: (a, b) => share(b - a), db: (a, b) => share(a - b) },
  max: { f: Math.max, da: (a, b) => share(a - b), db: (a, b) => share(b - a) },
  atan2: { f: Math.atan2, da: (a, b) => b / (a * a + b * b), db: (a, b) => -a / (a * a + b * b) },
  /** Computes a − b ⌊a/b⌋ as mathjs does, with the sign of b. */
  mod: { f: modulo, da: () => 1, db: (a, b) => (b === 0 ? 0 : -Math.floor(a / b)) },
  less: flat((a, b) => a < b),
  lessOrEqual: flat((a, b) => a <= b),
  greater: flat((a, b) => a > b),
  greaterOrEqual: flat((a, b) => a >= b),
  equal: flat((a, b) => a === b),
  unequal: flat((a, b) => a !== b),
  and: flat((a, b) => a !== 0 && b !== 0),
  or: flat((a, b) => a !== 0 || b !== 0),
};

function flat(holds: (a: number, b: number) => boolean): Binary {
  return { f: (a, b) => truth(holds(a, b)), da: zero, db: zero };
}

function truth(holds: boolean): number {
  return holds ? 1 : 0;
}

/** Returns the derivative inside the function's domain and NaN outside, where the function is not defined either. */
function domain(inside: boolean, derivative: number): number {
  return inside ? derivative : NaN;
}

/** Computes aᵇ log a: for a = 0 the limit if b > 0, for a < 0 NaN. */
function powerByExponent(a: number, b: number, y: number): number {
  if (a > 0) return y * Math.log(a);
  return a === 0 && b > 0 ? 0 : NaN;
}

function share(lead: number): number {
  return lead > 0 ? 1 : lead === 0 ? 0.5 : 0;
}

function modulo(a: number, b: number): number {
  return b === 0 ? a : a - b * Math.floor(a / b);
}
