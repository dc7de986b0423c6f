import { zipSync } from 'fflate';
import type { Floats } from '../engine/model/network.js';
import type { NamedTensor } from './namedTensor.js';

/** An array of numbers, or of whole numbers of 64 bits. */
export type NamedArray = Omit<NamedTensor, 'values'> & { readonly values: Floats | BigInt64Array };

/** The bytes of a NumPy file before the length of its header: its signature and the version 1.0 of its format. */
const signature = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
/** The values of a NumPy file begin at a multiple of this. */
const alignment = 64;

/** Packs arrays in NumPy's .npz format, whose names are those of the tensors. */
export function packNpz(tensors: readonly NamedArray[]): Uint8Array {
  return zipSync(Object.fromEntries(tensors.map((tensor) => [`${tensor.name}.npy`, packNpy(tensor)])));
}

/** Packs an array in the .npy format, version 1.0 (numpy.lib.format): a Python dictionary, then the values. */
export function packNpy({ shape, values }: NamedArray): Uint8Array {
  const type = values instanceof BigInt64Array ? '<i8' : values instanceof Float32Array ? '<f4' : '<f8';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const prefix = signature.length + 2;
  const start = Math.ceil((prefix + header.length + 1) / alignment) * alignment;
  const text = `${header.padEnd(start - prefix - 1)}\n`;
  const bytes = new Uint8Array(start + values.byteLength);
  bytes.set(signature);
  new DataView(bytes.buffer).setUint16(signature.length, text.length, true);
  bytes.set(new TextEncoder().encode(text), prefix);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return bytes;
}
