import * as l10n from '@vscode/l10n';

/** An array as NumPy writes it, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** 2⁻²⁴ for float32, 2⁻¹¹ for float16, 0 where every float64 is exact. */
  readonly precision: number;
}

/** An array that cannot be read; the message says why. */
export class NpyError extends Error {}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;

const types: Readonly<
  Record<string, { readonly size: number; readonly precision: number; readonly read: Read }>
> = {
  f8: { size: 8, precision: 0, read: (view, at, little) => view.getFloat64(at, little) },
  f4: { size: 4, precision: 2 ** -24, read: (view, at, little) => view.getFloat32(at, little) },
  i8: { size: 8, precision: 0, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  i4: { size: 4, precision: 0, read: (view, at, little) => view.getInt32(at, little) },
};

/** The .npy format, versions 1 to 3 (numpy.lib.format). @throws NpyError */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte))
    throw new NpyError(l10n.t('it is no NumPy array'));
  const isLong = bytes[6] > 1;
  const start = isLong ? 12 : 10;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const [, order, name] = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header) ?? [];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1].match(/\d+/g)?.map(Number) ?? [];
  const type = Object.hasOwn(types, name) ? types[name] : null;
  if (!type) throw new NpyError(l10n.t('its numbers are neither float64 nor float32'));
  const count = shape.reduce((product, n) => product * n, 1);
  const data = start + length;
  if (bytes.length < data + count * type.size) throw new NpyError(l10n.t('it is cut short'));
  const stored = Float64Array.from({ length: count }, (_, i) =>
    type.read(view, data + i * type.size, order !== '>'),
  );
  const values = /'fortran_order':\s*True/.test(header) ? rowMajor(stored, shape) : stored;
  return { shape, values, precision: type.precision };
}

/** From Fortran's order, the first index running fastest. */
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
