import { normalCdf, normalDensity, softplus } from '../../engine/model/activations.js';
import { exp, powers } from '../../engine/maths/exp.js';
import { crossEntropyOfLogit, huber, timesLog } from '../../engine/model/losses.js';
import type { Floats } from '../../engine/model/network.js';

/**
 * A compiled program. It processes `count` steps, or rows, from row `from` of the order on, and updates `values` and
 * `scalars`.
 */
export type Program = (
  values: Float64Array,
  scalars: Float64Array,
  inputs: Floats,
  targets: Floats,
  order: Uint32Array | null,
  from: number,
  count: number,
) => void;

/** The functions and tables that programs use, in addition to `Math`. */
const known = { exp, powers, softplus, normalCdf, normalDensity, crossEntropyOfLogit, huber, timesLog };

/** The programs by their text, the latest last, so that a restarted run has a program that V8 has already optimized. */
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
  // The engine generates the text from numbers and fixed names alone.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(...Object.keys(known), body) as (...given: unknown[]) => Program;
  return make(...Object.values(known));
}
