import * as l10n from '@vscode/l10n';
import type { Matrix } from '../../engine/model/network.js';
import { numberText, type Digits } from '../../engine/trace/digits.js';
import { symbolsOf } from '../../engine/trace/formula.js';
import { expressionGraph, layerGraph, unitGraph, type Graph } from '../../engine/trace/expressionGraph.js';
import { matrixForm } from '../../engine/trace/matrixForm.js';
import type { Step, Trace } from '../../engine/trace/trace.js';
import type { AsideView, GraphView, MatrixView, StepOptions } from '../../protocol.js';
import { refKey } from './stepViewEquation.js';

/** The most inputs of a unit whose graph is drawn; a larger graph is not readable. */
const mostInputs = 8;
const mostOperations = 40;
/** The most products of a weight and a sample; more of them take longer than a step should. */
const mostProducts = 500_000;
/** The most entries of a matrix that is shown; of larger ones, only the shape is shown. */
const mostEntries = 64;

export function asideOf(trace: Trace, step: Step, { aside, digits }: StepOptions): AsideView | null {
  switch (aside) {
    case 'none':
      return null;
    case 'unit':
      return unitAside(trace, step, digits);
    case 'layer':
      return layerAside(trace, step, digits);
    case 'function':
      return functionAside(trace, step, digits);
  }
}

const empty = { graph: null, formulas: [], matrices: [], note: null } as const;

function unitAside(trace: Trace, step: Step, digits: Digits): AsideView {
  const { layer } = step;
  const unit = step.unit ?? 0;
  const { inputs } = trace.source.network.layers[layer - 1];
  const title = l10n.t('Computational graph of {0}', trace.source.names.unit(layer, unit));
  if (inputs > mostInputs) {
    const note = l10n.t('It has {0} inputs, which is too many to draw one by one.', inputs);
    return { ...empty, title, note };
  }
  const graph = unitGraph(trace, layer, unit);
  const backwardAt = trace.indexOf({ quantity: 'delta', layer, unit, part: null }) ?? Infinity;
  return { ...empty, title, graph: graphView(graph, step, digits, step.index >= backwardAt) };
}

function layerAside(trace: Trace, step: Step, digits: Digits): AsideView {
  const { layer } = step;
  const { rows, network } = trace.source;
  if (network.layers[layer - 1].weights.length * rows.length > mostProducts) {
    const graph = graphView(layerGraph(trace, layer), step, digits, false);
    const note = l10n.t('Its matrices are too large to show.');
    return { ...empty, title: l10n.t('Layer {0} for the whole batch', layer), graph, note };
  }
  const form = matrixForm(trace, layer);
  const title = l10n.t('Layer {0} for the whole batch', layer);
  const graph = graphView(layerGraph(trace, layer), step, digits, false);
  const view = (latex: string, matrix: Matrix | null) => (matrix ? [matrixView(latex, matrix, digits)] : []);
  const { dNets, dInputs, dWeights, dBias, bias, inputs } = form;
  const forward = [...view('X', inputs), ...view('W', form.weights), ...view('b', bias), ...view('Y', form.nets)];
  if (step.phase !== 'backward' || !dNets)
    return { ...empty, title, graph, formulas: [`Y = X W^{\\mathsf{T}}${bias ? ' + b' : ''}`], matrices: forward };
  const summed = form.dBias?.columns === 1 && form.nets.columns > 1 ? '\\sum_{n,u} \\Delta_{n,u}' : '\\sum_n \\Delta_n';
  const formulas = [
    `${partial('X')} = \\Delta W`,
    `${partial('W')} = \\tfrac{1}{${inputs.rows}} \\Delta^{\\mathsf{T}} X`,
    ...(dBias ? [`${partial('b')} = \\tfrac{1}{${inputs.rows}} ${summed}`] : []),
  ];
  const backward = [
    ...view('\\Delta', dNets),
    ...view(partial('X'), dInputs),
    ...view(partial('W'), dWeights),
    ...view(partial('b'), dBias),
  ];
  return { ...empty, title, graph, formulas, matrices: backward };
} // prettier-ignore

const partial = (by: string) => `\\frac{\\partial E}{\\partial ${by}}`;

function matrixView(latex: string, { rows, columns, values }: Matrix, digits: Digits): MatrixView {
  const fits = values.length <= mostEntries;
  return {
    latex,
    shape: `${rows} × ${columns}`,
    rows: fits
      ? Array.from({ length: rows }, (_, row) =>
          Array.from(values.subarray(row * columns, (row + 1) * columns), (value) =>
            numberText(value, digits),
          ),
        )
      : null,
  };
}

/** Returns the custom function that the step uses: the loss at an output, or the activation at the net input. */
function functionAside(trace: Trace, step: Step, digits: Digits): AsideView {
  const { network } = trace.source;
  const { layer } = step;
  const unit = step.unit ?? 0;
  const ofLoss = step.phase === 'loss' || step.quantity === 'dE_dout';
  const { activation } = network.layers[layer - 1];
  if (ofLoss && typeof network.loss !== 'string' && layer === network.layers.length) {
    const y = trace.value({ quantity: 'out', layer, unit, part: null });
    const { values, columns } = trace.source.batch.targets;
    const t = values[trace.source.sample * columns + unit];
    return expressionAside(l10n.t('Graph of the loss'), network.loss.f, { y, t }, step, digits);
  }
  if (!(activation in network.functions)) {
    const note = l10n.t('This layer does not use a function defined in the config.');
    return { ...empty, title: l10n.t('Graph of a function'), note };
  }
  const x = trace.value({ quantity: 'net', layer, unit, part: null });
  const { f } = network.functions[activation];
  return expressionAside(l10n.t('Graph of {0}', activation), f, { x }, step, digits);
}

function expressionAside(
  title: string,
  expression: Parameters<typeof expressionGraph>[0],
  point: Readonly<Record<string, number>>,
  step: Step,
  digits: Digits,
): AsideView {
  if (expression.operations.length > mostOperations) {
    const note = l10n.t('It has {0} operations, which is too many to draw.', expression.operations.length);
    return { ...empty, title, note };
  }
  const graph = graphView(expressionGraph(expression, point), step, digits, step.phase !== 'forward');
  return { ...empty, title, graph };
}

/** Returns the graph with the values that the pass has computed so far. */
function graphView({ nodes, edges }: Graph, step: Step, digits: Digits, backward: boolean): GraphView {
  const used = new Set(Array.from(symbolsOf(step.formula), ({ ref }) => refKey(ref)));
  used.add(refKey({ kind: 'step', index: step.index }));
  const lit: boolean[] = [];
  const known: boolean[] = [];
  // The step that propagates the error to the unit.
  const arriving = step.quantity === 'dE_dout' || step.quantity === 'error';
  for (const [at, { ref, operation }] of nodes.entries()) {
    const sources = edges.filter(({ to }) => to === at).map(({ from }) => from);
    const inner = ref === null && sources.length > 0;
    if (operation === 'loss') lit.push(arriving);
    else lit.push(inner ? sources.every((from) => lit[from]) : ref !== null && used.has(refKey(ref)));
    const done = ref?.kind !== 'step' || ref.index <= step.index;
    known.push(done && (!inner || sources.every((from) => known[from])));
  }
  return {
    nodes: nodes.map(({ operation, label, ref }, at) => ({
      label: operationLabel(operation, label),
      kind: edges.some(({ to }) => to === at) ? ('operation' as const) : ('leaf' as const),
      ref: ref && refKey(ref),
      lit: lit[at],
    })),
    edges: edges.map(({ from, to, value, gradient }) => ({
      from,
      to,
      value:
        nodes[from].shape?.join(' × ') ?? (value !== null && known[from] ? numberText(value, digits) : ''),
      gradient: backward && gradient !== null ? numberText(gradient, digits) : '',
      lit: lit[from] && lit[to],
    })),
  };
}

const signs: Readonly<Record<string, string>> = {
  add: '+', subtract: '−', multiply: '×', divide: '÷', power: '^', negate: '−x', square: 'x²', cube: 'x³', sqrt: '√',
  less: '<', lessOrEqual: '≤', greater: '>', greaterOrEqual: '≥', equal: '=', unequal: '≠', conditional: '?:',
}; // prettier-ignore

/** Returns the usual symbol of an operation, or its name if it has none. */
function operationLabel(operation: string, label: string): string {
  return label || (signs[operation] ?? operation);
}
