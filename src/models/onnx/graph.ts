import type { Floats } from '../../engine/model/network.js';
import type { Precision } from '../../engine/model/spec.js';
import type { NodeProto, TensorProto } from './onnxProto.js';

/** Collects the nodes and the initializers of an ONNX graph, and names what they compute. */
export class Graph {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  private readonly constants = new Map<number, string>();

  constructor(readonly precision: Precision) {}

  /** Adds a node. @returns the name of its output */
  node(
    op: string,
    inputs: readonly string[],
    attributes: NodeProto['attributes'] = {},
    output?: string,
  ): string {
    const name = output ?? `${op.toLowerCase()}_${this.nodes.length}`;
    this.nodes.push({ op, inputs, output: name, attributes });
    return name;
  }

  /** Adds numbers of the graph's precision. @returns their name */
  numbers(name: string, values: Floats, shape: readonly number[]): string {
    const isRight =
      this.precision === 'float32' ? values instanceof Float32Array : values instanceof Float64Array;
    const converted = this.precision === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
    this.initializers.push({ name, shape, values: isRight ? values : converted });
    return name;
  }

  /** Returns the name of a number, which is stored once. */
  constant(value: number): string {
    const known = this.constants.get(value);
    if (known !== undefined) return known;
    const name = this.numbers(`constant_${this.constants.size}`, Float64Array.of(value), []);
    this.constants.set(value, name);
    return name;
  }

  /** Adds whole numbers. @returns their name */
  indices(name: string, values: readonly number[]): string {
    this.initializers.push({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
    return name;
  }
}
