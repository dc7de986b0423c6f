import type { Trace } from '../trace/trace.js';

/** The largest number of steps of a trace that are searched. */
const mostSteps = 300_000;
/** The number of names that are written between two yields. */
const namesAtOnce = 1000;

/** Returns the index of each step by the plain name of what it computes. Yields during the work. */
export function* stepNames(trace: Trace): Generator<undefined, Map<string, number>> {
  const names = new Map<string, number>();
  for (let index = 0; index < Math.min(trace.length, mostSteps); index++) {
    if (index % namesAtOnce === 0) yield undefined;
    const name = plainQuantity(trace.head(index).notation.text);
    if (!names.has(name)) names.set(name, index);
  }
  return names;
}

/** Returns the same name for ∂E/∂w5, dE/dw5 and dE_dw5. */
export function plainQuantity(name: string): string {
  const plain = name
    .replace(/\s/g, '')
    .replace(/∂/g, 'd')
    .replace(/δ/g, 'delta')
    .replace(/\//g, '_')
    .replace(/⁺$|_new$/, '+');
  return plain === 'E_total' ? 'E' : plain;
}
