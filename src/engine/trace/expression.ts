import { binaryNames, type BinaryName, type Expression, type Operation } from '../expression.js';
import {
  call, conditional, difference, fraction, negate, number, power, product, relation, sum, type Formula,
} from './formula.js'; // prettier-ignore

/** A user's expression as a formula, its variables replaced. */
export function formulaOf({ operations }: Expression, variables: Readonly<Record<string, Formula>>): Formula {
  const formulas: Formula[] = [];
  for (const operation of operations) formulas.push(operationFormula(operation, formulas, variables));
  return formulas[formulas.length - 1];
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
