import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { PbfWriter } from 'pbf';
import { readModelFile } from '../../src/models/import/readModelFile.js';
import { ModelError, type NamedTensor } from '../../src/models/namedTensor.js';
import { packNpz } from '../../src/models/npz.js';
import { packOnnx } from '../../src/models/onnx/packOnnx.js';
import { encodeSafetensors } from '../../src/models/safetensors.js';
import { writeModel, type ModelProto, type NodeProto } from '../../src/models/onnx/onnxProto.js';
import { randomModel } from './randomModel.js';

const tensor = (name: string, shape: readonly number[], values?: readonly number[]): NamedTensor => ({
  name,
  shape,
  values: Float64Array.from(values ?? Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1)), // prettier-ignore
});

/** Reads layers as sizes and activations. */
function layersFrom(name: string, bytes: Uint8Array) {
  const read = readModelFile(name, bytes);
  assert.ok(read.kind === 'layers');
  return read.layers;
}

const sizes = (layers: ReturnType<typeof layersFrom>) =>
  layers.map(({ inputs, units, bias }) => [inputs, units, bias?.length ?? 0]);

function onnx(nodes: readonly NodeProto[], initializers: readonly NamedTensor[]): Uint8Array {
  const to = new PbfWriter();
  const value = (name: string) => ({ name, type: 'double' as const, shape: ['batch', 3] });
  const model: ModelProto = { name: 'm', description: '', producer: 'test', inputs: [value('x')], outputs: [value('y')], nodes, initializers, metadata: {} }; // prettier-ignore
  writeModel(model, to);
  return to.finish();
}

const node = (op: string, inputs: readonly string[], output: string, attributes = {}): NodeProto => ({
  op,
  inputs,
  output,
  attributes,
});

function assertRefused(name: string, bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => readModelFile(name, bytes),
    (error) => error instanceof ModelError && message.test(error.message),
    String(message),
  );
}

describe('A network of another program', () => {
  it('is read from a state_dict that torch.save wrote', () => {
    const file = path.join(import.meta.dirname, '../fixtures/models/state-dict.pt');
    const layers = layersFrom('state-dict.pt', readFileSync(file));
    assert.deepEqual(sizes(layers), [[3, 4, 4], [4, 2, 2]]); // prettier-ignore
    assert.ok(layers.every(({ activation }) => activation === null));
    assert.ok(layers.every(({ weights }) => weights.every((value) => Math.abs(value) < 1 && value !== 0)));
  });

  it('is read from arrays with the names that people give them, in either orientation', () => {
    const W1 = tensor('W1', [2, 3]);
    const read = layersFrom('net.npz', packNpz([W1, tensor('b1', [1, 3]), tensor('W2', [3, 1])]));
    assert.deepEqual(sizes(read), [[2, 3, 3], [3, 1, 0]]); // prettier-ignore
    assert.deepEqual([...read[0].weights], [1, 4, 2, 5, 3, 6]);
    const keras = layersFrom('net.npz', packNpz([tensor('dense/kernel:0', [2, 2]), tensor('dense/bias:0', [2])])); // prettier-ignore
    assert.deepEqual([...keras[0].weights], [1, 3, 2, 4]);
  });

  it('has its layers in the order of their numbers where the file has them in another', () => {
    const names = ['10.weight', '0.weight', '2.weight'];
    const shapes = [[1, 5], [4, 3], [5, 4]]; // prettier-ignore
    const bytes = encodeSafetensors({ tensors: names.map((name, i) => tensor(name, shapes[i])), metadata: {} }); // prettier-ignore
    assert.deepEqual(sizes(layersFrom('net.safetensors', bytes)), [[3, 4, 0], [4, 5, 0], [5, 1, 0]]); // prettier-ignore
  });

  it('is read from ONNX with Gemm, or MatMul and Add, and its activations', () => {
    const bytes = onnx(
      [
        node('Gemm', ['x', 'a', 'b'], 'h', { transB: 1 }),
        node('Relu', ['h'], 'r'),
        node('MatMul', ['r', 'c'], 'm'),
        node('Add', ['d', 'm'], 's'),
        node('Softmax', ['s'], 'y'),
      ],
      [tensor('a', [2, 3]), tensor('b', [2]), tensor('c', [2, 4]), tensor('d', [4])],
    );
    const layers = layersFrom('net.onnx', bytes);
    assert.deepEqual(sizes(layers), [[3, 2, 2], [2, 4, 4]]); // prettier-ignore
    assert.deepEqual(layers.map(({ activation }) => activation), ['relu', 'softmax']); // prettier-ignore
    assert.deepEqual([...layers[1].weights], [1, 5, 2, 6, 3, 7, 4, 8]);
  });

  it('comes back whole from an ONNX file that was written here', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const model = randomModel(seed);
      const { bytes, precision } = packOnnx(model);
      const read = readModelFile('net.onnx', bytes);
      assert.ok(read.kind === 'saved');
      if (precision !== model.network.precision) continue;
      assert.deepEqual(read.model.network.layers, model.network.layers);
      assert.deepEqual(read.model.normalization, model.normalization);
    }
  });

  it('is refused by name where it is something else', () => {
    const weights = [tensor('0.weight', [2, 3])];
    const npz = (...more: NamedTensor[]) => packNpz([...weights, ...more]);
    assertRefused('a.npz', npz(tensor('bn.running_mean', [2])), /"bn\.running_mean" is neither/);
    assertRefused('a.npz', npz(tensor('conv.weight', [2, 2, 3, 3])), /"conv\.weight" has the shape \[2, 2, 3, 3\]/); // prettier-ignore
    assertRefused('a.npz', npz(tensor('1.weight', [4, 5])), /layer 2 has 5 inputs, but the layer before it has 2 units/); // prettier-ignore
    assertRefused('a.npz', npz(tensor('0.bias', [7])), /bias "0\.bias" has 7 values, but its weights have 2 units/); // prettier-ignore
    assertRefused('a.npz', npz(tensor('1.bias', [2])), /bias "1\.bias" has no weights/);
    assertRefused('a.npz', npz(tensor('1.weight', [1, 2], [NaN, 1])), /"1\.weight" has a value that is not a finite/); // prettier-ignore
    assertRefused('a.npz', packNpz([]), /no weights of a dense layer/);
    assertRefused('a.npz', new Uint8Array(50), /not an \.npz archive/);
    assertRefused('a.h5', new Uint8Array(50), /ends with none of \.safetensors, \.npz, \.pt, \.pth, \.onnx/);
  });

  it('is refused where an ONNX graph loops, branches or has an operation that is not known', () => {
    const gemm = node('Gemm', ['x', 'a'], 'h', { transB: 1 });
    const a = [tensor('a', [2, 3])];
    assertRefused('a.onnx', onnx([gemm, node('Loop', ['h'], 'y')], a), /operation "Loop"/);
    assertRefused('a.onnx', onnx([gemm, node('Conv', ['h', 'a'], 'y')], a), /operation "Conv"/);
    assertRefused('a.onnx', onnx([gemm, node('Relu', ['x'], 'y')], a), /"x" is not the value before it/);
    assertRefused('a.onnx', onnx([gemm, node('Add', ['h', 'h'], 'y')], a), /not a chain|operation "Add"/);
    assertRefused('a.onnx', onnx([gemm, node('Relu', ['h'], 'z')], a), /"y" is not the value before it/);
    assertRefused('a.onnx', Uint8Array.of(58, 255, 255, 255, 255, 15), /not an ONNX file, or it is damaged/);
    assertRefused('a.onnx', onnx([gemm], [{ ...tensor('a', [2, 3]), shape: [2, 2 ** 40] }]), /"a" does not fit its shape/); // prettier-ignore
  });

  it('is refused where a pickle has code, which is not executed, or is damaged', () => {
    const archive = (pickle: string): Uint8Array =>
      zipSync({ 'm/data.pkl': Uint8Array.from(pickle, (character) => character.charCodeAt(0)) });
    const code = "cposix\nsystem\n(S'touch /tmp/owned'\ntR.";
    assertRefused('a.pt', archive(code), /pickle has "posix\.system", which is not part of a state_dict/);
    assertRefused('a.pt', archive('cbuiltins\neval\n.'), /"builtins\.eval"/);
    assertRefused('a.pt', archive('c__main__\nNet\n)\x81.'), /"__main__\.Net"/);
    // A length of −6 would make a reader read the same bytes for ever.
    assertRefused('a.pt', archive('B\xfa\xff\xff\xff.'), /pickle is damaged/);
    assertRefused('a.pt', archive('}.'), /no state_dict/);
    assertRefused('a.pt', zipSync({ 'm/other': new Uint8Array(3) }), /save the state_dict again/);
    assertRefused('a.pt', Uint8Array.of(1, 2, 3), /not a zip archive/);
  });
});
