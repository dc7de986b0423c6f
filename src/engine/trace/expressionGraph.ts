import { differentiate } from '../maths/differentiate.js';
import type { BinaryName, Expression, UnaryName } from '../maths/expression.js';
import { binary, unary } from '../maths/operations.js';
import { isBinary } from './expressionFormula.js';
import { evaluate, type Formula, type Ref } from './formula.js';
import { isFused, isSoftmax } from './traceSource.js';
import type { Trace } from './trace.js';

/** The operation of a node. `affine` is a layer's X Wᵀ + b; the label of `activation` and `loss` is the name of the function. */
export type GraphOperation =
  | 'input' | 'parameter' | 'constant' | 'affine' | 'activation' | 'loss' | 'conditional' | BinaryName | UnaryName; // prettier-ignore

export interface GraphNode {
  readonly operation: GraphOperation;
  /** The symbol of an input or the name of a function; empty for other operations. */
  readonly label: string;
  /** The shape of a layer's tensor; null for a number. */
  readonly shape: readonly [number, number] | null;
  /** The step, input or parameter whose value this is; null where the trace has none. */
  readonly ref: Ref | null;
  /** The value; null for tensors. */
  readonly value: number | null;
}

/** An edge: forward it carries the value of `from`, backward its part of ∂(result)/∂(that value). */
export interface GraphEdge {
  /** The indices of two nodes. */
  readonly from: number;
  readonly to: number;
  /** Null for tensors. */
  readonly value: number | null;
  /** Null for tensors, and where nothing was differentiated. */
  readonly gradient: number | null;
}

/** A computational graph as plain data. Nodes are in an order of evaluation, the result last. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Returns the graph of a user's formula at a point. The gradient of the result is `seed`. */
export function expressionGraph(
  expression: Expression,
  point: Readonly<Record<string, number>>,
  seed = 1,
): Graph {
  const { nodes: found } = differentiate(expression, point);
  const value = (node: number) => found[node].value;
  const nodes = expression.operations.map((operation, node): GraphNode => {
    const kind = operation.op === 'variable' ? 'input' : operation.op;
    const label =
      operation.op === 'variable'
        ? operation.name
        : operation.op === 'constant'
          ? String(operation.value)
          : '';
    return { operation: kind, label, shape: null, ref: null, value: value(node) };
  });
  const edges = expression.operations.flatMap((operation, to) => {
    const factors = localDerivatives(expression, to, value);
    const args: readonly number[] = 'args' in operation ? operation.args : [];
    return args.map((from, i) => {
      const gradient = found[to].gradient === 0 ? 0 : seed * found[to].gradient * factors[i];
      return { from, to, value: value(from), gradient };
    });
  });
  return { nodes, edges };
}

/** Returns ∂(operation)/∂(argument) for each argument. */
function localDerivatives(
  { operations }: Expression,
  node: number,
  value: (node: number) => number,
): number[] {
  const operation = operations[node];
  if (operation.op === 'constant' || operation.op === 'variable') return [];
  if (operation.op === 'conditional') return value(operation.args[0]) !== 0 ? [0, 1, 0] : [0, 0, 1];
  const [a, b] = operation.args.map((arg) => value(arg));
  if (!isBinary(operation)) return [unary[operation.op].df(a, value(node))];
  const { da, db } = binary[operation.op];
  return [da(a, b, value(node)), db(a, b, value(node))];
}

/** Returns the graph of one unit: inputs times weights, the sum, the activation, with gradients of the shown sample's error. */
export function unitGraph(trace: Trace, layer: number, unit: number): Graph {
  const { quantities: q } = trace;
  const builder = new Builder();
  const { inputs, bias, biasShared, activation } = q.layer(layer);
  const reached = q.layout.indexOf({ quantity: 'delta', layer, unit, part: null }) !== null;
  const delta = reached ? q.value({ quantity: 'delta', layer, unit, part: null }) : null;
  const net = q.symbol('net', layer, unit);
  const products = Array.from({ length: inputs }, (_, k) => {
    const [x, w] = [q.input(layer, k), q.parameter(layer, unit, k)];
    const node = builder.join('multiply', '', evaluate(x) * evaluate(w), [
      [builder.leaf(x), times(delta, w)],
      [builder.leaf(w), times(delta, x)],
    ]);
    return [node, delta] as const;
  });
  const shift = bias
    ? [[builder.leaf(q.parameter(layer, biasShared ? null : unit, null)), delta] as const]
    : [];
  const sumNode = builder.join('add', '', evaluate(net), [...products, ...shift], refOf(net));
  const out = q.symbol('out', layer, unit);
  // Softmax depends on the net inputs of its whole layer, so no gradient belongs to this output alone.
  const own = isSoftmax(q.layer(layer)) ? null : delta;
  const outNode = builder.join('activation', activation, evaluate(out), [[sumNode, own]], refOf(out));
  const arriving = reached && !(layer === q.outputLayer && isFused(trace.source));
  const gradient = arriving ? q.value({ quantity: 'dE_dout', layer, unit, part: null }) : null;
  builder.join('loss', 'E', q.value({ quantity: 'total', layer: q.outputLayer, unit: null, part: null }), [
    [outNode, gradient],
  ]);
  return builder.graph();
}

/** Returns the graph of one layer for the whole batch, with tensors as nodes. `matrixForm` has their values. */
export function layerGraph({ quantities: q }: Trace, layer: number): Graph {
  const { inputs, units, bias, activation } = q.layer(layer);
  const { rows } = q.batch;
  const builder = new Builder();
  const tensors: (readonly [number, null])[] = [
    [builder.tensor('input', 'X', [rows, inputs]), null],
    [builder.tensor('parameter', 'W', [units, inputs]), null],
    ...(bias ? [[builder.tensor('parameter', 'b', [1, bias.length]), null] as const] : []),
  ];
  const nets = builder.tensor('affine', 'X Wᵀ + b', [rows, units], tensors);
  builder.tensor('activation', activation, [rows, units], [[nets, null]]);
  return builder.graph();
}

/** Pairs of a node and the gradient on the edge from it. */
type Incoming = readonly (readonly [number, number | null])[];

class Builder {
  private readonly nodes: GraphNode[] = [];
  private readonly edges: GraphEdge[] = [];

  leaf(symbol: Formula): number {
    const operation = refOf(symbol)?.kind === 'parameter' ? 'parameter' : 'input';
    const label = symbol.kind === 'symbol' ? symbol.notation.text : '';
    return (
      this.nodes.push({ operation, label, shape: null, ref: refOf(symbol), value: evaluate(symbol) }) - 1
    );
  }

  join(
    operation: GraphOperation,
    label: string,
    value: number,
    incoming: Incoming,
    ref: Ref | null = null,
  ): number {
    return this.push({ operation, label, shape: null, ref, value }, incoming);
  }

  tensor(
    operation: GraphOperation,
    label: string,
    shape: readonly [number, number],
    incoming: Incoming = [],
  ): number {
    return this.push({ operation, label, shape, ref: null, value: null }, incoming);
  }

  graph(): Graph {
    return { nodes: this.nodes, edges: this.edges };
  }

  private push(node: GraphNode, incoming: Incoming): number {
    const to = this.nodes.push(node) - 1;
    for (const [from, gradient] of incoming)
      this.edges.push({ from, to, value: this.nodes[from].value, gradient });
    return to;
  }
}

const refOf = (formula: Formula): Ref | null => (formula.kind === 'symbol' ? formula.ref : null);

const times = (delta: number | null, factor: Formula): number | null =>
  delta === null ? null : delta * evaluate(factor);
