import { elementwise } from './edits/elementwise.js';
import type { Values } from './edits/evaluator.js';
import {
  call,
  constant,
  dimensionsOf,
  product,
  quotient,
  sum,
  withParts,
  type Dimension,
  type Expression,
  type Quantity,
  type Reduction,
} from './edits/expression.js';

/** An element of an expression: its value, and the expression with the numbers of all quantities put in. */
export interface Worked {
  readonly value: number;
  readonly numbers: Expression;
}

/** The most terms of a sum that are written out; the rest is an ellipsis. */
const mostTerms = 4;
/** The digits of the numbers that are put in. */
const digits = 4;

type Sum = Extract<Expression, { kind: 'through' | 'outer' | 'rows' | 'units' }>;
type Plain = Exclude<Expression, Sum | { kind: 'quantity' | 'constant' }>;

/** Works formulas out for single elements. */
export class WorkedFormula {
  constructor(
    private readonly values: Values,
    private readonly sizeOf: (dimension: Dimension) => number,
  ) {}

  /** Works out the element of a row and a column; a dimension of size 1 is repeated. */
  at(expression: Expression, row: number, column: number): Worked {
    switch (expression.kind) {
      case 'quantity':
        return numberOf(this.valueAt(expression, row, column));
      case 'constant':
        return { value: expression.value, numbers: expression };
      case 'through':
      case 'outer':
      case 'rows':
      case 'units':
        return this.sumAt(expression, row, column);
      default: {
        const parts = expression.parts.map((part) => this.at(part, row, column));
        const numbers = withParts(
          expression,
          parts.map(({ numbers }) => numbers),
        );
        return { value: valueOf(expression, parts.map(({ value }) => value)), numbers }; // prettier-ignore
      }
    }
  }

  private valueAt(quantity: Quantity, row: number, column: number): number {
    const tensor = this.values(quantity);
    if (!tensor) return NaN;
    const [r, c] = quantity.isTransposed ? [column, row] : [row, column];
    return tensor.values[(tensor.rows === 1 ? 0 : r) * tensor.columns + (tensor.columns === 1 ? 0 : c)];
  }

  private sumAt(expression: Sum, row: number, column: number): Worked {
    const [rows, columns] = dimensionsOf(expression.parts[0]).map(this.sizeOf);
    const terms = (count: number, term: (k: number) => Worked) =>
      Array.from({ length: count }, (_, k) => term(k));
    switch (expression.kind) {
      case 'through': {
        const [delta, weights] = expression.parts;
        return added(terms(columns, (k) => times(this.at(delta, row, k), this.at(weights, k, column))));
      }
      case 'units':
        return added(terms(columns, (k) => this.at(expression.parts[0], row, k)));
      case 'rows': {
        const term = (n: number) => this.at(expression.parts[0], n, column);
        return reduced(expression.reduction, terms(rows, term));
      }
      case 'outer': {
        const [delta, inputs] = expression.parts;
        const term = (n: number) => times(this.at(delta, n, row), this.at(inputs, n, column));
        return reduced(expression.reduction, terms(rows, term));
      }
    }
  }
}

const numberOf = (value: number): Worked => ({
  value,
  numbers: constant(Number(value.toPrecision(digits))),
});

const times = (a: Worked, b: Worked): Worked => ({
  value: a.value * b.value,
  numbers: product(a.numbers, b.numbers),
});

function added(terms: readonly Worked[]): Worked {
  const written = terms.slice(0, terms.length > mostTerms ? mostTerms - 1 : mostTerms);
  const rest = written.length < terms.length ? [constant(NaN, '⋯')] : [];
  return {
    value: terms.reduce((total, { value }) => total + value, 0),
    numbers: sum(...written.map(({ numbers }) => numbers), ...rest),
  };
}

function reduced(reduction: Reduction, terms: readonly Worked[]): Worked {
  const values = terms.map(({ value }) => value);
  switch (reduction) {
    case 'sum':
      return added(terms);
    case 'mean': {
      const { value, numbers } = added(terms);
      return { value: value / terms.length, numbers: quotient(numbers, constant(terms.length)) };
    }
    case 'first':
      return added(terms.slice(0, 1));
    case 'last':
      return added(terms.slice(-1));
    case 'withoutFirst':
      return added(terms.slice(1));
    case 'withoutLast':
      return added(terms.slice(0, -1));
    case 'absoluteSum':
      return added(
        terms.map(({ value, numbers }) => ({ value: Math.abs(value), numbers: call('abs', numbers) })),
      );
    case 'max':
      return numberOf(Math.max(...values));
    case 'min':
      return numberOf(Math.min(...values));
  }
}

function valueOf(expression: Plain, values: readonly number[]): number {
  switch (expression.kind) {
    case 'product':
      return values.reduce((total, value) => total * value, 1);
    case 'sum':
      return values.reduce((total, value) => total + value, 0);
    case 'negate':
      return -values[0];
    case 'quotient':
      return values[0] / values[1];
    case 'power':
      return values[0] ** expression.exponent;
    case 'call':
      return elementwise[expression.name](values[0], expression.limit ?? 1);
    case 'branch':
      return values[0] > 0 ? values[1] : values[2];
  }
}
