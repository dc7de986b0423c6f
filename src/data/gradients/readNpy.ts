import * as l10n from '@vscode/l10n';
import { float16 } from '../../models/numberTypes.js';

/** An array of NumPy, in row-major order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** The relative rounding error of the stored type: 2⁻²⁴ for float32, 0 for the others. Float16 is recognized by its values. */
  readonly precision: number;
}

/** The error that an array cannot be read. The message gives the reason. */
export class NpyError extends Error {}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;

const types: Readonly<
  Record<string, { readonly size: number; readonly precision: number; readonly read: Read }>
> = {
  f8: { size: 8, precision: 0, read: (view, at, little) => view.getFloat64(at, little) },
  f4: { size: 4, precision: 2 ** -24, read: (view, at, little) => view.getFloat32(at, little) },
  f2: { size: 2, precision: 0, read: (view, at, little) => float16(view.getUint16(at, little)) },
  i8: { size: 8, precision: 0, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  i4: { size: 4, precision: 0, read: (view, at, little) => view.getInt32(at, little) },
};

/**
 * Reads an array in the .npy format, versions 1 to 3 (numpy.lib.format).
 * @throws NpyError where it cannot be read
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte))
    throw new NpyError(l10n.t('it is not a NumPy array'));
  const isLong = bytes[6] > 1;
  const start = isLong ? 12 : 10;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const [, order, name] = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header) ?? [];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1].match(/\d+/g)?.map(Number) ?? [];
  const type = Object.hasOwn(types, name) ? types[name] : null;
  if (!type) throw new NpyError(l10n.t('its numbers are not float64, float32 or float16'));
  const count = shape.reduce((product, n) => product * n, 1);
  const data = start + length;
  if (bytes.length < data + count * type.size) throw new NpyError(l10n.t('it is truncated'));
  const stored = Float64Array.from({ length: count }, (_, i) =>
    type.read(view, data + i * type.size, order !== '>'),
  );
  const values = /'fortran_order':\s*True/.test(header) ? rowMajor(stored, shape) : stored;
  return { shape, values, precision: type.precision };
}

/** Converts from Fortran order, where the first index varies fastest, to row-major order. */
function rowMajor(stored: Float64Array, shape: readonly number[]): Float64Array {
  return stored.map((_, index) => {
    let [rest, at] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = shape.slice(0, axis).reduce((product, n) => product * n, 1);
      at += (rest % shape[axis]) * stride;
      rest = Math.floor(rest / shape[axis]);
    }
    return stored[at];
  });
}
