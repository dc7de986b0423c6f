import type { PbfWriter } from 'pbf';
import type { Floats } from '../../engine/model/network.js';

/* The messages of the ONNX format that are written here. The numbers are those of its file onnx.proto. */

/** The element types of tensors, `TensorProto.DataType`. */
export const elementTypes = { float: 1, int64: 7, double: 11 } as const;
export type ElementType = keyof typeof elementTypes;

export interface TensorProto {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Floats | BigInt64Array;
}

export interface NodeProto {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** The attributes that are whole numbers, by name. */
  readonly attributes: Readonly<Record<string, number>>;
}

export interface ValueProto {
  readonly name: string;
  readonly type: ElementType;
  /** The size of each dimension, or its name where any size is allowed. */
  readonly shape: readonly (number | string)[];
}

export interface ModelProto {
  readonly name: string;
  readonly description: string;
  readonly producer: string;
  readonly inputs: readonly ValueProto[];
  readonly outputs: readonly ValueProto[];
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The version of the file format and of the set of operators that are used. */
const versions = { file: 10, operators: 18 };

/** Writes a `ModelProto`. */
export function writeModel(model: ModelProto, to: PbfWriter): void {
  to.writeVarintField(1, versions.file);
  to.writeStringField(2, model.producer);
  to.writeStringField(6, model.description);
  to.writeMessage(7, writeGraph, model);
  to.writeMessage(8, (version: number, out) => out.writeVarintField(2, version), versions.operators);
  for (const entry of Object.entries(model.metadata)) to.writeMessage(14, writeEntry, entry);
}

function writeEntry([key, value]: readonly [string, string], to: PbfWriter): void {
  to.writeStringField(1, key);
  to.writeStringField(2, value);
}

function writeGraph({ name, nodes, initializers, inputs, outputs }: ModelProto, to: PbfWriter): void {
  for (const node of nodes) to.writeMessage(1, writeNode, node);
  to.writeStringField(2, name);
  for (const tensor of initializers) to.writeMessage(5, writeTensor, tensor);
  for (const value of inputs) to.writeMessage(11, writeValue, value);
  for (const value of outputs) to.writeMessage(12, writeValue, value);
}

function writeNode({ op, inputs, output, attributes }: NodeProto, to: PbfWriter): void {
  for (const name of inputs) to.writeStringField(1, name);
  to.writeStringField(2, output);
  to.writeStringField(4, op);
  for (const attribute of Object.entries(attributes)) to.writeMessage(5, writeAttribute, attribute);
}

/** The type of an attribute that is a whole number, `AttributeProto.INT`. */
const wholeNumber = 2;

function writeAttribute([name, value]: readonly [string, number], to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeVarintField(3, value);
  to.writeVarintField(20, wholeNumber);
}

function writeTensor({ name, shape, values }: TensorProto, to: PbfWriter): void {
  to.writePackedVarint(1, [...shape]);
  to.writeVarintField(2, elementTypes[typeOf(values)]);
  to.writeStringField(8, name);
  to.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function typeOf(values: TensorProto['values']): ElementType {
  if (values instanceof BigInt64Array) return 'int64';
  return values instanceof Float32Array ? 'float' : 'double';
}

function writeValue({ name, type, shape }: ValueProto, to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeMessage(2, (_: null, out) => out.writeMessage(1, writeTensorType, { type, shape }), null);
}

function writeTensorType({ type, shape }: Pick<ValueProto, 'type' | 'shape'>, to: PbfWriter): void {
  to.writeVarintField(1, elementTypes[type]);
  to.writeMessage(
    2,
    (sizes: ValueProto['shape'], out) => {
      for (const size of sizes) out.writeMessage(1, writeDimension, size);
    },
    shape,
  );
}

function writeDimension(size: number | string, to: PbfWriter): void {
  if (typeof size === 'number') to.writeVarintField(1, size);
  else to.writeStringField(2, size);
}
