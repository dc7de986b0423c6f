import * as e from '../../engine/maths/exp.js';
import type { Precision } from '../../engine/model/spec.js';

/*
 * Programs consist of numbers and fixed names, so they contain no text from a user.
 */

/** Returns a function that rounds an expression as storing it into an array of this precision does. */
export function rounding(precision: Precision): (expression: string) => string {
  return (expression) => (precision === 'float32' ? `Math.fround(${expression})` : expression);
}
export type Round = ReturnType<typeof rounding>;

/** Returns one variable name per unit of a layer. */
export function variables(name: string, layer: number, units: number): string[] {
  return Array.from({ length: units }, (_, unit) => `${name}${layer}_${unit}`);
}

/** Returns a number as code, exact to the last bit. */
export function literal(value: number): string {
  return Object.is(value, -0) ? '(-0)' : `(${value})`;
}

/** Returns a sum from left to right, in the order of the plain loops. */
export function sumOf(terms: readonly string[]): string {
  return terms.join(' + ');
}

/** Returns code that declares `name` as `exp` of an expression, inlined because a call would take twice as long. */
export function expCode(name: string, x: string): string[] {
  const [c2, c3, c4, c5] = [e.c2, e.c3, e.c4, e.c5].map(literal);
  const series = `r + rr * (${c2} + r * ${c3}) + rr * rr * (${c4} + r * ${c5})`;
  return [
    `let ${name}; { const x = ${x};`,
    `if (!(x < ${e.expLimit} && x > -${e.expLimit})) ${name} = Math.exp(x); else {`,
    `const k = x * ${literal(e.perPower)} + ${literal(e.toInteger)} - ${literal(e.toInteger)};`,
    `const r = x - k * ${literal(e.powerHigh)} - k * ${literal(e.powerLow)};`,
    `const rr = r * r;`,
    `const power = powers[(k | 0) + ${e.middle}];`,
    `${name} = power + power * (${series}); } }`,
  ];
}
