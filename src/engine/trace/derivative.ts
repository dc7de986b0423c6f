import type { BinaryName, CustomFunction, Expression, Operation, UnaryName } from '../maths/expression.js';
import { isBinary } from './expressionFormula.js';

/**
 * Returns the derivative of an expression as an expression, so that it can be shown and not only evaluated. At kinks it
 * equals automatic differentiation: abs′(0) = 0, and min and max share the gradient equally where both are equal.
 */
export function derivativeOf({ text, operations }: Expression, variable: string): Expression {
  const to = new Builder(operations);
  const derivatives: number[] = [];
  operations.forEach((operation, node) =>
    derivatives.push(derive(to, operation, node, derivatives, variable)),
  );
  return { text, operations: to.finish(derivatives[derivatives.length - 1]) };
}

const known = new WeakMap<CustomFunction, Required<CustomFunction>>();

/** Returns a user's function with its derivative: the one they wrote, else that of `f`. */
export function withDerivative(custom: CustomFunction, variable: string): Required<CustomFunction> {
  const found = known.get(custom);
  if (found) return found;
  const complete = { f: custom.f, df: custom.df ?? derivativeOf(custom.f, variable) };
  known.set(custom, complete);
  return complete;
}

function derive(
  to: Builder,
  operation: Operation,
  node: number,
  d: readonly number[],
  variable: string,
): number {
  if (operation.op === 'constant') return to.constant(0);
  if (operation.op === 'variable') return to.constant(operation.name === variable ? 1 : 0);
  if (operation.op === 'conditional') {
    const [condition, yes, no] = operation.args;
    return to.choose(condition, d[yes], d[no]);
  }
  if (isBinary(operation)) {
    const [a, b] = operation.args;
    if (to.isZero(d[a]) && to.isZero(d[b])) return to.constant(0);
    return deriveBinary(to, operation.op, { a, b, da: d[a], db: d[b] });
  }
  const [a] = operation.args;
  return to.isZero(d[a]) ? d[a] : to.multiply(d[a], slope(to, operation.op, a, node));
}

interface Arguments {
  readonly a: number;
  readonly b: number;
  readonly da: number;
  readonly db: number;
}

function deriveBinary(to: Builder, op: BinaryName, { a, b, da, db }: Arguments): number {
  switch (op) {
    case 'add':
      return to.add(da, db);
    case 'subtract':
      return to.subtract(da, db);
    case 'multiply':
      return to.add(to.multiply(da, b), to.multiply(a, db));
    case 'divide':
      if (to.isZero(db)) return to.divide(da, b);
      return to.divide(to.subtract(to.multiply(da, b), to.multiply(a, db)), to.unary('square', b));
    case 'power':
      return to.add(
        to.multiply(da, to.multiply(b, to.binary('power', a, to.subtract(b, to.constant(1))))),
        to.multiply(db, to.multiply(to.binary('power', a, b), to.unary('log', a))),
      );
    case 'min':
    case 'max': {
      const half = to.divide(to.add(da, db), to.constant(2));
      const [lower, higher] = op === 'max' ? [db, da] : [da, db];
      return to.choose(to.binary('greater', a, b), higher, to.choose(to.binary('less', a, b), lower, half));
    }
    case 'atan2': {
      const below = to.add(to.unary('square', a), to.unary('square', b));
      return to.divide(to.subtract(to.multiply(da, b), to.multiply(a, db)), below);
    }
    case 'mod':
      return to.subtract(da, to.multiply(to.unary('floor', to.divide(a, b)), db));
    default:
      return to.constant(0);
  }
}

/** Returns f′ at argument `a`, where the function's value is `y`. */
function slope(to: Builder, op: UnaryName, a: number, y: number): number {
  const one = to.constant(1);
  const two = to.constant(2);
  const squared = () => to.unary('square', a);
  const over = (below: number) => to.divide(one, below);
  switch (op) {
    case 'negate':
      return to.constant(-1);
    case 'abs':
      return to.unary('sign', a);
    case 'sqrt':
      return over(to.multiply(two, y));
    case 'cbrt':
      return over(to.multiply(to.constant(3), to.unary('square', y)));
    case 'square':
      return to.multiply(two, a);
    case 'cube':
      return to.multiply(to.constant(3), squared());
    case 'exp':
      return y;
    case 'expm1':
      return to.unary('exp', a);
    case 'log':
      return over(a);
    case 'log2':
      return over(to.multiply(a, to.unary('log', two)));
    case 'log10':
      return over(to.multiply(a, to.unary('log', to.constant(10))));
    case 'log1p':
      return over(to.add(one, a));
    case 'sin':
      return to.unary('cos', a);
    case 'cos':
      return to.unary('negate', to.unary('sin', a));
    case 'tan':
      return to.add(one, to.unary('square', y));
    case 'asin':
      return over(to.unary('sqrt', to.subtract(one, squared())));
    case 'acos':
      return to.unary('negate', over(to.unary('sqrt', to.subtract(one, squared()))));
    case 'atan':
      return over(to.add(one, squared()));
    case 'sinh':
      return to.unary('cosh', a);
    case 'cosh':
      return to.unary('sinh', a);
    case 'tanh':
      return to.subtract(one, to.multiply(y, y));
    case 'asinh':
      return over(to.unary('sqrt', to.add(squared(), one)));
    case 'acosh':
      return over(to.unary('sqrt', to.subtract(squared(), one)));
    case 'atanh':
      return over(to.subtract(one, squared()));
    case 'erf':
      return to.multiply(to.constant(2 / Math.sqrt(Math.PI)), to.unary('exp', to.unary('negate', squared())));
    case 'not':
    case 'sign':
    case 'floor':
    case 'ceil':
    case 'round':
      return to.constant(0);
  }
}

/** Adds operations after those of the function, without additions of 0 and multiplications by 1. */
class Builder {
  private readonly operations: Operation[];

  constructor(operations: readonly Operation[]) {
    this.operations = [...operations];
  }

  constant = (value: number): number => this.push({ op: 'constant', value });
  unary = (op: UnaryName, a: number): number => this.push({ op, args: [a] });
  binary = (op: BinaryName, a: number, b: number): number => this.push({ op, args: [a, b] });

  isZero = (node: number): boolean => this.is(node, 0);

  add(a: number, b: number): number {
    if (this.isZero(a)) return b;
    return this.isZero(b) ? a : this.binary('add', a, b);
  }

  subtract(a: number, b: number): number {
    if (this.isZero(b)) return a;
    const [left, right] = [this.operations[a], this.operations[b]];
    if (left.op === 'constant' && right.op === 'constant') return this.constant(left.value - right.value);
    return this.isZero(a) ? this.unary('negate', b) : this.binary('subtract', a, b);
  }

  multiply(a: number, b: number): number {
    if (this.isZero(a) || this.isZero(b)) return this.constant(0);
    if (this.is(a, 1)) return b;
    return this.is(b, 1) ? a : this.binary('multiply', a, b);
  }

  divide(a: number, b: number): number {
    return this.isZero(a) ? a : this.binary('divide', a, b);
  }

  choose(condition: number, yes: number, no: number): number {
    return this.isZero(yes) && this.isZero(no)
      ? yes
      : this.push({ op: 'conditional', args: [condition, yes, no] });
  }

  /** Returns the operations up to `node`, which becomes the value. */
  finish(node: number): readonly Operation[] {
    return this.operations.slice(0, node + 1);
  }

  private is(node: number, value: number): boolean {
    const operation = this.operations[node];
    return operation.op === 'constant' && operation.value === value;
  }

  private push(operation: Operation): number {
    return this.operations.push(operation) - 1;
  }
}
