import {
  addDependencies,
  create,
  derivativeDependencies,
  divideDependencies,
  expDependencies,
  logDependencies,
  multiplyDependencies,
  parseDependencies,
  powDependencies,
  sqrtDependencies,
  subtractDependencies,
  unaryMinusDependencies,
  type FunctionNode,
  type MathNode,
} from 'mathjs/number';

/** What mathjs differentiates and simplifies with; imported lazily, as its making takes a while. */
const parts = {
  ...derivativeDependencies, ...parseDependencies, ...addDependencies, ...subtractDependencies, ...multiplyDependencies,
  ...divideDependencies, ...powDependencies, ...unaryMinusDependencies, ...expDependencies, ...logDependencies, ...sqrtDependencies,
}; // prettier-ignore

interface Algebra {
  readonly parse: (text: string) => MathNode;
  readonly derivative: (formula: MathNode, variable: string) => MathNode;
}

let algebra: Algebra | undefined;

/** The derivative of a formula as a formula; null where mathjs knows no rule for it. */
export function symbolicDerivative(text: string, variable: string): string | null {
  const { parse, derivative } = (algebra ??= create(parts, {}) as Algebra);
  try {
    return derivative(parse(text), variable)
      .transform((node) => inKnownFunctions(node, parse))
      .toString();
  } catch {
    return null; // it throws for functions and conditions that it has no rule for
  }
}

/** Derivatives bring functions that a config's formulas do not have. */
function inKnownFunctions(node: MathNode, parse: Algebra['parse']): MathNode {
  if (node.type !== 'FunctionNode') return node;
  const { fn, args } = node as FunctionNode<MathNode>;
  const reciprocals: Readonly<Record<string, string>> = {
    sech: 'cosh',
    csch: 'sinh',
    sec: 'cos',
    csc: 'sin',
  };
  const reciprocal = reciprocals[fn.toString()];
  return reciprocal ? parse(`1 / ${reciprocal}(${args.join(', ')})`) : node;
}
