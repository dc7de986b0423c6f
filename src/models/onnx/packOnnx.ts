import { PbfWriter } from 'pbf';
import type { Expression } from '../../engine/maths/expression.js';
import type { Layer, Network } from '../../engine/model/network.js';
import { activationNames, type Precision } from '../../engine/model/spec.js';
import { describeModel } from '../modelDescription.js';
import type { SavedModel } from '../savedModel.js';
import { linearIndices } from '../stateOf.js';
import { activationNodes, singlePrecision } from './activationNodes.js';
import { formulaNodes, isSinglePrecision } from './formulaNodes.js';
import { Graph } from './graph.js';
import { writeModel } from './onnxProto.js';

/** A model in the ONNX format. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  /** The precision of its numbers: float32 where the runtime computes one of the functions in no other. */
  readonly precision: Precision;
}

/**
 * Packs a model in the ONNX format: from the inputs as they are in the data, before they are normalized, to the outputs
 * in the targets' own units. Derived inputs and normalizations are part of the graph. The categories of a table's
 * columns are one input each, whose names are in the metadata under `inputs`.
 * @throws ModelError where ONNX has no operation of a user-defined function
 */
export function packOnnx(model: SavedModel): OnnxFile {
  const { network, inputNames, targetNames, classes, normalization, targetNormalization, derived } = model;
  const precision = precisionOf(model);
  const graph = new Graph(precision);
  const given = network.inputs - derived.length;
  let value = withDerived(graph, 'input', inputNames, derived);
  if (normalization) {
    const shift = graph.numbers('input_shift', normalization.shift, [network.inputs]);
    const scale = graph.numbers('input_scale', normalization.scale, [network.inputs]);
    value = graph.node('Div', [graph.node('Sub', [value, shift]), scale]);
  }
  const indices = linearIndices(network.layers);
  for (const [i, layer] of network.layers.entries())
    value = layerNodes(graph, value, layer, indices[i], network);
  const outputs = network.layers[network.layers.length - 1].units;
  if (targetNormalization) {
    const scale = graph.numbers('output_scale', targetNormalization.scale, [outputs]);
    const shift = graph.numbers('output_shift', targetNormalization.shift, [outputs]);
    value = graph.node('Add', [graph.node('Mul', [value, scale]), shift]);
  }
  graph.node('Identity', [value], {}, 'output');
  const type = precision === 'float32' ? 'float' : 'double';
  const to = new PbfWriter();
  writeModel(
    {
      name: model.name,
      description: model.name,
      producer: 'Backprop Lab',
      inputs: [{ name: 'input', type, shape: ['batch', given] }],
      outputs: [{ name: 'output', type, shape: ['batch', outputs] }],
      nodes: graph.nodes,
      initializers: graph.initializers,
      metadata: {
        inputs: JSON.stringify(inputNames.slice(0, given)),
        outputs: JSON.stringify(targetNames),
        ...(classes && { classes: JSON.stringify(classes) }),
        backprop: describeModel(model),
      },
    },
    to,
  );
  return { bytes: to.finish(), precision };
}

function precisionOf({ network, derived }: SavedModel): Precision {
  const used = network.layers.map(({ activation }) => activation);
  const formulas = [...derived, ...used.flatMap((name) => (Object.hasOwn(network.functions, name) ? [network.functions[name].f] : []))]; // prettier-ignore
  const isSingle = used.some((name) => singlePrecision.some((each) => each === name));
  return isSingle || formulas.some(isSinglePrecision) ? 'float32' : network.precision;
}

/** Adds derived inputs after the given ones, each in a column of its own. */
function withDerived(
  graph: Graph,
  input: string,
  names: readonly string[],
  derived: readonly Expression[],
): string {
  if (derived.length === 0) return input;
  const variables: Record<string, string> = {};
  for (const { operations } of derived)
    for (const operation of operations)
      if (operation.op === 'variable' && !Object.hasOwn(variables, operation.name)) {
        const index = names.indexOf(operation.name);
        const at = graph.indices(`column_${index}`, [index]);
        variables[operation.name] = graph.node('Gather', [input, at], { axis: 1 });
      }
  const columns = derived.map((formula) => formulaNodes(graph, formula, variables));
  return graph.node('Concat', [input, ...columns], { axis: 1 });
}

/** Adds a layer: a `Gemm` with the weights as PyTorch stores them, [units][inputs], and its activation. */
function layerNodes(
  graph: Graph,
  input: string,
  { inputs, units, weights, bias, biasShared, activation }: Layer,
  index: number,
  { functions }: Network,
): string {
  const parameters = [graph.numbers(`${index}.weight`, weights, [units, inputs])];
  if (bias) parameters.push(graph.numbers(`${index}.bias`, biasShared ? bias.slice(0, 1) : bias, [biasShared ? 1 : units])); // prettier-ignore
  const net = graph.node('Gemm', [input, ...parameters], { transB: 1 });
  const name = activationNames.find((each) => each === activation);
  return name ? activationNodes[name](graph, net) : formulaNodes(graph, functions[activation].f, { x: net });
}
