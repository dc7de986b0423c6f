import assert from 'node:assert/strict';
import { all, create } from 'mathjs/number';
import type { Samples } from '../../../src/engine/model/dataset.js';
import type { Network } from '../../../src/engine/model/network.js';
import type { NetworkSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { trace, type TraceOptions } from '../../../src/engine/trace/createTrace.js';
import { evaluate, symbolsOf } from '../../../src/engine/trace/formula.js';
import { createNames } from '../../../src/engine/trace/names.js';
import { textOf } from '../../../src/engine/trace/formulaText.js';
import type { Trace } from '../../../src/engine/trace/trace.js';

const math = create(all, {});

export const full = { substituted: true, digits: 'full' } as const;

/** Returns the value that mathjs computes for a substituted formula. */
export function recompute(text: string): number {
  return Number(math.evaluate(text.replaceAll('·', '*')));
}

export function traceOf(
  spec: NetworkSpec,
  network: Network,
  samples: Samples,
  training: TrainingSpec,
  options: Partial<TraceOptions> = {},
): Trace {
  const names = createNames({ inputs: null, outputs: null, layers: spec.layers }, network);
  return trace(network, samples, training, { names, ...options });
}

/** Asserts that the relative error is small. The floor is for gelu, where 1 + erf(x) cancels far below 0. */
export function assertSame(actual: number, expected: number, tolerance: number, what: string): void {
  if (Number.isNaN(expected) ? Number.isNaN(actual) : actual === expected) return;
  const bound = tolerance * Math.abs(expected) + 1e-15;
  assert.ok(Math.abs(actual - expected) <= bound, `${what}: ${actual}, should be ${expected}`);
}

/**
 * Asserts that each step's substituted formula results in its value, with the numbers of the steps that it links to.
 */
export function assertReadsRight(trace: Trace): void {
  for (let index = 0; index < trace.length; index++) {
    const step = trace.step(index);
    const text = textOf(step.formula, full);
    const what = `step ${index}, ${step.notation.text} = ${textOf(step.formula, { substituted: false, digits: 'full' })} = ${text}`;
    assert.ok(
      Object.is(evaluate(step.formula) + 0, step.value + 0),
      `${what} = ${step.value}, evaluated ${evaluate(step.formula)}`,
    );
    if (Number.isFinite(step.value)) assertSame(recompute(text), step.value, 1e-12, what);
    for (const { ref, value, notation } of symbolsOf(step.formula)) {
      if (ref.kind !== 'step') continue;
      assert.ok(ref.index < index, `${what}: ${notation.text} comes later`);
      assert.ok(
        Object.is(trace.step(ref.index).value, value),
        `${what}: ${notation.text} is another number in its own step`,
      );
    }
  }
}
