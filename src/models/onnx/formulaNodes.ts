import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { BinaryName, Expression, Operation, UnaryName } from '../../engine/maths/expression.js';
import { ModelError } from '../namedTensor.js';
import { asNumber, expm1 } from './activationNodes.js';
import type { Graph } from './graph.js';

type Unary = (graph: Graph, x: string) => string;
type Binary = (graph: Graph, a: string, b: string) => string;

const unary =
  (op: string): Unary =>
  (graph, x) =>
    graph.node(op, [x]);
const logarithm =
  (base: number): Unary =>
  (graph, x) =>
    graph.node('Div', [graph.node('Log', [x]), graph.constant(Math.log(base))]);
const power =
  (exponent: number): Unary =>
  (graph, x) =>
    graph.node('Pow', [x, graph.constant(exponent)]);

/** The unary operations that ONNX has or that are composed of what it has. */
const unaries: Readonly<Partial<Record<UnaryName, Unary>>> = {
  negate: unary('Neg'),
  abs: unary('Abs'),
  sign: unary('Sign'),
  sqrt: unary('Sqrt'),
  square: power(2),
  cube: power(3),
  cbrt: (graph, x) =>
    graph.node('Mul', [graph.node('Sign', [x]), power(1 / 3)(graph, graph.node('Abs', [x]))]),
  exp: unary('Exp'),
  expm1,
  log: unary('Log'),
  log2: logarithm(2),
  log10: logarithm(10),
  log1p: (graph, x) => graph.node('Log', [graph.node('Add', [graph.constant(1), x])]),
  sin: unary('Sin'),
  cos: unary('Cos'),
  tan: unary('Tan'),
  asin: unary('Asin'),
  acos: unary('Acos'),
  atan: unary('Atan'),
  sinh: unary('Sinh'),
  cosh: unary('Cosh'),
  tanh: unary('Tanh'),
  asinh: unary('Asinh'),
  acosh: unary('Acosh'),
  atanh: unary('Atanh'),
  erf: unary('Erf'),
  floor: unary('Floor'),
  ceil: unary('Ceil'),
  not: (graph, x) => asNumber(graph, graph.node('Equal', [x, graph.constant(0)])),
};

/** The unary operations that ONNX's runtime computes only in single precision. */
const single: readonly string[] = ['cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'asinh', 'acosh', 'atanh', 'erf']; // prettier-ignore

const plain =
  (op: string): Binary =>
  (graph, a, b) =>
    graph.node(op, [a, b]);
const comparison =
  (op: string): Binary =>
  (graph, a, b) =>
    asNumber(graph, graph.node(op, [a, b]));
const isTrue = (graph: Graph, x: string): string =>
  graph.node('Not', [graph.node('Equal', [x, graph.constant(0)])]);
const logical =
  (op: string): Binary =>
  (graph, a, b) =>
    asNumber(graph, graph.node(op, [isTrue(graph, a), isTrue(graph, b)]));

const binaries: Readonly<Partial<Record<BinaryName, Binary>>> = {
  add: plain('Add'),
  subtract: plain('Sub'),
  multiply: plain('Mul'),
  divide: plain('Div'),
  power: plain('Pow'),
  min: plain('Min'),
  max: plain('Max'),
  mod: (graph, a, b) => {
    const quotient = graph.node('Floor', [graph.node('Div', [a, b])]);
    return graph.node('Sub', [a, graph.node('Mul', [b, quotient])]);
  },
  less: comparison('Less'),
  lessOrEqual: comparison('LessOrEqual'),
  greater: comparison('Greater'),
  greaterOrEqual: comparison('GreaterOrEqual'),
  equal: comparison('Equal'),
  unequal: (graph, a, b) => asNumber(graph, graph.node('Not', [graph.node('Equal', [a, b])])),
  and: logical('And'),
  or: logical('Or'),
};

/** Whether ONNX's runtime computes a formula only in single precision. */
export const isSinglePrecision = ({ operations }: Expression): boolean =>
  operations.some(({ op }) => single.includes(op));

/**
 * Adds the nodes of a formula.
 * @param variables the names of the values of its variables
 * @returns the name of its value
 * @throws ModelError where ONNX has no such operation
 */
export function formulaNodes(
  graph: Graph,
  { text, operations }: Expression,
  variables: Readonly<Record<string, string>>,
): string {
  const values: string[] = [];
  for (const operation of operations) values.push(addOperation(graph, operation, values, variables, text));
  return values[values.length - 1];
}

function addOperation(
  graph: Graph,
  operation: Operation,
  values: readonly string[],
  variables: Readonly<Record<string, string>>,
  formula: string,
): string {
  if (operation.op === 'constant') return graph.constant(operation.value);
  if (operation.op === 'variable') return variables[operation.name];
  const args = operation.args.map((index) => values[index]);
  if (operation.op === 'conditional') return graph.node('Where', [isTrue(graph, args[0]), args[1], args[2]]);
  if (operation.args.length === 1) {
    const add = unaries[operation.op as UnaryName];
    if (add) return add(graph, args[0]);
  } else {
    const add = binaries[operation.op as BinaryName];
    if (add) return add(graph, args[0], args[1]);
  }
  throw new ModelError(
    l10n.t('ONNX has no operation for "{0}" in the formula "{1}"', operation.op, shorten(formula)),
  );
}
