import * as l10n from '@vscode/l10n';
import {
  create,
  parseDependencies,
  type ConditionalNode,
  type ConstantNode,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  type OperatorNodeFn,
  type OperatorNodeOp,
  type ParenthesisNode,
  type RelationalNode,
  type SymbolNode,
} from 'mathjs/number';
import { limits } from '../engine/limits.js';
import type { Expression } from '../engine/maths/expression.js';
import { binaryOperators, Builder, constants, functions, unaryOperators } from './formula.js';
import { maskQuoted, quotedName, unquoted } from './formulaNames.js';
import { suggestionFor } from './names.js';
import type { Span } from './span.js';

/** A problem in a formula. The span has offsets into the formula, not into the file. */
export interface FormulaProblem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly replacement?: string;
}

export type ParsedExpression =
  | { readonly expression: Expression; readonly problems: readonly [] }
  | { readonly expression: null; readonly problems: readonly FormulaProblem[] };

type Parse = (text: string) => MathNode;
let parser: Parse | undefined;

/**
 * Parses a formula with mathjs's parser; nothing is ever evaluated. The parser is created for the first formula, as that
 * is slow. It is not imported dynamically, as that would bundle all of mathjs.
 */
const parse: Parse = (text) => (parser ??= (create(parseDependencies, {}) as { parse: Parse }).parse)(text);

/**
 * Parses a formula of the variables with arithmetic, comparisons, conditions and the usual functions. A name that is not
 * an identifier is written in backticks.
 * @param variables null: every name is accepted, because the variables are not known yet
 */
export function parseExpression(text: string, variables: readonly string[] | null): ParsedExpression {
  const wrong = (problem: FormulaProblem): ParsedExpression => ({ expression: null, problems: [problem] });
  if (text.trim() === '') return wrong(at(text, 'formula-syntax', l10n.t('The formula is empty.')));
  if (text.length > limits.formulaCharacters) {
    return wrong(
      at(text, 'formula-syntax', l10n.t('A formula has at most {0} characters.', limits.formulaCharacters)),
    );
  }
  const masked = maskQuoted(text);
  const open = masked.indexOf('`');
  if (open >= 0) return wrong(at(text, 'formula-syntax', l10n.t('The name that begins here is empty or has no second backtick.'), { offset: open, length: text.length - open })); // prettier-ignore
  let root: MathNode;
  try {
    root = parse(masked);
  } catch (error) {
    return wrong(syntaxProblem(text, error));
  }
  const reader = new FormulaReader(text, masked, variables);
  reader.read(root);
  return reader.problems.length > 0
    ? { expression: null, problems: reader.problems }
    : { expression: { text, operations: reader.builder.operations }, problems: [] };
}

const at = (text: string, code: string, message: string, span?: Span): FormulaProblem => ({
  code,
  message,
  span: span ?? { offset: 0, length: text.length },
});

/** Returns the problem for an error of mathjs, which counts characters from 1. At the end of the formula it marks the last. */
function syntaxProblem(text: string, error: unknown): FormulaProblem {
  if (!(error instanceof SyntaxError)) {
    return at(text, 'formula-syntax', l10n.t('The formula is nested too deeply.'));
  }
  const char = 'char' in error && typeof error.char === 'number' ? error.char : text.length;
  const offset = Math.max(0, Math.min(char, text.length) - 1);
  const reason = error.message.replace(/ \(char \d+\)$/, '');
  return at(text, 'formula-syntax', l10n.t('The formula has a syntax error here: {0}.', reason), {
    offset,
    length: 1,
  });
}

/** The node types that a formula may contain. */
type Node =
  | ConstantNode<string | number | boolean | null | undefined>
  | SymbolNode
  | OperatorNode<OperatorNodeOp, OperatorNodeFn>
  | FunctionNode<MathNode>
  | ParenthesisNode
  | ConditionalNode
  | RelationalNode;

/** The patterns that locate a node that is not allowed, by its type. */
const forbidden: Readonly<Record<string, RegExp>> = {
  AssignmentNode: /=/,
  FunctionAssignmentNode: /=/,
  ArrayNode: /\[/,
  AccessorNode: /[.[]/,
  ObjectNode: /\{/,
  RangeNode: /:/,
  BlockNode: /[;\n]/,
};

class FormulaReader {
  readonly builder = new Builder();
  readonly problems: FormulaProblem[] = [];
  private readonly words: Words;

  constructor(
    private readonly text: string,
    masked: string,
    private readonly variables: readonly string[] | null,
  ) {
    this.words = new Words(masked);
  }

  /**
   * Returns the index of the operation that computes the node, or 0 after a problem. Nodes are visited in the order of
   * the text, as `Words` requires.
   */
  read(mathNode: MathNode): number {
    const node = mathNode as Node;
    switch (node.type) {
      case 'ConstantNode':
        return this.readConstant(node.value);
      case 'SymbolNode':
        return this.readSymbol(node.name);
      case 'ParenthesisNode':
        return this.read(node.content);
      case 'OperatorNode':
        return this.readOperator(node.fn, node.op, node.args);
      case 'FunctionNode':
        return this.readCall(node.fn, node.args);
      case 'ConditionalNode':
        return this.builder.conditional(
          this.read(node.condition),
          this.read(node.trueExpr),
          this.read(node.falseExpr),
        );
      case 'RelationalNode':
        return this.readChain(node.conditionals, node.params);
      default:
        return this.refuse(mathNode.type);
    }
  }

  private readConstant(value: unknown): number {
    if (typeof value === 'number' && Number.isFinite(value)) return this.builder.constant(value);
    if (typeof value === 'boolean') return this.builder.constant(value ? 1 : 0);
    const message =
      typeof value === 'number'
        ? l10n.t('A number in this formula is too large.')
        : l10n.t('A formula contains only numbers and variables, not text or empty values.');
    return this.fail(at(this.text, 'formula-value', message));
  }

  private readSymbol(symbol: string): number {
    const span = this.words.next(symbol);
    const written = this.textAt(span);
    const name = unquoted(written);
    if (this.variables?.includes(name)) return this.builder.variable(name);
    const constant = constants.get(written);
    if (constant !== undefined) return this.builder.constant(constant);
    if (functions.has(written)) {
      const message = l10n.t('{0} is a function. Write it with its arguments: {0}(…).', name);
      return this.fail({ code: 'formula-function', message, span });
    }
    if (this.variables === null) return this.builder.variable(name);
    return this.unknown(name, [...this.variables.map(quotedName), ...constants.keys()], span);
  }

  private textAt({ offset, length }: Span): string {
    return this.text.slice(offset, offset + length);
  }

  private readOperator(fn: string, op: string, args: readonly MathNode[]): number {
    const values = args.map((arg) => this.read(arg));
    if (fn === 'unaryPlus') return values[0];
    const unary = unaryOperators.get(fn);
    if (unary && values.length === 1) return this.builder.unary(unary, values[0]);
    const binary = binaryOperators.get(fn);
    if (binary && values.length === 2) return this.builder.binary(binary, values[0], values[1]);
    const offset = this.text.indexOf(op);
    const message = l10n.t('The operator {0} is not supported in formulas.', op);
    return this.fail({ code: 'formula-operator', message, span: { offset, length: op.length } });
  }

  private readCall(callee: MathNode, args: readonly MathNode[]): number {
    const fn = callee as Node;
    if (fn.type !== 'SymbolNode') return this.refuse(callee.type);
    const span = this.words.next(fn.name);
    const values = args.map((arg) => this.read(arg));
    const known = functions.get(fn.name);
    if (!known) return this.unknownCall(this.textAt(span), span);
    if (values.length >= known.least && values.length <= known.most) return known.build(this.builder, values);
    const wanted =
      known.most === Infinity
        ? l10n.t('at least {0}', known.least)
        : [...new Set([known.least, known.most])].join('–');
    const message = l10n.t('{0} needs {1} arguments, but {2} are given.', fn.name, wanted, values.length);
    return this.fail({ code: 'formula-arguments', message, span });
  }

  /** Reads a chained comparison: a < b < c means (a < b) and (b < c). */
  private readChain(conditionals: readonly string[], params: readonly MathNode[]): number {
    const values = params.map((param) => this.read(param));
    const links = conditionals.map((fn, i) => {
      const op = binaryOperators.get(fn);
      return op ? this.builder.binary(op, values[i], values[i + 1]) : values[i];
    });
    return links.reduce((left, right) => this.builder.binary('and', left, right));
  }

  private unknownCall(name: string, span: Span): number {
    if (this.variables?.includes(unquoted(name)) || constants.has(name)) {
      const message = l10n.t('{0} is not a function. To multiply, write {0} * (…).', name);
      return this.fail({ code: 'formula-function', message, span, replacement: `${name} * ` });
    }
    return this.unknown(name, [...functions.keys()], span);
  }

  private unknown(name: string, candidates: readonly string[], span: Span): number {
    const replacement = suggestionFor(name, candidates);
    const message =
      replacement === undefined
        ? l10n.t('Unknown name "{0}". Use one of the variables {1}.', name, listOf(this.variables ?? []))
        : l10n.t('Unknown name "{0}". Did you mean "{1}"?', name, replacement);
    return this.fail({ code: 'formula-name', message, span, replacement });
  }

  private refuse(type: string): number {
    const offset = Math.max(0, this.text.search(forbidden[type] ?? /./));
    const message = l10n.t(
      'Only a formula is supported here: numbers, variables, operators, the usual functions, and == for comparisons.',
    );
    return this.fail({ code: 'formula-value', message, span: { offset, length: 1 } });
  }

  private fail(problem: FormulaProblem): number {
    this.problems.push(problem);
    return 0;
  }
}

/** The most variables that a message lists. */
const mostListed = 10;

const listOf = (variables: readonly string[]): string =>
  variables.slice(0, mostListed).map(quotedName).join(', ') + (variables.length > mostListed ? ', …' : '');

/** Finds the names of a formula in its text, in order. mathjs's nodes do not have their positions. */
class Words {
  private readonly found: readonly RegExpExecArray[];
  private index = 0;

  constructor(text: string) {
    const numberOrName = /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_$][\p{L}\d_$]*/gu;
    this.found = [...text.matchAll(numberOrName)];
  }

  next(name: string): Span {
    const index = this.found.findIndex((word, i) => i >= this.index && word[0] === name);
    if (index < 0) return { offset: 0, length: 1 };
    this.index = index + 1;
    return { offset: this.found[index].index, length: name.length };
  }
}
