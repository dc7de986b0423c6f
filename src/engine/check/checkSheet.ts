import { informativeDecimals } from './givenGradients.js';
import { share } from './mistakes/target.js';
import { plainQuantity, stepNames } from './quantityNames.js';
import { evaluate, symbolsOf, type Formula } from '../trace/formula.js';
import type { Trace } from '../trace/trace.js';
import type { Rounding } from './roundedRows.js';

/** A quantity of a pass that was computed by hand. */
export interface SheetNumber {
  /** The name as in the trace, in ASCII: net_h1, dE_dw5, delta_o1, w5+. */
  readonly name: string;
  readonly value: number;
  /** The largest rounding error of the number as written. */
  readonly rounding: number;
}

export interface SheetEntry {
  readonly name: string;
  /** The step of the trace that computes it. */
  readonly step: number;
  readonly given: number;
  readonly truth: number;
  /** The value that follows from the numbers given before it, right or wrong. */
  readonly expected: number;
  /** `follows`: the number is wrong, but correctly computed from wrong numbers before it. */
  readonly verdict: 'right' | 'follows' | 'wrong';
  /**
   * The mistake that leads from the expected number to the given one; null where no simple one does, or nothing is
   * wrong.
   */
  readonly mistake: SheetMistake | null;
}

export type SheetMistake =
  | { readonly kind: 'sign' }
  | { readonly kind: 'factor'; readonly factor: number }
  /** A factor or a term of the formula, as written in the trace, was left out. */
  | { readonly kind: 'without'; readonly part: string }
  /** Weights after the update were used where the old ones belong. */
  | { readonly kind: 'updated' };

export interface SheetReport {
  /** The entries in the order in which they are computed. */
  readonly entries: readonly SheetEntry[];
  /** The index of the first wrong entry in `entries`. */
  readonly firstWrong: number | null;
  /** The names that the pass does not have. */
  readonly unknown: readonly string[];
}

interface Known {
  readonly value: number;
  readonly error: number;
}

/**
 * Judges each number given those before it, so that one mistake is found once. Yields during the work.
 * @param steps the rounding of intermediate numbers
 */
export function* checkSheet(
  trace: Trace,
  numbers: readonly SheetNumber[],
  steps: Rounding,
): Generator<undefined, SheetReport> {
  const names = yield* stepNames(trace);
  const found = numbers.flatMap((number) => {
    const step = names.get(plainQuantity(number.name));
    return step === undefined ? [] : [{ ...number, step }];
  });
  found.sort((a, b) => a.step - b.step);
  const known = new Map<number, Known>();
  const entries: SheetEntry[] = [];
  for (const number of found) {
    yield undefined;
    entries.push(judge(trace, number, known, steps));
    known.set(number.step, { value: number.value, error: number.rounding });
  }
  const first = entries.findIndex(({ verdict }) => verdict === 'wrong');
  return {
    entries,
    firstWrong: first < 0 ? null : first,
    unknown: numbers.filter(({ name }) => !names.has(plainQuantity(name))).map(({ name }) => name),
  };
}

function judge(
  trace: Trace,
  number: SheetNumber & { readonly step: number },
  known: Map<number, Known>,
  steps: Rounding,
): SheetEntry {
  const { formula, value: truth } = trace.step(number.step);
  const expected = derive(trace, formula, known, steps);
  const isShort = number.rounding >= 0.5 / 10 ** (informativeDecimals - 1);
  const isNear = (value: number, error: number) =>
    Math.abs(number.value - value) <=
    Math.min(number.rounding + error, isShort ? share * Math.abs(value) : Infinity) + noise(value);
  const own = steps.absolute + steps.relative * Math.abs(truth);
  const isTrue = isNear(truth, own);
  const follows = isNear(expected.value, expected.error);
  const isTruth = Math.abs(expected.value - truth) <= expected.error + 1e-9 * Math.abs(truth);
  const verdict = isTrue || (follows && isTruth) ? 'right' : follows ? 'follows' : 'wrong';
  const mistake = verdict === 'wrong' ? mistakeOf(trace, formula, expected, known, steps, isNear) : null;
  return {
    name: number.name,
    step: number.step,
    given: number.value,
    truth,
    expected: expected.value,
    verdict,
    mistake,
  };
}

/** Returns the largest difference that another order of operations can make. */
const noise = (value: number) => 1e-9 * Math.abs(value) + Number.EPSILON;

/**
 * Returns a formula's value from known values, and its error bound from the rounding of each symbol in it. The steps
 * that it needs are added to the known ones: numbers are judged in the order of their steps, so that nothing given
 * later changes them.
 */
function derive(trace: Trace, formula: Formula, known: Map<number, Known>, steps: Rounding): Known {
  const missing = (needed: Formula) => stepsIn(needed).filter((index) => !known.has(index));
  const open = missing(formula);
  for (let index = open.at(-1); index !== undefined; index = open.at(-1)) {
    const { formula: own } = trace.step(index);
    const before = known.has(index) ? [] : missing(own).filter((step) => step < index);
    if (before.length > 0) {
      open.push(...before);
      continue;
    }
    open.pop();
    if (!known.has(index)) known.set(index, valueOf(own, known, steps));
  }
  return valueOf(formula, known, steps);
}

function stepsIn(formula: Formula): number[] {
  const found = [...symbolsOf(formula)].flatMap(({ ref }) => (ref.kind === 'step' ? [ref.index] : []));
  return [...new Set(found)];
}

/** Returns a formula's value where every step that it needs is known. */
function valueOf(formula: Formula, known: ReadonlyMap<number, Known>, steps: Rounding): Known {
  const symbols = stepsIn(formula);
  const at = (index: number, fallback: number) => known.get(index)?.value ?? fallback;
  const value = evaluate(substitute(formula, bySteps(at)));
  let error = steps.absolute + steps.relative * Math.abs(value);
  for (const index of symbols) {
    const { error: own = 0 } = known.get(index) ?? {};
    if (own === 0) continue;
    const moved = substitute(
      formula,
      bySteps((step, fallback) => at(step, fallback) + (step === index ? own : 0)),
    );
    const change = Math.abs(evaluate(moved) - value);
    error += Number.isFinite(change) ? change : 0;
  }
  return { value, error };
}

type SymbolValue = (symbol: Extract<Formula, { readonly kind: 'symbol' }>) => number;

/** Replaces the values of earlier steps; all other symbols keep their own. */
function bySteps(valueOf: (step: number, value: number) => number): SymbolValue {
  return ({ ref, value }) => (ref.kind === 'step' ? valueOf(ref.index, value) : value);
}

/** Returns the formula with other values for its symbols. */
function substitute(formula: Formula, valueOf: SymbolValue): Formula {
  const into = (part: Formula) => substitute(part, valueOf);
  switch (formula.kind) {
    case 'number':
      return formula;
    case 'symbol':
      return { ...formula, value: valueOf(formula) };
    case 'sum':
      return { ...formula, terms: formula.terms.map(into) };
    case 'product':
      return { ...formula, factors: formula.factors.map(into) };
    case 'fraction':
      return { ...formula, above: into(formula.above), below: into(formula.below) };
    case 'power':
      return { ...formula, base: into(formula.base), exponent: into(formula.exponent) };
    case 'negate':
      return { ...formula, of: into(formula.of) };
    case 'call':
      return { ...formula, args: formula.args.map(into) };
    case 'relation':
      return { ...formula, left: into(formula.left), right: into(formula.right) };
    case 'conditional':
      return { ...formula, condition: into(formula.condition), yes: into(formula.yes), no: into(formula.no) };
  }
}

const factors = [2, 0.5];

function mistakeOf(
  trace: Trace,
  formula: Formula,
  { value, error }: Known,
  known: Map<number, Known>,
  steps: Rounding,
  isNear: (value: number, error: number) => boolean,
): SheetMistake | null {
  if (isNear(-value, error)) return { kind: 'sign' };
  const factor = factors.find((factor) => isNear(factor * value, factor * error));
  if (factor !== undefined) return { kind: 'factor', factor };
  const after = derive(trace, substitute(formula, updatedValue(trace)), known, steps);
  if (isNear(after.value, after.error)) return { kind: 'updated' };
  for (const { part, rest } of shortened(formula)) {
    const without = derive(trace, rest, known, steps);
    if (isNear(without.value, without.error)) return { kind: 'without', part };
  }
  return null;
}

/** Returns the values of parameters after the update. */
function updatedValue(trace: Trace): SymbolValue {
  return ({ ref, value }) => {
    if (ref.kind !== 'parameter') return value;
    const { layer, unit, input } = ref;
    const index = trace.indexOf({ quantity: 'update', layer, unit, part: input });
    return index === null ? value : trace.step(index).value;
  };
}

/** Returns the formula without one of its factors or terms, each named by its first symbol. */
function* shortened(formula: Formula): Generator<{ readonly part: string; readonly rest: Formula }> {
  const [key, parts] =
    formula.kind === 'sum'
      ? (['terms', formula.terms] as const)
      : formula.kind === 'product'
        ? (['factors', formula.factors] as const)
        : [null, []];
  if (key === null) return;
  for (const [at, part] of parts.entries()) {
    const symbols = [...symbolsOf(part)].map(({ notation }) => notation.text);
    const others = parts.filter((_, i) => i !== at);
    const rest: Formula =
      key === 'terms' ? { kind: 'sum', terms: others } : { kind: 'product', factors: others };
    if (symbols.length > 0 && others.length > 0) yield { part: symbols.join('·'), rest };
  }
}
