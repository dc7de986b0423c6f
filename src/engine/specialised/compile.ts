import { normalCdf, normalDensity, softplus } from '../activations.js';
import { exp, powers } from '../exp.js';
import { crossEntropyOfLogit, huber, timesLog } from '../losses.js';
import type { Floats } from '../network.js';

/** From row `from` on, in that order, takes so many steps, or rows; what it changes stands in `values` and `scalars`. */
export type Program = (
  values: Float64Array,
  scalars: Float64Array,
  inputs: Floats,
  targets: Floats,
  order: Uint32Array | null,
  from: number,
  count: number,
) => void;

/** What programs know by name besides `Math`. */
const known = { exp, powers, softplus, normalCdf, normalDensity, crossEntropyOfLogit, huber, timesLog };

/** Programs by their texts, the latest last: a run that is begun again finds its program as fast as it has become. */
const compiled = new Map<string, Program>();
const mostCompiled = 16;

export function compile(text: string): Program {
  const program = compiled.get(text) ?? build(text);
  compiled.delete(text);
  compiled.set(text, program);
  for (const oldest of compiled.keys()) {
    if (compiled.size <= mostCompiled) break;
    compiled.delete(oldest);
  }
  return program;
}

function build(text: string): Program {
  const body = `'use strict'; return (values, scalars, inputs, targets, order, from, count) => {\n${text}\n};`;
  // The text is of the engine's own making, of numbers and fixed names.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(known), body) as (...given: unknown[]) => Program;
  return make(...Object.values(known));
}
