import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { drain } from '../../../src/engine/pacing.js';
import { readModelFile, type ReadModel } from '../../../src/models/import/readModelFile.js';
import { packModel } from '../../../src/models/modelFile.js';
import { ModelError } from '../../../src/models/namedTensor.js';
import { packNpz } from '../../../src/models/npz.js';
import { packOnnx } from '../../../src/models/onnx/packOnnx.js';
import { fitsForm } from '../../../src/models/predictOne.js';
import { predictWith } from '../../../src/models/predict.js';
import { encodeSafetensors } from '../../../src/models/safetensors.js';
import { stateOf } from '../../../src/models/stateOf.js';
import { randomModel } from '../../models/randomModel.js';
import { corruptedBytes, corruption, type Corruption } from '../bytes.js';
import { assertMessage } from '../invariants.js';
import { defineTarget } from '../target.js';

interface ModelInput {
  readonly format: 'saved' | 'safetensors' | 'npz' | 'pt' | 'onnx';
  readonly seed: number;
  /** A number in the header of a safetensors file that is replaced: the how many-th, and by what. */
  readonly number: { readonly at: number; readonly by: string } | null;
  /** Damage within a file of an archive, which is packed again with valid checksums. */
  readonly entry: { readonly at: number; readonly corruption: Corruption } | null;
  readonly corruption: Corruption | null;
}

const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const inputs: fc.Arbitrary<ModelInput> = fc.record({
  format: fc.constantFrom('saved' as const, 'safetensors' as const, 'npz' as const, 'pt' as const, 'onnx' as const),
  seed: fc.integer({ min: 1, max: 40 }),
  number: seldom(fc.record({ at: fc.nat(60), by: fc.constantFrom('0', '1', '2', '-1', '1e9', '4294967296', '1e308', 'null', '[]', '"3"') })),
  entry: seldom(fc.record({ at: fc.nat(8), corruption })),
  corruption: seldom(corruption),
}); // prettier-ignore

/** Trained networks in the formats of this and other programs. */
export const models = defineTarget<ModelInput>({
  name: 'models',
  inputs,
  attempt(input) {
    const bytes = bytesOf(input);
    try {
      assertSound(readModelFile(nameOf(input), bytes));
      return Promise.resolve(true);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      assertMessage(error.message, bytes.toString('latin1'));
      return Promise.resolve(false);
    }
  },
  show: (input) => ({ [nameOf(input)]: bytesOf(input) }),
});

/** Asserts that a network that was read can predict. */
function assertSound(read: ReadModel): void {
  const layers = read.kind === 'saved' ? read.model.network.layers : read.layers;
  for (const [i, { inputs: width, units, weights, bias }] of layers.entries()) {
    assert.equal(weights.length, width * units);
    assert.ok(weights.every(Number.isFinite) && (bias?.every(Number.isFinite) ?? true));
    if (i > 0) assert.equal(width, layers[i - 1].units);
  }
  if (read.kind !== 'saved') return;
  const { model } = read;
  const columns = model.inputNames.length - model.derived.length;
  const row = Array.from({ length: columns }, () => 0.5);
  if (!fitsForm(model, row)) return;
  const outputs = drain(predictWith(model, { rows: 1, columns, values: Float64Array.from(row) }));
  assert.equal(outputs.values.length, layers[layers.length - 1].units);
}

const nameOf = ({ format }: ModelInput): string => `model.${format === 'saved' ? 'safetensors' : format}`;

function bytesOf(input: ModelInput): Buffer {
  return corruptedBytes(packed(input), input.corruption);
}

function packed({ format, seed, number, entry }: ModelInput): Uint8Array {
  const model = randomModel(seed);
  switch (format) {
    case 'saved':
      return withNumber(packModel(model), number);
    case 'safetensors':
      return withNumber(encodeSafetensors({ tensors: stateOf(model), metadata: {} }), number);
    case 'npz':
      return withEntry(packNpz(stateOf(model)), entry);
    case 'pt':
      return withEntry(readFileSync(path.join(import.meta.dirname, '../../fixtures/models/state-dict.pt')), entry);
    case 'onnx':
      return packOnnx(model).bytes;
  }
} // prettier-ignore

/** Replaces a number in the header of a safetensors file, and corrects the header's length. */
function withNumber(bytes: Uint8Array, number: ModelInput['number']): Uint8Array {
  if (!number) return bytes;
  const file = Buffer.from(bytes);
  const length = Number(file.readBigUInt64LE());
  const header = file.toString('utf8', 8, 8 + length);
  const places = [...header.matchAll(/-?\d+(\.\d+)?(e[-+]?\d+)?/g)];
  const place = places[number.at % places.length];
  const changed = Buffer.from(
    header.slice(0, place.index) + number.by + header.slice(place.index + place[0].length),
  );
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(changed.length));
  return Buffer.concat([start, changed, file.subarray(8 + length)]);
}

/** Damages a file of a zip archive. */
function withEntry(bytes: Uint8Array, entry: ModelInput['entry']): Uint8Array {
  if (!entry) return bytes;
  const files = unzipSync(bytes);
  const names = Object.keys(files);
  const name = names[entry.at % names.length];
  return zipSync({ ...files, [name]: corruptedBytes(files[name], entry.corruption) }, { level: 0 });
}
