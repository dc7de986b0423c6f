import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { leakySlope, seluAlpha, seluScale } from '../../engine/model/constants.js';
import type { ActivationName } from '../../engine/model/spec.js';
import { checkChain, checkFinite, shapeText, type ImportedLayer } from '../import/importedLayer.js';
import { transposed } from '../import/layersOf.js';
import { ModelError, type NamedTensor } from '../namedTensor.js';
import type { GraphNode, OnnxGraph } from './readOnnx.js';

/** The operations that are activations, and the parameters that they have to have, with ONNX's defaults. */
const activations: Readonly<
  Record<string, { readonly name: ActivationName; readonly needs?: Readonly<Record<string, readonly [needed: number, fallback: number]>> }>
> = {
  Sigmoid: { name: 'sigmoid' },
  Tanh: { name: 'tanh' },
  Relu: { name: 'relu' },
  LeakyRelu: { name: 'leakyRelu', needs: { alpha: [leakySlope, 0.01] } },
  Elu: { name: 'elu', needs: { alpha: [1, 1] } },
  Selu: { name: 'selu', needs: { alpha: [seluAlpha, 1.67326], gamma: [seluScale, 1.0507] } },
  Gelu: { name: 'gelu' },
  Mish: { name: 'mish' },
  Softplus: { name: 'softplus' },
  Softsign: { name: 'softsign' },
  Softmax: { name: 'softmax' },
}; // prettier-ignore

/** The operations that change no value of rows of numbers. */
const neutral = ['Identity', 'Dropout', 'Flatten'];

/**
 * Returns the layers of a graph that is a chain of dense layers: Gemm, or MatMul and Add, each with an activation or none.
 * @throws ModelError where the graph has another operation, branches, or does not chain
 */
export function onnxLayers(graph: OnnxGraph): ImportedLayer[] {
  const reader = new ChainReader(graph);
  for (const node of graph.nodes) reader.take(node);
  return reader.end();
}

class ChainReader {
  private readonly layers: ImportedLayer[] = [];
  private value: string | undefined;
  /** Whether the last node was a MatMul, whose bias may follow. */
  private mayAdd = false;

  constructor(private readonly graph: OnnxGraph) {
    this.value = graph.inputs.find((name) => !graph.tensors.has(name));
  }

  take(node: GraphNode): void {
    const { op, inputs, outputs } = node;
    if (neutral.includes(op)) this.checkInput(node, inputs[0]);
    else if (op === 'Gemm') this.gemm(node);
    else if (op === 'MatMul') this.product(node);
    else if (op === 'Add') this.add(node);
    else if (Object.hasOwn(activations, op)) this.activate(node);
    else throw unsupported(op);
    this.value = outputs[0];
    this.mayAdd = op === 'MatMul';
  }

  end(): ImportedLayer[] {
    checkChain(this.layers);
    const { outputs } = this.graph;
    if (outputs.length !== 1 || outputs[0] !== this.value) throw notChain(outputs[0] ?? '');
    return this.layers;
  }

  private gemm(node: GraphNode): void {
    const [input, weights, bias] = node.inputs;
    this.checkInput(node, input);
    const number = (name: string, fallback: number) => node.attributes.get(name) ?? fallback;
    if (number('transA', 0) !== 0 || number('alpha', 1) !== 1 || number('beta', 1) !== 1)
      throw unsupported('Gemm with transA, alpha or beta');
    this.push(this.tensor(weights), number('transB', 0) !== 0, bias ? this.tensor(bias) : null);
  }

  private product(node: GraphNode): void {
    const [input, weights] = node.inputs;
    this.checkInput(node, input);
    this.push(this.tensor(weights), false, null);
  }

  private add(node: GraphNode): void {
    const { tensors } = this.graph;
    const bias = node.inputs.find((name) => tensors.has(name)) ?? '';
    this.checkInput(
      node,
      node.inputs.find((name) => name !== bias),
    );
    const last = this.layers.pop();
    if (!last || !this.mayAdd) throw unsupported('Add');
    this.layers.push({ ...last, bias: biasOf(this.tensor(bias), last.units) });
  }

  private activate(node: GraphNode): void {
    this.checkInput(node, node.inputs[0]);
    const { name, needs } = activations[node.op];
    for (const [key, [needed, fallback]] of Object.entries(needs ?? {}))
      if (Math.abs((node.attributes.get(key) ?? fallback) - needed) > 1e-4)
        throw unsupported(`${node.op} (${key} = ${node.attributes.get(key) ?? fallback})`);
    const last = this.layers.pop();
    if (last?.activation !== 'identity') throw unsupported(node.op);
    this.layers.push({ ...last, activation: name });
  }

  private push(weights: NamedTensor, isTransposed: boolean, bias: NamedTensor | null): void {
    const { name, shape } = weights;
    if (shape.length !== 2 || weights.values.length === 0)
      throw new ModelError(
        l10n.t(
          'the tensor "{0}" has the shape {1}, which is not that of the weights or the bias of a dense layer',
          shorten(name),
          shapeText(shape),
        ),
      );
    checkFinite(weights);
    const [units, inputs] = isTransposed ? shape : [shape[1], shape[0]];
    this.layers.push({
      inputs,
      units,
      weights: isTransposed ? weights.values : transposed(weights.values, inputs, units),
      bias: bias && biasOf(bias, units),
      activation: 'identity',
    });
  }

  private tensor(name: string | undefined): NamedTensor {
    const tensor = this.graph.tensors.get(name ?? '');
    if (!tensor) throw notChain(name ?? '');
    return tensor;
  }

  private checkInput({ op }: GraphNode, name: string | undefined): void {
    if (name === undefined || name !== this.value) throw notChain(name ?? op);
  }
}

function biasOf(bias: NamedTensor, units: number): NamedTensor['values'] {
  checkFinite(bias);
  const { name, values } = bias;
  if (values.length === units) return values;
  if (values.length === 1) return Float64Array.from({ length: units }, () => values[0]);
  throw new ModelError(
    l10n.t(
      'the bias "{0}" has {1} values, but its weights have {2} units',
      shorten(name),
      values.length,
      units,
    ),
  );
}

const unsupported = (op: string): ModelError =>
  new ModelError(
    l10n.t('it has the operation "{0}" at a place where only a chain of dense layers and activations can be imported', shorten(op)),
  ); // prettier-ignore

const notChain = (name: string): ModelError =>
  new ModelError(l10n.t('its operations are not a chain: "{0}" is not the value before it', shorten(name)));
