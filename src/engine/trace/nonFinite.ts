import type { Failure } from '../model/metrics.js';
import type { Precision } from '../model/spec.js';
import { evaluate, partsOf, type Formula } from './formula.js';
import type { Place } from './stepPlace.js';
import type { Trace } from './trace.js';

/** The most steps that are searched between two yields, and in all. */
const most = { atOnce: 2000, steps: 2_000_000 };

/** Returns whether a value, which a trace has in float64, can be stored in a precision. */
export const fits = (value: number, precision: Precision): boolean =>
  Number.isFinite(precision === 'float32' ? Math.fround(value) : value);

/**
 * Finds the first step whose value is not finite, from the layer and phase on in which a run failed. Returns its index, or
 * null where all values from there on are finite.
 */
export function* findNonFinite(
  trace: Trace,
  failure: Pick<Failure, 'quantity' | 'layer'>,
  precision: Precision,
): Generator<undefined, number | null> {
  const from = startOf(trace, failure);
  if (from === null) return null;
  const end = Math.min(trace.length, from + most.steps);
  for (let index = from; index < end; index++) {
    if (!fits(trace.value(trace.quantities.layout.at(index)), precision)) return index;
    if ((index - from) % most.atOnce === most.atOnce - 1) yield undefined;
  }
  return null;
}

/** Returns the first step that may have computed the value; all steps before it have finite ones. */
function startOf(trace: Trace, { quantity, layer }: Pick<Failure, 'quantity' | 'layer'>): number | null {
  const first = (place: Pick<Place, 'quantity' | 'layer'>) =>
    trace.indexOf({ ...place, unit: 0, part: null });
  switch (quantity) {
    case 'input':
    case 'net':
    case 'output':
      return first({ quantity: 'net', layer: Math.max(1, layer ?? 1) });
    case 'weights':
    case 'bias':
      return trace.find({ phase: 'update', layer: layer ?? 1 });
    case 'loss':
      return first({ quantity: 'error', layer: trace.source.network.layers.length });
    case 'gradient':
      return trace.find({ phase: 'backward' });
    case 'function':
      return null;
  }
}

/**
 * Returns the first part of a formula in the order of computation whose value is not finite, although those of its own parts
 * are. Of a sum or product it ends with the operand that made it so. Returns null where all parts are finite.
 */
export function nonFinitePart(formula: Formula, precision: Precision): Formula | null {
  for (const part of computedParts(formula)) {
    const found = nonFinitePart(part, precision);
    if (found) return found;
  }
  if (formula.kind === 'sum') {
    const length = overflowAt(formula.terms, (a, b) => a + b, precision);
    if (length < formula.terms.length) return { kind: 'sum', terms: formula.terms.slice(0, length) };
  }
  if (formula.kind === 'product') {
    const length = overflowAt(formula.factors, (a, b) => a * b, precision);
    if (length < formula.factors.length)
      return { kind: 'product', factors: formula.factors.slice(0, length) };
  }
  return fits(evaluate(formula), precision) ? null : formula;
}

/** Returns the parts that are computed: of a conditional, only the branch that is taken. */
function computedParts(formula: Formula): readonly Formula[] {
  if (formula.kind !== 'conditional') return partsOf(formula);
  const { condition, yes, no } = formula;
  return [condition, evaluate(condition) !== 0 ? yes : no];
}

/** Returns the number of operands after which the result is no longer finite; all of them where it stays so. */
function overflowAt(
  operands: readonly Formula[],
  combine: (a: number, b: number) => number,
  precision: Precision,
): number {
  let result = evaluate(operands[0]);
  for (let i = 1; i < operands.length; i++) {
    result = combine(result, evaluate(operands[i]));
    if (!fits(result, precision)) return i + 1;
  }
  return operands.length;
}
