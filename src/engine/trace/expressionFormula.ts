import { differentiate } from '../maths/differentiate.js';
import { binaryNames, type BinaryName, type Expression, type Operation } from '../maths/expression.js';
import { limits } from '../limits.js';
import {
  call, conditional, difference, evaluate, fraction, negate, number, power, product, relation, sum, symbol, type Formula,
} from './formula.js'; // prettier-ignore
import { latexOf } from './formulaLatex.js';
import { nameLatex } from './names.js';
import { textOf } from './formulaText.js';

/** Returns a user's expression as a formula with its variables replaced. */
export function formulaOf({ operations }: Expression, variables: Readonly<Record<string, Formula>>): Formula {
  const formulas: Formula[] = [];
  for (const operation of operations) formulas.push(operationFormula(operation, formulas, variables));
  return formulas[formulas.length - 1];
}

/**
 * Returns the formula of a derivative. Parts that its operations share are written out each time, by which a few
 * operations can become millions of symbols; where they are too many, the derivative is one symbol, such as
 * `swish′(net_h1)`.
 */
export function derivativeFormula(
  derivative: Expression,
  name: string,
  variables: Readonly<Record<string, Formula>>,
): Formula {
  if (writtenSize(derivative) <= limits.writtenDerivative) return formulaOf(derivative, variables);
  const args = Object.values(variables);
  const point = Object.entries(variables).map(
    ([variable, formula]) => [variable, evaluate(formula)] as const,
  );
  const text = args.map((arg) => textOf(arg, inSymbols)).join(', ');
  const latex = args.map((arg) => latexOf(arg, inSymbols)).join(', ');
  return symbol(
    { text: `${name}′(${text})`, latex: `${nameLatex(name)}'\\left(${latex}\\right)` },
    differentiate(derivative, Object.fromEntries(point)).value,
    { kind: 'constant' },
  );
}

const inSymbols = { substituted: false, digits: 'full' } as const;

/** Counts the symbols, numbers and operations of an expression that is written out. */
function writtenSize({ operations }: Expression): number {
  const sizes: number[] = [];
  for (const operation of operations) {
    const args = 'args' in operation ? operation.args : [];
    sizes.push(args.reduce((sum, arg) => sum + sizes[arg], 1));
  }
  return sizes[sizes.length - 1];
}

function operationFormula(
  operation: Operation,
  before: readonly Formula[],
  variables: Readonly<Record<string, Formula>>,
): Formula {
  if (operation.op === 'constant') return number(operation.value);
  if (operation.op === 'variable') return variables[operation.name];
  if (operation.op === 'negate') return negate(before[operation.args[0]]);
  if (operation.op === 'conditional') {
    const [condition, yes, no] = operation.args.map((arg) => before[arg]);
    return conditional(condition, yes, no);
  }
  if (isBinary(operation))
    return binaryFormula(operation.op, before[operation.args[0]], before[operation.args[1]]);
  return call(operation.op, before[operation.args[0]]);
}

type BinaryOperation = Extract<Operation, { readonly args: readonly [number, number] }>;

export function isBinary(operation: Operation): operation is BinaryOperation {
  return binaryNames.some((name) => name === operation.op);
}

function binaryFormula(op: BinaryName, left: Formula, right: Formula): Formula {
  switch (op) {
    case 'add':
      return left.kind === 'sum' ? sum(...left.terms, right) : sum(left, right);
    case 'subtract':
      return left.kind === 'sum' ? sum(...left.terms, negate(right)) : difference(left, right);
    case 'multiply':
      return left.kind === 'product' ? product(...left.factors, right) : product(left, right);
    case 'divide':
      return fraction(left, right);
    case 'power':
      return power(left, right);
    case 'min':
    case 'max':
    case 'atan2':
    case 'mod':
      return call(op, left, right);
    default:
      return relation(op, left, right);
  }
}
