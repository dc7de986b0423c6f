import { leakySlope, seluAlpha, seluScale } from '../../engine/model/constants.js';
import type { ActivationName } from '../../engine/model/spec.js';
import type { Graph } from './graph.js';

/**
 * The nodes of each activation. Where ONNX has an operator of its own whose parameters or results have only single
 * precision, the activation is composed of others, so that a network in float64 keeps its precision.
 */
export const activationNodes: Readonly<Record<ActivationName, (graph: Graph, x: string) => string>> = {
  identity: (_, x) => x,
  step: (graph, x) => asNumber(graph, graph.node('Greater', [x, graph.constant(0)])),
  sigmoid: (graph, x) => graph.node('Sigmoid', [x]),
  tanh: (graph, x) => graph.node('Tanh', [x]),
  relu: (graph, x) => graph.node('Relu', [x]),
  leakyRelu: (graph, x) => linearBelow(graph, x, leakySlope),
  elu: (graph, x) => graph.node('Add', [graph.node('Relu', [x]), expm1(graph, negativePart(graph, x))]),
  selu,
  gelu,
  silu,
  mish: (graph, x) => graph.node('Mul', [x, graph.node('Tanh', [softplus(graph, x)])]),
  softplus,
  softsign: (graph, x) =>
    graph.node('Div', [x, graph.node('Add', [graph.constant(1), graph.node('Abs', [x])])]),
  softmax: (graph, x) => graph.node('Softmax', [x], { axis: 1 }),
};

/** The activations that ONNX's runtime computes only in single precision. */
export const singlePrecision: readonly ActivationName[] = ['gelu'];

/** Converts truth values to 0 and 1. */
export function asNumber(graph: Graph, truth: string): string {
  return graph.node('Where', [truth, graph.constant(1), graph.constant(0)]);
}

const negativePart = (graph: Graph, x: string): string => graph.node('Min', [x, graph.constant(0)]);

export const expm1 = (graph: Graph, x: string): string =>
  graph.node('Sub', [graph.node('Exp', [x]), graph.constant(1)]);

function linearBelow(graph: Graph, x: string, slope: number): string {
  const below = graph.node('Mul', [graph.constant(slope), negativePart(graph, x)]);
  return graph.node('Add', [graph.node('Relu', [x]), below]);
}

function selu(graph: Graph, x: string): string {
  const below = graph.node('Mul', [graph.constant(seluAlpha), expm1(graph, negativePart(graph, x))]);
  return graph.node('Mul', [graph.constant(seluScale), graph.node('Add', [graph.node('Relu', [x]), below])]);
}

/** x / (1 + exp(−x)); the runtime replaces x σ(x) by an operator that has only single precision. */
function silu(graph: Graph, x: string): string {
  const decay = graph.node('Exp', [graph.node('Neg', [x])]);
  return graph.node('Div', [x, graph.node('Add', [graph.constant(1), decay])]);
}

/** x Φ(x) = x (1 + erf(x / √2)) / 2. */
function gelu(graph: Graph, x: string): string {
  const erf = graph.node('Erf', [graph.node('Mul', [x, graph.constant(Math.SQRT1_2)])]);
  const twice = graph.node('Mul', [x, graph.node('Add', [graph.constant(1), erf])]);
  return graph.node('Mul', [graph.constant(0.5), twice]);
}

/** max(x, 0) + log(1 + exp(−|x|)), which does not overflow. */
function softplus(graph: Graph, x: string): string {
  const decay = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [x])])]);
  const correction = graph.node('Log', [graph.node('Add', [graph.constant(1), decay])]);
  return graph.node('Add', [graph.node('Relu', [x]), correction]);
}
