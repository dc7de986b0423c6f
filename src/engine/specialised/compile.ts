import { normalCdf, normalDensity, softplus } from '../activations.js';
import { exp, powers } from '../exp.js';
import { crossEntropyOfLogit, huber, timesLog } from '../losses.js';
import type { Floats } from '../network.js';

/** Takes rows `from..to`, a step's in that order; what it changes stands in `values` and `scalars`. */
export type Program = (
  values: Float64Array,
  scalars: Float64Array,
  inputs: Floats,
  targets: Floats,
  order: Uint32Array | null,
  from: number,
  to: number,
) => void;

/** What programs know by name besides `Math`. */
const known = { exp, powers, softplus, normalCdf, normalDensity, crossEntropyOfLogit, huber, timesLog };

export function compile(text: string): Program {
  const body = `'use strict'; return (values, scalars, inputs, targets, order, from, to) => {\n${text}\n};`;
  // The text is of the engine's own making, of numbers and fixed names.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(known), body) as (...given: unknown[]) => Program;
  return make(...Object.values(known));
}
