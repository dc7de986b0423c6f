import {
  binaryNames,
  unaryNames,
  type BinaryName,
  type Operation,
  type UnaryName,
} from '../engine/maths/expression.js';

/** Builds the list of operations of a formula. Equal operations on the same arguments are listed once. */
export class Builder {
  readonly operations: Operation[] = [];
  private readonly indices = new Map<string, number>();

  constant = (value: number): number => this.add({ op: 'constant', value });
  variable = (name: string): number => this.add({ op: 'variable', name });
  unary = (op: UnaryName, arg: number): number => this.add({ op, args: [arg] });
  binary = (op: BinaryName, left: number, right: number): number => this.add({ op, args: [left, right] });
  conditional = (condition: number, yes: number, no: number): number =>
    this.add({ op: 'conditional', args: [condition, yes, no] });

  private add(operation: Operation): number {
    const key = JSON.stringify(operation);
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    this.indices.set(key, this.operations.length);
    return this.operations.push(operation) - 1;
  }
}

/** A function of the formula language: the least and the greatest number of its arguments, and how to build its operations. */
export interface FormulaFunction {
  readonly least: number;
  readonly most: number;
  readonly build: (to: Builder, args: readonly number[]) => number;
}

const binary = (op: BinaryName): FormulaFunction => ({
  least: 2,
  most: 2,
  build: (to, [left, right]) => to.binary(op, left, right),
});

const fold = (op: BinaryName, least: number): FormulaFunction => ({
  least,
  most: Infinity,
  build: (to, [first, ...rest]) => rest.reduce((left, right) => to.binary(op, left, right), first),
});

/** The logarithm: log(x) is the natural one; log(x, base) = log(x) / log(base). */
const logarithm: FormulaFunction = {
  least: 1,
  most: 2,
  build: (to, args) => {
    const [numerator, ...denominator] = args.map((arg) => to.unary('log', arg));
    return denominator.reduce((left, right) => to.binary('divide', left, right), numerator);
  },
};

const unaries = unaryNames
  .filter((name) => name !== 'negate' && name !== 'not')
  .map((name): [string, FormulaFunction] => [
    name,
    { least: 1, most: 1, build: (to, [x]) => to.unary(name, x) },
  ]);

/** The functions of the formula language by their names in mathjs. */
export const functions: ReadonlyMap<string, FormulaFunction> = new Map([
  ...unaries,
  ['log', logarithm],
  ['pow', binary('power')],
  ['mod', binary('mod')],
  ['atan2', binary('atan2')],
  ['min', fold('min', 1)],
  ['max', fold('max', 1)],
]);

/** The unary operators by their names in mathjs. */
export const unaryOperators: ReadonlyMap<string, UnaryName> = new Map([
  ['unaryMinus', 'negate'],
  ['not', 'not'],
]);

export const binaryOperators: ReadonlyMap<string, BinaryName> = new Map<string, BinaryName>([
  ...binaryNames.map((name): [string, BinaryName] => [name, name]),
  ['pow', 'power'],
  ['smaller', 'less'],
  ['smallerEq', 'lessOrEqual'],
  ['larger', 'greater'],
  ['largerEq', 'greaterOrEqual'],
  ['dotMultiply', 'multiply'],
  ['dotDivide', 'divide'],
  ['dotPow', 'power'],
]);

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['PI', Math.PI],
  ['e', Math.E],
  ['E', Math.E],
  ['tau', 2 * Math.PI],
  ['phi', (1 + Math.sqrt(5)) / 2],
  ['LN2', Math.LN2],
  ['LN10', Math.LN10],
  ['LOG2E', Math.LOG2E],
  ['LOG10E', Math.LOG10E],
  ['SQRT1_2', Math.SQRT1_2],
  ['SQRT2', Math.SQRT2],
]);
