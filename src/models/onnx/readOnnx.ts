import { PbfReader } from 'pbf';
import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import { ModelError, sizeOf, type NamedTensor } from '../namedTensor.js';
import { decodeNumbers, type NumberType } from '../numberTypes.js';

/** A node of an ONNX graph. */
export interface GraphNode {
  op: string;
  domain: string;
  readonly inputs: string[];
  readonly outputs: string[];
  /** The attributes that are numbers, by name. */
  readonly attributes: Map<string, number>;
}

/** What is read of an ONNX file. */
export interface OnnxGraph {
  readonly nodes: GraphNode[];
  readonly tensors: Map<string, NamedTensor>;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly metadata: Record<string, string>;
}

/** The element types of tensors by their numbers in `TensorProto.DataType`. */
const types: Readonly<Record<number, NumberType>> = {
  1: 'F32', 2: 'U8', 3: 'I8', 5: 'I16', 6: 'I32', 7: 'I64', 10: 'F16', 11: 'F64', 16: 'BF16',
}; // prettier-ignore

/**
 * Reads the graph of an ONNX file. Graphs within nodes, such as the bodies of loops, are not read.
 * @throws ModelError where the file is damaged, or a tensor does not have the values that its shape needs
 */
export function readOnnx(bytes: Uint8Array): OnnxGraph {
  const graph: OnnxGraph = { nodes: [], tensors: new Map(), inputs: [], outputs: [], metadata: {} };
  try {
    new PbfReader(bytes).readFields(readModel, graph);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(l10n.t('it is not an ONNX file, or it is damaged'));
  }
  if (graph.nodes.length === 0) throw new ModelError(l10n.t('it is not an ONNX file, or it is damaged'));
  return graph;
}

function readModel(tag: number, graph: OnnxGraph, pbf: PbfReader): void {
  if (tag === 7) pbf.readMessage(readGraph, graph);
  if (tag === 14) {
    const entry = pbf.readMessage(readEntry, { key: '', value: '' });
    graph.metadata[entry.key] = entry.value;
  }
}

function readEntry(tag: number, entry: { key: string; value: string }, pbf: PbfReader): void {
  if (tag === 1) entry.key = pbf.readString();
  if (tag === 2) entry.value = pbf.readString();
}

function readGraph(tag: number, graph: OnnxGraph, pbf: PbfReader): void {
  if (tag === 1) {
    const node = { op: '', domain: '', inputs: [], outputs: [], attributes: new Map<string, number>() };
    graph.nodes.push(pbf.readMessage(readNode, node));
  }
  if (tag === 5) {
    const tensor = readTensorMessage(pbf);
    graph.tensors.set(tensor.name, tensor);
    checkSize(graph);
  }
  if (tag === 11) graph.inputs.push(pbf.readMessage(readName, { name: '' }).name);
  if (tag === 12) graph.outputs.push(pbf.readMessage(readName, { name: '' }).name);
}

function checkSize({ tensors }: OnnxGraph): void {
  const total = [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);
  if (total > limits.parameters)
    throw new ModelError(l10n.t('it has more than {0} million values', limits.parameters / 1e6));
}

function readName(tag: number, value: { name: string }, pbf: PbfReader): void {
  if (tag === 1) value.name = pbf.readString();
}

function readNode(tag: number, node: GraphNode, pbf: PbfReader): void {
  if (tag === 1) node.inputs.push(pbf.readString());
  if (tag === 2) node.outputs.push(pbf.readString());
  if (tag === 4) node.op = pbf.readString();
  if (tag === 5) {
    const { name, value } = pbf.readMessage<Attribute>(readAttribute, { name: '', value: null });
    if (value !== null) node.attributes.set(name, value);
  }
  if (tag === 7) node.domain = pbf.readString();
}

interface Attribute {
  name: string;
  value: number | null;
}

function readAttribute(tag: number, attribute: Attribute, pbf: PbfReader): void {
  if (tag === 1) attribute.name = pbf.readString();
  if (tag === 2) attribute.value = pbf.readFloat();
  if (tag === 3) attribute.value = pbf.readVarint(true);
}

/** A tensor whose values have not been decoded. */
interface RawTensor {
  name: string;
  readonly shape: number[];
  type: number;
  raw: Uint8Array | null;
  /** The values where they are not raw bytes. */
  numbers: number[];
  isElsewhere: boolean;
}

function readTensorMessage(pbf: PbfReader): NamedTensor {
  const empty: RawTensor = { name: '', shape: [], type: 0, raw: null, numbers: [], isElsewhere: false };
  const { name, shape, type, raw, numbers, isElsewhere } = pbf.readMessage(readTensor, empty);
  if (isElsewhere)
    throw new ModelError(
      l10n.t('the values of "{0}" are in another file; save the model with all its values', shorten(name)),
    );
  if (!Object.hasOwn(types, type))
    throw new ModelError(l10n.t('the type of "{0}" is not a number type', shorten(name)));
  const size = sizeOf(shape);
  const listed = type === 1 ? Float32Array.from(numbers) : Float64Array.from(numbers);
  const values = raw ? decodeNumbers(types[type], raw, size) : listed;
  if (values?.length !== size)
    throw new ModelError(l10n.t('the place of "{0}" does not fit its shape or the file', shorten(name)));
  return { name, shape, values };
}

function readTensor(tag: number, tensor: RawTensor, pbf: PbfReader): void {
  if (tag === 1) pbf.readPackedVarint(tensor.shape);
  if (tag === 2) tensor.type = pbf.readVarint();
  if (tag === 4) pbf.readPackedFloat(tensor.numbers);
  if (tag === 5 || tag === 7) pbf.readPackedVarint(tensor.numbers, true);
  if (tag === 8) tensor.name = pbf.readString();
  if (tag === 9) tensor.raw = pbf.readBytes();
  if (tag === 10) pbf.readPackedDouble(tensor.numbers);
  if (tag === 14) tensor.isElsewhere = pbf.readVarint() === 1;
}
