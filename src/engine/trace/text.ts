import { numberText, type Digits } from './digits.js';
import type { Formula, Ref, RelationName } from './formula.js';

/** A piece of a formula as text; `ref` where it stands for a symbol. */
export interface Segment {
  readonly text: string;
  readonly ref: Ref | null;
}

export interface RenderOptions {
  /** With the numbers put in, or in symbols. */
  readonly substituted: boolean;
  readonly digits: Digits;
  /** Longer sums and argument lists are cut short by an ellipsis; they can no longer be evaluated then. */
  readonly mostTerms?: number;
}

/**
 * A formula as plain text that mathjs evaluates as written once `·` is replaced by `*`: negative numbers stand in
 * brackets, and so does whatever would otherwise be grouped in another way.
 */
export function textOf(formula: Formula, options: RenderOptions): string {
  return segmentsOf(formula, options)
    .map(({ text }) => text)
    .join('');
}

export function segmentsOf(formula: Formula, options: RenderOptions): Segment[] {
  return [...write(formula, options)];
}

const plain = (text: string): Segment => ({ text, ref: null });

/** How tightly a formula holds together. */
const binding = {
  conditional: 0,
  relation: 1,
  sum: 2,
  product: 3,
  fraction: 3,
  negate: 4,
  power: 5,
} as const;
const atom = 6;

export function bindingOf(formula: Formula): number {
  switch (formula.kind) {
    case 'number':
    case 'symbol':
    case 'call':
      return atom;
    default:
      return binding[formula.kind];
  }
}

function* write(formula: Formula, options: RenderOptions): Generator<Segment> {
  switch (formula.kind) {
    case 'number':
      return yield plain(bracketed(formula.value, options));
    case 'symbol':
      return yield {
        text: options.substituted ? bracketed(formula.value, options) : formula.notation.text,
        ref: formula.ref,
      };
    case 'sum':
      return yield* writeSum(formula.terms, options);
    case 'product':
      return yield* writeProduct(formula.factors, options);
    case 'fraction':
      yield* within(formula.above, options, binding.product + 1);
      yield plain('/');
      return yield* within(formula.below, options, binding.product + 1);
    case 'power':
      yield* within(formula.base, options, atom);
      yield plain('^');
      return yield* within(formula.exponent, options, atom);
    case 'negate':
      yield plain('-');
      return yield* within(formula.of, options, binding.negate + 1);
    case 'call':
      return yield* writeCall(formula.name, formula.args, options);
    case 'relation':
      yield* within(formula.left, options, binding.relation + 1);
      yield plain(` ${relations[formula.op]} `);
      return yield* within(formula.right, options, binding.relation + 1);
    case 'conditional':
      yield* within(formula.condition, options, binding.conditional + 1);
      yield plain(' ? ');
      yield* within(formula.yes, options, binding.conditional + 1);
      yield plain(' : ');
      return yield* within(formula.no, options, binding.conditional + 1);
  }
}

const relations: Readonly<Record<RelationName, string>> = {
  less: '<', lessOrEqual: '<=', greater: '>', greaterOrEqual: '>=', equal: '==', unequal: '!=', and: 'and', or: 'or',
}; // prettier-ignore

function bracketed(value: number, { digits }: RenderOptions): string {
  const text = numberText(value, digits);
  return text.startsWith('-') ? `(${text})` : text;
}

function* within(formula: Formula, options: RenderOptions, least: number): Generator<Segment> {
  const open = bindingOf(formula) < least;
  if (open) yield plain('(');
  yield* write(formula, options);
  if (open) yield plain(')');
}

function* writeSum(terms: readonly Formula[], options: RenderOptions): Generator<Segment> {
  for (const [i, term] of shortened(terms, options.mostTerms).entries()) {
    if (term === null) yield plain(' + …');
    else if (i === 0) yield* within(term, options, binding.sum + 1);
    else {
      yield plain(term.kind === 'negate' ? ' - ' : ' + ');
      yield* within(term.kind === 'negate' ? term.of : term, options, binding.sum + 1);
    }
  }
}

/** Fractions and products after the first factor are bracketed: a·(b/c) is not (a·b)/c, to the last bit. */
function* writeProduct(factors: readonly Formula[], options: RenderOptions): Generator<Segment> {
  for (const [i, factor] of factors.entries()) {
    if (i > 0) yield plain('·');
    yield* within(factor, options, i === 0 ? binding.product : binding.product + 1);
  }
}

function* writeCall(name: string, args: readonly Formula[], options: RenderOptions): Generator<Segment> {
  yield plain(`${name}(`);
  for (const [i, arg] of shortened(args, options.mostTerms).entries()) {
    if (i > 0) yield plain(', ');
    if (arg === null) yield plain('…');
    else yield* write(arg, options);
  }
  yield plain(')');
}

/** The first ones, an ellipsis (null) and the last one, where there are more than `most`. */
export function shortened<T>(items: readonly T[], most = Infinity): readonly (T | null)[] {
  if (items.length <= most) return items;
  return [...items.slice(0, Math.max(1, most - 1)), null, items[items.length - 1]];
}
