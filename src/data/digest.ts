import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { Dataset, Samples } from '../engine/model/dataset.js';
import type { Matrix } from '../engine/model/network.js';

/** The sizes that a network must match (`inputs`, `outputs`) and the number of samples in each part. */
export interface DatasetShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly training: number;
  /** The number of validation samples; 0 where none are held out. */
  readonly validation: number;
}

export function shapeOf({ training, validation }: Dataset): DatasetShape {
  return {
    inputs: training.inputs.columns,
    outputs: training.targets.columns,
    training: training.inputs.rows,
    validation: validation?.inputs.rows ?? 0,
  };
}

const known = new WeakMap<Dataset, string>();

/**
 * Returns a digest of everything that training reads: the values of both parts bit by bit, their order, the column names
 * and the classes. Equal digests mean equal data, across processes and reloads. The first call hashes every byte
 * (SHA-256, about 1.5 GB/s); later calls for the same object return the cached digest.
 */
export function digestOf(dataset: Dataset): string {
  const found = known.get(dataset);
  if (found !== undefined) return found;
  const digest = compute(dataset);
  known.set(dataset, digest);
  return digest;
}

function compute(dataset: Dataset): string {
  const { training, validation, task, inputNames, targetNames, classes, normalization } = dataset;
  const hash = createHash('sha256');
  // Values of variable length are in one JSON text with the shapes, so that different data sets never have equal bytes.
  const { values } = training.inputs;
  hash.update(
    JSON.stringify([
      values.BYTES_PER_ELEMENT, shapeOf(dataset), task, inputNames, targetNames, classes, normalization !== null,
    ]), // prettier-ignore
  );
  addSamples(hash, training);
  if (validation) addSamples(hash, validation);
  if (normalization) {
    addFloats(hash, normalization.shift);
    addFloats(hash, normalization.scale);
  }
  return hash.digest('hex');
}

function addSamples(hash: Hash, { inputs, targets }: Samples): void {
  addFloats(hash, inputs.values);
  addFloats(hash, targets.values);
}

function addFloats(hash: Hash, { buffer, byteOffset, byteLength }: Matrix['values']): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}
