import { oneOf } from '../networks.js';
import { sameShape } from './matrices.js';
import type { Problem } from './program.js';
import {
  binary,
  evaluate,
  execute,
  forwardScope,
  number,
  statementsOf,
  unary,
  type Node,
  type Scope,
  type Statement,
  type Wrap,
} from './statements.js';

export const editKinds = ['operator', 'operand', 'left out', 'factor', 'function', 'reduction', 'index', 'constant'] as const; // prettier-ignore
export type EditKind = (typeof editKinds)[number];

type Rewrite = (node: Node, scope: Scope, random: () => number) => Node | null;

const isElementwise = (node: Node): node is Extract<Node, { readonly of: readonly [Node, Node] }> =>
  node.op === '+' || node.op === '-' || node.op === '*' || node.op === '/';

/** What each kind of edit makes of a node; null where it does not apply. */
const rewrites: Record<EditKind, Rewrite> = {
  operator: (node, _, random) =>
    isElementwise(node)
      ? {
          ...node,
          op: oneOf(
            random,
            (['+', '-', '*', '/'] as const).filter((op) => op !== node.op),
          ),
        }
      : null,
  operand: (node, scope, random) => {
    if (node.op !== 'name') return null;
    const own = scope.get(node.name);
    const others = [...scope].flatMap(([name, value]) => name !== node.name && own && sameShape(own, value) ? [name] : []); // prettier-ignore
    return others.length > 0 && own && own.length * own[0].length > 1
      ? { op: 'name', name: oneOf(random, others) }
      : null;
  },
  'left out': (node, _, random) => (isElementwise(node) ? oneOf(random, node.of) : null),
  factor: (node, _, random) => {
    const [N, K, eta]: Node[] = ['N', 'K', 'eta'].map((name) => ({ op: 'name', name }));
    const way = oneOf(random, [
      (of: Node) => binary('*', of, number(2)), (of: Node) => binary('/', of, number(2)), (of: Node) => binary('*', of, N),
      (of: Node) => binary('/', of, N), (of: Node) => binary('*', of, K), (of: Node) => binary('/', of, K),
      (of: Node) => binary('*', eta, of), (of: Node) => unary('neg', of),
    ]); // prettier-ignore
    return way(node);
  },
  function: (node, _, random) =>
    unary(
      oneOf(random, ['abs', 'square', 'exp', 'tanh', 'sign', 'positive', 'isPositive'] satisfies Wrap[]),
      node,
    ),
  reduction: (node, _, random) => node.op === 'sum0' ? { ...node, op: oneOf(random, ['mean0', 'max0', 'min0', 'first0', 'last0'] as const) } : null, // prettier-ignore
  index: (node, scope, random) => {
    if (node.op !== 'name' || !/\d/.test(node.name)) return null;
    const own = scope.get(node.name);
    const letters = node.name.replace(/\d+/, '');
    const others = [...scope].flatMap(([name, value]) => name !== node.name && name.replace(/\d+/, '') === letters && own && sameShape(own, value) ? [name] : []); // prettier-ignore
    return others.length > 0 ? { op: 'name', name: oneOf(random, others) } : null;
  },
  constant: (node, _, random) =>
    node.op === 'number'
      ? number(
          oneOf(
            random,
            [0, 1, 2, -1, 0.5, 0.1].filter((value) => value !== node.value),
          ),
        )
      : null,
};

function* places(
  node: Node,
  path: readonly number[] = [],
): Generator<{ node: Node; path: readonly number[] }> {
  yield { node, path };
  if ('of' in node) for (const [i, part] of node.of.entries()) yield* places(part, [...path, i]);
}

function replaced(node: Node, path: readonly number[], by: Node): Node {
  if (path.length === 0) return by;
  const [at, ...rest] = path;
  if (!('of' in node)) return node;
  const of: readonly Node[] = node.of.map((part, i) => (i === at ? replaced(part, rest, by) : part));
  return Object.assign({}, node, { of });
}

/** An edit of one statement. */
export interface RandomEdit {
  readonly kind: EditKind;
  readonly statement: string;
  readonly layer: number;
  readonly node: Node;
  readonly text: string;
}

/** Draws an edit of a kind of any statement, or of one of a layer; null where the program has no place for it. */
export function drawEdit(
  problem: Problem,
  kind: EditKind,
  random: () => number,
  layer: number | null = null,
): RandomEdit | null {
  const statements = statementsOf(problem).filter((statement) => layer === null || statement.layer === layer);
  const scope = forwardScope(problem);
  for (const { name, node } of statementsOf(problem)) {
    const value = evaluate(node, scope);
    if (value) scope.set(name, value);
  }
  const all = statements.flatMap((statement) =>
    [...places(statement.node)].map((place) => ({ statement, ...place })),
  );
  for (let attempt = 0; attempt < 40; attempt++) {
    const { statement, node, path } = oneOf(random, all);
    const to = rewrites[kind](node, before(scope, statement), random);
    if (!to) continue;
    return { kind, statement: statement.name, layer: statement.layer, node: replaced(statement.node, path, to), text: `${statement.name} = ${write(replaced(statement.node, path, to))}` }; // prettier-ignore
  }
  return null;
}

/** Returns what has a value before a statement runs. */
function before(scope: Scope, { name, layer }: Statement): Scope {
  const isKnown = (other: string) => {
    const [, letters, digits] = /^(dW|db|D|E)(\d+)$/.exec(other) ?? [];
    if (!letters) return true;
    return Number(digits) > layer || (Number(digits) === layer && letters === 'E' && name !== other);
  };
  return new Map([...scope].filter(([other]) => isKnown(other)));
}

export function executeEdited(problem: Problem, edits: readonly RandomEdit[]) {
  const statements = statementsOf(problem).map((statement) => {
    const edit = edits.find((each) => each.statement === statement.name);
    return edit ? { ...statement, node: edit.node } : statement;
  });
  return execute(problem, statements);
}

function write(node: Node): string {
  if (node.op === 'name') return node.name;
  if (node.op === 'number') return String(node.value);
  if (node.op === 'where') return `where(${node.of.map(write).join(', ')})`;
  return node.of.length === 2 ? `(${write(node.of[0])} ${node.op} ${write(node.of[1])})` : `${node.op}(${write(node.of[0])})`; // prettier-ignore
}
