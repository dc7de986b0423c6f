import type { BinaryName, Expression, Operation, UnaryName } from '../../engine/maths/expression.js';
import { pythonNumber } from './pythonText.js';

/** A part of a formula in Python. A number is a Python number, and anything else a tensor. */
interface Part {
  readonly text: string;
  readonly isNumber: boolean;
}

/** The functions of `torch` by operation, where they have another name. */
const renamed: Readonly<Partial<Record<UnaryName, string>>> = { negate: 'neg' };

const infix: Readonly<Partial<Record<BinaryName, string>>> = {
  add: '+', subtract: '-', multiply: '*', divide: '/', power: '**',
}; // prettier-ignore
const comparisons: Readonly<Partial<Record<BinaryName, string>>> = {
  less: '<', lessOrEqual: '<=', greater: '>', greaterOrEqual: '>=', equal: '==', unequal: '!=',
}; // prettier-ignore
const calls: Readonly<Partial<Record<BinaryName, string>>> = {
  min: 'minimum', max: 'maximum', atan2: 'atan2', mod: 'remainder',
}; // prettier-ignore

/** Returns whether some operation of a formula has no derivative in PyTorch, so that its value may have none either. */
export const hasComparison = ({ operations }: Expression): boolean =>
  operations.some(({ op }) => op in comparisons || op === 'and' || op === 'or' || op === 'not');

/**
 * Writes a formula in Python with the functions of `torch`.
 * @param variables the Python expressions of its variables
 */
export function pythonFormula(
  { operations }: Expression,
  variables: Readonly<Record<string, string>>,
): string {
  const parts: Part[] = [];
  for (const operation of operations) parts.push(partOf(operation, parts, variables));
  const { text, isNumber } = parts[parts.length - 1];
  return isNumber ? `torch.as_tensor(${text})` : withoutParentheses(text);
}

function partOf(
  operation: Operation,
  parts: readonly Part[],
  variables: Readonly<Record<string, string>>,
): Part {
  if (operation.op === 'constant') return { text: pythonNumber(operation.value), isNumber: true };
  if (operation.op === 'variable') return { text: variables[operation.name], isNumber: false };
  const args = operation.args.map((index) => parts[index]);
  if (operation.op === 'conditional')
    return tensor(`torch.where(${tensorOf(args[0])} != 0, ${args.slice(1).map(tensorOf).join(', ')})`);
  if (args.length === 1) return tensor(unaryText(operation.op as UnaryName, args[0]));
  return tensor(binaryText(operation.op as BinaryName, args[0], args[1]));
}

const tensor = (text: string): Part => ({ text, isNumber: false });

/** Returns a part as an argument of a function, which takes tensors only. */
const tensorOf = ({ text, isNumber }: Part): string =>
  isNumber ? `torch.as_tensor(${text})` : withoutParentheses(text);

function unaryText(op: UnaryName, arg: Part): string {
  const x = tensorOf(arg);
  switch (op) {
    case 'square':
      return `(${operand(arg)} ** 2)`;
    case 'cube':
      return `(${operand(arg)} ** 3)`;
    case 'cbrt':
      return `(torch.sign(${x}) * torch.abs(${x}) ** (1 / 3))`;
    case 'not':
      return `(1.0 * (${operand(arg)} == 0))`;
    case 'round':
      return `(torch.sign(${x}) * torch.floor(torch.abs(${x}) + 0.5))`;
    default:
      return `torch.${renamed[op] ?? op}(${x})`;
  }
}

function binaryText(op: BinaryName, a: Part, b: Part): string {
  const [left, right] = [operand(a), operand(b)];
  const sign = infix[op];
  if (sign) return `(${left} ${sign} ${right})`;
  const comparison = comparisons[op];
  if (comparison) return `(1.0 * (${left} ${comparison} ${right}))`;
  const call = calls[op];
  if (call) return `torch.${call}(${tensorOf(a)}, ${tensorOf(b)})`;
  return `(1.0 * ((${left} != 0) ${op === 'and' ? '&' : '|'} (${right} != 0)))`;
}

/** Returns a part between operators. */
const operand = ({ text, isNumber }: Part): string => (isNumber && text.startsWith('-') ? `(${text})` : text);

/** Removes the parentheses around a whole text. */
function withoutParentheses(text: string): string {
  if (!text.startsWith('(')) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (depth === 0) return i === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}
