import { dot, map, shape, turn, zip, type M } from './matrices.js';
import { activate, type PlainGradient, type Problem } from './program.js';

/** A backpropagation as a list of statements on matrices, like a script in NumPy, whose expressions can be edited. */
export type Node =
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: '+' | '-' | '*' | '/' | '@'; readonly of: readonly [Node, Node] }
  | { readonly op: 'where'; readonly of: readonly [Node, Node, Node] }
  | { readonly op: 'T' | Reduction | Wrap; readonly of: readonly [Node] };
export type Reduction = 'sum0' | 'mean0' | 'max0' | 'min0' | 'first0' | 'last0';
export type Wrap = 'abs' | 'neg' | 'square' | 'exp' | 'tanh' | 'sign' | 'positive' | 'isPositive' | 'log1p';

export interface Statement {
  readonly name: string;
  readonly node: Node;
  readonly layer: number;
}

const name = (text: string): Node => ({ op: 'name', name: text });
export const number = (value: number): Node => ({ op: 'number', value });
export const binary = (op: '+' | '-' | '*' | '/' | '@', a: Node, b: Node): Node => ({ op, of: [a, b] });
export const unary = (op: 'T' | Reduction | Wrap, a: Node): Node => ({ op, of: [a] });

const one = number(1);
const squared = (a: Node) => unary('square', a);

/** np.where(a > 0, b, c) */
const where = (a: Node, b: Node, c: Node): Node => ({ op: 'where', of: [a, b, c] });

/** The derivatives as people write them. */
const slopes: Record<string, (z: Node, a: Node) => Node> = {
  sigmoid: (_, a) => binary('*', a, binary('-', one, a)),
  tanh: (_, a) => binary('-', one, squared(a)),
  relu: (z) => unary('isPositive', z),
  leakyRelu: (z) => where(z, one, number(0.01)),
  elu: (z, a) => where(z, one, binary('+', a, one)),
  softplus: (_, a) => binary('-', one, unary('exp', unary('neg', a))),
  softsign: (_, a) => squared(binary('-', one, unary('abs', a))),
};

/** Writes the backward pass. `A0` is the input, and layers count from 1. */
export function statementsOf({ layers, loss, l1, l2 }: Problem): Statement[] {
  const written: Statement[] = [];
  for (let l = layers.length; l >= 1; l--) {
    const add = (text: string, node: Node) => written.push({ name: text, node, layer: l });
    const isLast = l === layers.length;
    const off = binary('-', name(`A${l}`), name('T'));
    const whole = loss === 'meanSquaredError' || loss === 'binaryCrossEntropy' ? binary('*', name('N'), name('K')) : name('N'); // prettier-ignore
    const doubled = loss === 'meanSquaredError' ? binary('*', number(2), off) : off;
    add(`E${l}`, isLast ? binary('/', doubled, whole) : binary('@', name(`D${l + 1}`), name(`W${l + 1}`)));
    const slope = slopes[layers[l - 1].activation] as (typeof slopes)[string] | undefined;
    const isFused = isLast && loss.endsWith('ntropy');
    add(`D${l}`, isFused || !slope ? name(`E${l}`) : binary('*', name(`E${l}`), slope(name(`Z${l}`), name(`A${l}`)))); // prettier-ignore
    const gradient = binary('@', unary('T', name(`D${l}`)), name(`A${l - 1}`));
    const penalties = [
      ...(l1 === 0 ? [] : [binary('*', name('l1'), unary('sign', name(`W${l}`)))]),
      ...(l2 === 0 ? [] : [binary('*', name('l2'), name(`W${l}`))]),
    ];
    add(
      `dW${l}`,
      penalties.reduce((sum, penalty) => binary('+', sum, penalty), gradient),
    );
    add(`db${l}`, unary('sum0', name(`D${l}`)));
  }
  return written;
}

export type Scope = Map<string, M>;

/** Returns the values of the forward pass and the constants. */
export function forwardScope({ layers, X, T, l1, l2, rate }: Problem): Scope {
  const scope: Scope = new Map([['A0', X], ['T', T], ['N', [[X.length]]], ['K', [[T[0].length]]], ['l1', [[l1]]], ['l2', [[l2]]], ['eta', [[rate]]]]); // prettier-ignore
  for (const [l, { W, b, activation }] of layers.entries()) {
    const before = scope.get(`A${l}`) ?? [];
    const z = map(dot(before, turn(W)), (x, _, j) => x + b[j]);
    scope
      .set(`W${l + 1}`, W)
      .set(`b${l + 1}`, [b])
      .set(`Z${l + 1}`, z)
      .set(`A${l + 1}`, activate(activation, z));
  }
  return scope;
}

const wraps: Record<Wrap, (x: number) => number> = {
  abs: Math.abs, neg: (x) => -x, square: (x) => x * x, exp: Math.exp, tanh: Math.tanh, sign: Math.sign,
  positive: (x) => Math.max(0, x), isPositive: (x) => (x > 0 ? 1 : 0), log1p: (x) => Math.log1p(Math.abs(x)),
}; // prettier-ignore

const reductions: Record<Reduction, (column: number[]) => number> = {
  sum0: (column) => column.reduce((sum, x) => sum + x, 0),
  mean0: (column) => column.reduce((sum, x) => sum + x, 0) / column.length,
  max0: (column) => Math.max(...column),
  min0: (column) => Math.min(...column),
  first0: (column) => column[0],
  last0: (column) => column[column.length - 1],
};

const operators: Record<'+' | '-' | '*' | '/', (x: number, y: number) => number> = {
  '+': (x, y) => x + y, '-': (x, y) => x - y, '*': (x, y) => x * y, '/': (x, y) => x / y,
}; // prettier-ignore

/** Evaluates an expression with NumPy's rules for shapes; null where they do not fit. */
export function evaluate(node: Node, scope: Scope): M | null {
  if (node.op === 'name') return scope.get(node.name) ?? null;
  if (node.op === 'number') return [[node.value]];
  const parts = node.of.map((part) => evaluate(part, scope));
  const [a, b] = parts;
  if (!a || b === null) return null;
  if (node.op === 'T') return turn(a);
  if (node.op in wraps) return map(a, wraps[node.op as Wrap]);
  if (node.op in reductions) return [turn(a).map(reductions[node.op as Reduction])];
  if (node.op === '@') return shape(a)[1] === shape(b)[0] ? dot(a, b) : null;
  const c = parts[2] ?? a;
  const all = [a, b, c];
  const [rows, columns] = [Math.max(...all.map((m) => m.length)), Math.max(...all.map((m) => m[0].length))];
  const fits = (m: M) =>
    (m.length === rows || m.length === 1) && (m[0].length === columns || m[0].length === 1);
  if (!all.every(fits)) return null;
  const wide = (m: M) => Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => m[m.length === 1 ? 0 : i][m[0].length === 1 ? 0 : j])); // prettier-ignore
  if (node.op === 'where') { const [y, n] = [wide(b), wide(c)]; return map(wide(a), (x, i, j) => (x > 0 ? y[i][j] : n[i][j])); } // prettier-ignore
  return zip(wide(a), wide(b), operators[node.op as '+' | '-' | '*' | '/']);
}

/** Runs the statements; null where a shape does not fit. */
export function execute(problem: Problem, statements: readonly Statement[]): PlainGradient[] | null {
  const scope = forwardScope(problem);
  for (const statement of statements) {
    const value = evaluate(statement.node, scope);
    const right = wantedShape(problem, statement);
    if (!value || (value.length !== right[0] && value.length !== 1) || (value[0].length !== right[1] && value[0].length !== 1)) return null; // prettier-ignore
    const wide = Array.from({ length: right[0] }, (_, i) => Array.from({ length: right[1] }, (_, j) => value[value.length === 1 ? 0 : i][value[0].length === 1 ? 0 : j])); // prettier-ignore
    scope.set(statement.name, wide);
  }
  return problem.layers.map((_, l) => ({ weights: scope.get(`dW${l + 1}`) ?? [], bias: (scope.get(`db${l + 1}`) ?? [[]])[0] })); // prettier-ignore
}

export function wantedShape(
  { layers, X }: Problem,
  { name: text, layer }: Statement,
): readonly [number, number] {
  const { W } = layers[layer - 1];
  if (text.startsWith('dW')) return [W.length, W[0].length];
  return [text.startsWith('db') ? 1 : X.length, W.length];
}
