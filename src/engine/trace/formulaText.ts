import { numberText, type Digits } from './digits.js';
import type { Formula, Ref, RelationName } from './formula.js';

/** A piece of a formula as text, with the origin of its value where it is a symbol. */
export interface Segment {
  readonly text: string;
  readonly ref: Ref | null;
}

export interface RenderOptions {
  /** Whether numbers are substituted for the symbols. */
  readonly substituted: boolean;
  readonly digits: Digits;
  /** The number of terms above which sums and argument lists are shortened by an ellipsis; they cannot be evaluated then. */
  readonly mostTerms?: number;
}

/**
 * Returns a formula as plain text, which mathjs evaluates as written once `·` is replaced by `*`. Negative numbers are in
 * brackets, as is everything that would otherwise be grouped differently.
 */
export function textOf(formula: Formula, options: RenderOptions): string {
  return segmentsOf(formula, options)
    .map(({ text }) => text)
    .join('');
}

export function segmentsOf(formula: Formula, options: RenderOptions): Segment[] {
  const writer = new Writer(options);
  writer.write(formula);
  return writer.segments;
}

/** How tightly the kinds of formulas bind. */
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

const relations: Readonly<Record<RelationName, string>> = {
  less: '<', lessOrEqual: '<=', greater: '>', greaterOrEqual: '>=', equal: '==', unequal: '!=', and: 'and', or: 'or',
}; // prettier-ignore

class Writer {
  readonly segments: Segment[] = [];

  constructor(private readonly options: RenderOptions) {}

  write(formula: Formula): void {
    switch (formula.kind) {
      case 'number':
        this.put(this.number(formula.value));
        break;
      case 'symbol':
        this.put(this.options.substituted ? this.number(formula.value) : formula.notation.text, formula.ref);
        break;
      case 'sum':
        this.writeSum(formula.terms);
        break;
      case 'product':
        this.writeProduct(formula.factors);
        break;
      case 'fraction':
        this.writePair(formula.above, '/', formula.below, binding.product + 1);
        break;
      case 'power':
        this.writePair(formula.base, '^', formula.exponent, atom);
        break;
      case 'negate':
        this.put('-');
        this.within(formula.of, binding.negate + 1);
        break;
      case 'call':
        this.writeCall(formula.name, formula.args);
        break;
      case 'relation':
        this.writePair(formula.left, ` ${relations[formula.op]} `, formula.right, binding.relation + 1);
        break;
      case 'conditional':
        this.writePair(formula.condition, ' ? ', formula.yes, binding.conditional + 1);
        this.put(' : ');
        this.within(formula.no, binding.conditional + 1);
        break;
    }
  }

  private put(text: string, ref: Ref | null = null): void {
    this.segments.push({ text, ref });
  }

  private number(value: number): string {
    const text = numberText(value, this.options.digits);
    return text.startsWith('-') ? `(${text})` : text;
  }

  private within(formula: Formula, least: number): void {
    const open = bindingOf(formula) < least;
    if (open) this.put('(');
    this.write(formula);
    if (open) this.put(')');
  }

  private writePair(left: Formula, between: string, right: Formula, least: number): void {
    this.within(left, least);
    this.put(between);
    this.within(right, least);
  }

  private writeSum(terms: readonly Formula[]): void {
    for (const [i, term] of shortened(terms, this.options.mostTerms).entries()) {
      if (term === null) {
        this.put(' + …');
        continue;
      }
      const subtracted = i > 0 && term.kind === 'negate';
      if (i > 0) this.put(subtracted ? ' - ' : ' + ');
      this.within(subtracted ? term.of : term, binding.sum + 1);
    }
  }

  /** Writes a product. Fractions and products after the first factor are in brackets, since a·(b/c) and (a·b)/c differ in the last bit. */
  private writeProduct(factors: readonly Formula[]): void {
    for (const [i, factor] of factors.entries()) {
      if (i > 0) this.put('·');
      this.within(factor, i === 0 ? binding.product : binding.product + 1);
    }
  }

  private writeCall(name: string, args: readonly Formula[]): void {
    this.put(`${name}(`);
    for (const [i, arg] of shortened(args, this.options.mostTerms).entries()) {
      if (i > 0) this.put(', ');
      if (arg === null) this.put('…');
      else this.write(arg);
    }
    this.put(')');
  }
}

/** Returns the first items, an ellipsis (null) and the last one where there are more than `most`. */
export function shortened<T>(items: readonly T[], most = Infinity): readonly (T | null)[] {
  if (items.length <= most) return items;
  return [...items.slice(0, Math.max(1, most - 1)), null, items[items.length - 1]];
}
