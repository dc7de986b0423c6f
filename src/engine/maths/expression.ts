/**
 * A user's formula as a computational graph: a list of operations in the order of evaluation. Each refers to earlier ones
 * by index, and the last is the value. It is plain data, so it crosses threads, and is never evaluated as code.
 */
export interface Expression {
  /** The formula as the user wrote it. */
  readonly text: string;
  readonly operations: readonly Operation[];
}

export type Operation =
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: 'variable'; readonly name: string }
  | { readonly op: UnaryName; readonly args: readonly [number] }
  | { readonly op: BinaryName; readonly args: readonly [number, number] }
  /** The arguments are the condition, the value where it is not 0, and the value where it is 0. */
  | { readonly op: 'conditional'; readonly args: readonly [number, number, number] };

export const unaryNames = [
  'negate', 'not', 'abs', 'sign', 'sqrt', 'cbrt', 'square', 'cube', 'exp', 'expm1', 'log', 'log2', 'log10', 'log1p',
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh',
  'erf', 'floor', 'ceil', 'round',
] as const; // prettier-ignore
export type UnaryName = (typeof unaryNames)[number];

export const binaryNames = [
  'add', 'subtract', 'multiply', 'divide', 'power', 'min', 'max', 'atan2', 'mod',
  'less', 'lessOrEqual', 'greater', 'greaterOrEqual', 'equal', 'unequal', 'and', 'or',
] as const; // prettier-ignore
export type BinaryName = (typeof binaryNames)[number];

/** A user-defined activation or loss. Without `df`, its derivative comes from automatic differentiation of `f`. */
export interface CustomFunction {
  readonly f: Expression;
  readonly df?: Expression;
}
