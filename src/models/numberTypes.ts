import type { Floats } from '../engine/model/network.js';

/** Reads the value at a byte offset. */
type Read = (view: DataView, at: number) => number;

/** The element types that can be read, by their names in the safetensors format. Integers of 64 bits are exact up to 2⁵³. */
export const numberTypes = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => float16(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) },
  I64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  I32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  I16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  I8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  U8: { bytes: 1, read: (view, at) => view.getUint8(at) },
} as const satisfies Readonly<Record<string, { readonly bytes: number; readonly read: Read }>>;
export type NumberType = keyof typeof numberTypes;

export const isNumberType = (name: unknown): name is NumberType =>
  typeof name === 'string' && Object.hasOwn(numberTypes, name);

/** Decodes the first numbers of little-endian bytes; float32 stays such. Returns null where there are fewer. */
export function decodeNumbers(type: NumberType, data: Uint8Array, count: number): Floats | null {
  const { bytes, read } = numberTypes[type];
  if (count * bytes > data.length) return null;
  const values = new (type === 'F32' ? Float32Array : Float64Array)(count);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let i = 0; i < count; i++) values[i] = read(view, i * bytes);
  return values;
}

/** Returns the value of an IEEE 754 half-precision number: 1 sign bit, 5 exponent bits, 10 fraction bits. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** Returns the value of a bfloat16, which is the upper half of a float32. */
function bfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
