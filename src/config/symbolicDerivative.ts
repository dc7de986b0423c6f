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
  simplifyDependencies,
  sqrtDependencies,
  subtractDependencies,
  unaryMinusDependencies,
  type FunctionNode,
  type MathNode,
} from 'mathjs/number';
import { limits } from '../engine/limits.js';

/** The parts of mathjs that differentiating and simplifying need. The instance is created on first use, as that is slow. */
const parts = {
  ...derivativeDependencies, ...simplifyDependencies, ...parseDependencies, ...addDependencies, ...subtractDependencies, ...multiplyDependencies,
  ...divideDependencies, ...powDependencies, ...unaryMinusDependencies, ...expDependencies, ...logDependencies, ...sqrtDependencies,
}; // prettier-ignore

interface Algebra {
  readonly parse: (text: string) => MathNode;
  readonly derivative: (formula: MathNode, variable: string, options: { simplify: boolean }) => MathNode;
  readonly simplify: (formula: MathNode) => MathNode;
}

let algebra: Algebra | undefined;

/**
 * Returns the derivative of a formula as a formula; null where mathjs has no rule for it, or where it has more than
 * `limits.simplifiedNodes` nodes, since the time for simplifying grows as a power of the length.
 */
export function symbolicDerivative(text: string, variable: string): string | null {
  const { parse, derivative, simplify } = (algebra ??= create(parts, {}) as Algebra);
  try {
    const formula = parse(text);
    if (isTooLong(formula)) return null;
    const derived = derivative(formula, variable, { simplify: false });
    if (isTooLong(derived)) return null;
    return simplify(derived)
      .transform((node) => inKnownFunctions(node, parse))
      .toString();
  } catch {
    return null; // mathjs throws for functions and conditions that it has no rule for.
  }
}

function isTooLong(formula: MathNode): boolean {
  let nodes = 0;
  formula.traverse(() => nodes++);
  return nodes > limits.simplifiedNodes;
}

/** Replaces reciprocal functions such as sech, which occur in derivatives but are not in a config's formula language. */
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
