import type { BinaryName, UnaryName } from '../maths/expression.js';
import { binary, unary } from '../maths/operations.js';

/** The origin of a symbol's value. */
export type Ref =
  /** An earlier step of the trace. */
  | { readonly kind: 'step'; readonly index: number }
  /** A value of the sample; the index counts from 0. */
  | { readonly kind: 'input' | 'target'; readonly index: number }
  /** A parameter before the update. Layers count from 1; `input` is null for a bias, `unit` for a shared one. */
  | {
      readonly kind: 'parameter';
      readonly layer: number;
      readonly unit: number | null;
      readonly input: number | null;
    }
  /** The same quantity of another sample of the batch. */
  | { readonly kind: 'sample'; readonly sample: number }
  /** A slot of the optimizer after the previous step. */
  | { readonly kind: 'state' }
  /** A value of the config's `training`, by its key. */
  | { readonly kind: 'setting'; readonly key: string }
  | { readonly kind: 'constant' };

/** The names of a quantity, for plain text and for LaTeX. */
export interface Notation {
  readonly text: string;
  readonly latex: string;
}

/**
 * A formula, which is shown in symbols and with numbers, as plain text and as LaTeX. Plain data. It is evaluated from left
 * to right as written, so that what a person reads gives the value bit for bit.
 */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly notation: Notation; readonly value: number; readonly ref: Ref }
  | { readonly kind: 'sum'; readonly terms: readonly Formula[] }
  | { readonly kind: 'product'; readonly factors: readonly Formula[] }
  | { readonly kind: 'fraction'; readonly above: Formula; readonly below: Formula }
  | { readonly kind: 'power'; readonly base: Formula; readonly exponent: Formula }
  | { readonly kind: 'negate'; readonly of: Formula }
  | { readonly kind: 'call'; readonly name: CallName; readonly args: readonly Formula[] }
  | { readonly kind: 'relation'; readonly op: RelationName; readonly left: Formula; readonly right: Formula }
  | {
      readonly kind: 'conditional';
      readonly condition: Formula;
      readonly yes: Formula;
      readonly no: Formula;
    };

export type RelationName = Extract<
  BinaryName,
  'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual' | 'equal' | 'unequal' | 'and' | 'or'
>;
export type CallName = Exclude<UnaryName, 'negate'> | 'min' | 'max' | 'atan2' | 'mod';

export const number = (value: number): Formula => ({ kind: 'number', value });
export const symbol = (notation: Notation, value: number, ref: Ref): Formula => ({
  kind: 'symbol',
  notation,
  value,
  ref,
});
export const fraction = (above: Formula, below: Formula): Formula => ({ kind: 'fraction', above, below });
export const power = (base: Formula, exponent: Formula): Formula => ({ kind: 'power', base, exponent });
export const square = (base: Formula): Formula => power(base, number(2));
export const negate = (of: Formula): Formula => ({ kind: 'negate', of });
export const difference = (left: Formula, right: Formula): Formula => sum(left, negate(right));
export const call = (name: CallName, ...args: readonly Formula[]): Formula => ({ kind: 'call', name, args });
export const relation = (op: RelationName, left: Formula, right: Formula): Formula => ({
  kind: 'relation',
  op,
  left,
  right,
});
export const conditional = (condition: Formula, yes: Formula, no: Formula): Formula =>
  ({ kind: 'conditional', condition, yes, no }); // prettier-ignore

/** Returns a sum. A sum of one term is that term, and one of no terms is 0. */
export function sum(...terms: readonly Formula[]): Formula {
  if (terms.length === 0) return number(0);
  return terms.length === 1 ? terms[0] : { kind: 'sum', terms };
}

export function product(...factors: readonly Formula[]): Formula {
  return factors.length === 1 ? factors[0] : { kind: 'product', factors };
}

/** Returns 1/n · of, the mean of n samples; just `of` where n is 1. */
export function average(of: Formula, n: number): Formula {
  return n === 1 ? of : product(fraction(number(1), number(n)), of);
}

export function evaluate(formula: Formula): number {
  switch (formula.kind) {
    case 'number':
    case 'symbol':
      return formula.value;
    case 'sum':
      return formula.terms
        .slice(1)
        .reduce((total, term) => total + evaluate(term), evaluate(formula.terms[0]));
    case 'product':
      return formula.factors
        .slice(1)
        .reduce((total, factor) => total * evaluate(factor), evaluate(formula.factors[0]));
    case 'fraction':
      return evaluate(formula.above) / evaluate(formula.below);
    case 'power':
      return Math.pow(evaluate(formula.base), evaluate(formula.exponent));
    case 'negate':
      return -evaluate(formula.of);
    case 'call':
      return evaluateCall(formula.name, formula.args.map(evaluate));
    case 'relation':
      return binary[formula.op].f(evaluate(formula.left), evaluate(formula.right));
    case 'conditional':
      return evaluate(formula.condition) !== 0 ? evaluate(formula.yes) : evaluate(formula.no);
  }
}

function evaluateCall(name: CallName, args: readonly number[]): number {
  switch (name) {
    case 'min':
    case 'max':
      return args.reduce((a, b) => binary[name].f(a, b));
    case 'atan2':
    case 'mod':
      return binary[name].f(args[0], args[1]);
    default:
      return unary[name].f(args[0]);
  }
}

/** Yields every symbol of a formula in reading order. */
export function* symbolsOf(formula: Formula): Generator<Extract<Formula, { readonly kind: 'symbol' }>> {
  if (formula.kind === 'symbol') yield formula;
  else for (const part of partsOf(formula)) yield* symbolsOf(part);
}

/** Returns the operands of a formula in the order of computation. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'number':
    case 'symbol':
      return [];
    case 'sum':
      return formula.terms;
    case 'product':
      return formula.factors;
    case 'fraction':
      return [formula.above, formula.below];
    case 'power':
      return [formula.base, formula.exponent];
    case 'negate':
      return [formula.of];
    case 'call':
      return formula.args;
    case 'relation':
      return [formula.left, formula.right];
    case 'conditional':
      return [formula.condition, formula.yes, formula.no];
  }
}
