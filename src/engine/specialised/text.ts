import type { Precision } from '../spec.js';

/*
 * A program is made of numbers and fixed names; nothing that a user wrote gets into it.
 */

/** Where the plain loops store into an array of floats the program rounds, and nowhere else. */
export function rounding(precision: Precision): (expression: string) => string {
  return (expression) => (precision === 'float32' ? `Math.fround(${expression})` : expression);
}
export type Round = ReturnType<typeof rounding>;

/** One variable for each unit of a layer. */
export function variables(name: string, layer: number, units: number): string[] {
  return Array.from({ length: units }, (_, unit) => `${name}${layer}_${unit}`);
}

/** A number, to the last bit. */
export function literal(value: number): string {
  return Object.is(value, -0) ? '(-0)' : `(${value})`;
}

/** From left to right, in the order of the plain loops. */
export function sumOf(terms: readonly string[]): string {
  return terms.join(' + ');
}
