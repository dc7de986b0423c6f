import type { Expression, Operation } from './expression.js';
import { binary, unary } from './operations.js';

/**
 * The values of an expression at many points. Node i is operation i: `values[i]` holds its value at each point and, after
 * `reverse`, `gradients[i]` holds the derivative of the expression with respect to it.
 */
export interface Tape {
  readonly expression: Expression;
  readonly values: readonly Float64Array[];
  readonly gradients: readonly Float64Array[];
}

/** Returns a tape with room for `length` points. */
export function createTape(expression: Expression, length: number): Tape {
  const columns = () => expression.operations.map(() => new Float64Array(length));
  return { expression, values: columns(), gradients: columns() };
}

/** Evaluates the expression at `n` points, whose coordinates are in `variables`, and returns its values. */
export function forward(
  tape: Tape,
  variables: Readonly<Record<string, Float64Array>>,
  n: number,
): Float64Array {
  const { operations } = tape.expression;
  operations.forEach((operation, node) => evaluate(operation, node, tape.values, variables, n));
  return tape.values[operations.length - 1];
}

/**
 * Applies the chain rule from the expression back to each node, after `forward`. The gradient of a branch that was not
 * taken is exactly 0, even where its own derivative is not defined.
 */
export function reverse(tape: Tape, n: number): void {
  const { operations } = tape.expression;
  for (const gradient of tape.gradients) gradient.fill(0, 0, n);
  tape.gradients[operations.length - 1].fill(1, 0, n);
  for (let node = operations.length - 1; node >= 0; node--) passBack(operations[node], node, tape, n);
}

/** Adds the derivative with respect to a variable at each point to `into`, after `reverse`. */
export function addDerivative(tape: Tape, variable: string, into: Float64Array, n: number): void {
  tape.expression.operations.forEach((operation, node) => {
    if (operation.op !== 'variable' || operation.name !== variable) return;
    for (let p = 0; p < n; p++) into[p] += tape.gradients[node][p];
  });
}

/** The computational graph of an expression at one point. */
export interface Differentiated {
  readonly value: number;
  /** ∂value/∂variable by name, 0 where the expression does not use it. */
  readonly gradient: Readonly<Record<string, number>>;
  /** The value of each operation, and ∂value/∂operation. */
  readonly nodes: readonly { readonly value: number; readonly gradient: number }[];
}

/** Returns the value and the derivatives at one point; they are NaN where the expression is not defined. */
export function differentiate(
  expression: Expression,
  point: Readonly<Record<string, number>>,
): Differentiated {
  const tape = createTape(expression, 1);
  const variables = Object.entries(point).map(([name, value]) => [name, Float64Array.of(value)] as const);
  const [value] = forward(tape, Object.fromEntries(variables), 1);
  reverse(tape, 1);
  const gradient = Object.keys(point).map((name) => {
    const sum = new Float64Array(1);
    addDerivative(tape, name, sum, 1);
    return [name, sum[0]] as const;
  });
  return {
    value,
    gradient: Object.fromEntries(gradient),
    nodes: tape.values.map((values, node) => ({ value: values[0], gradient: tape.gradients[node][0] })),
  };
}

function evaluate(
  operation: Operation,
  node: number,
  values: readonly Float64Array[],
  variables: Readonly<Record<string, Float64Array>>,
  n: number,
): void {
  const y = values[node];
  switch (operation.op) {
    case 'constant':
      y.fill(operation.value, 0, n);
      return;
    case 'variable':
      for (let p = 0; p < n; p++) y[p] = variables[operation.name][p];
      return;
    case 'conditional': {
      const [condition, yes, no] = operation.args.map((arg) => values[arg]);
      for (let p = 0; p < n; p++) y[p] = condition[p] !== 0 ? yes[p] : no[p];
      return;
    }
    default:
  }
  if (isBinary(operation)) {
    const { f } = binary[operation.op];
    const [a, b] = operation.args.map((arg) => values[arg]);
    for (let p = 0; p < n; p++) y[p] = f(a[p], b[p]);
  } else {
    const { f } = unary[operation.op];
    const a = values[operation.args[0]];
    for (let p = 0; p < n; p++) y[p] = f(a[p]);
  }
}

/** Adds a node's part of the chain rule to the nodes it was computed from. */
function passBack(operation: Operation, node: number, { values, gradients }: Tape, n: number): void {
  const g = gradients[node];
  const y = values[node];
  switch (operation.op) {
    case 'constant':
    case 'variable':
      return;
    case 'conditional': {
      const [condition, yes, no] = operation.args;
      for (let p = 0; p < n; p++) gradients[values[condition][p] !== 0 ? yes : no][p] += g[p];
      return;
    }
    default:
  }
  if (isBinary(operation)) {
    const { da, db } = binary[operation.op];
    const [left, right] = operation.args;
    const a = values[left];
    const b = values[right];
    for (let p = 0; p < n; p++) {
      gradients[left][p] += chain(g[p], da(a[p], b[p], y[p]));
      gradients[right][p] += chain(g[p], db(a[p], b[p], y[p]));
    }
  } else {
    const { df } = unary[operation.op];
    const [argument] = operation.args;
    const a = values[argument];
    for (let p = 0; p < n; p++) gradients[argument][p] += chain(g[p], df(a[p], y[p]));
  }
}

/** Returns the product of the chain rule. It is 0 where either factor is 0, even if the other is not finite. */
function chain(gradient: number, slope: number): number {
  return gradient === 0 || slope === 0 ? 0 : gradient * slope;
}

type UnaryOperation = Extract<Operation, { readonly args: readonly [number] }>;
type BinaryOperation = Extract<Operation, { readonly args: readonly [number, number] }>;

function isBinary(operation: UnaryOperation | BinaryOperation): operation is BinaryOperation {
  return operation.op in binary;
}
