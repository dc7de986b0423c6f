import { unzipSync } from 'fflate';
import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import { ModelError, sizeOf, type NamedTensor } from '../namedTensor.js';
import { decodeNumbers, type NumberType } from '../numberTypes.js';
import { checkTotal } from './importedLayer.js';
import { transposed } from './layersOf.js';

/** The element types of NumPy by their names in a file. */
const types: Readonly<Record<string, NumberType>> = {
  '<f8': 'F64', '<f4': 'F32', '<f2': 'F16', '<i8': 'I64', '<i4': 'I32', '<i2': 'I16', '|i1': 'I8', '|u1': 'U8',
}; // prettier-ignore

/** The largest size of an array's header, in bytes. */
const headerBytes = 1 << 12;

/**
 * Reads the arrays of a file in NumPy's .npz format.
 * @throws ModelError where the file is damaged, or its arrays have more values than a network may have
 */
export function readNpz(bytes: Uint8Array): NamedTensor[] {
  let total = 0;
  const filter = ({ originalSize }: { readonly originalSize: number }): boolean => {
    total += originalSize;
    checkTotal(Math.floor((total - limits.modelHeaderBytes) / 8));
    return true;
  };
  return Object.entries(unzip(bytes, filter)).map(([name, content]) =>
    readArray(name.replace(/\.npy$/, ''), content),
  );
}

function unzip(
  bytes: Uint8Array,
  filter: (entry: { readonly originalSize: number }) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(l10n.t('it is not an .npz archive, or it is damaged'));
  }
}

/** Reads an array in the .npy format, versions 1 to 3 (numpy.lib.format). */
function readArray(name: string, bytes: Uint8Array): NamedTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d) throw damaged(name);
  const start = bytes[6] > 1 ? 12 : 10;
  const length = bytes[6] > 1 ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > headerBytes) throw damaged(name);
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  if (!Object.hasOwn(types, descr))
    throw new ModelError(l10n.t('the type of "{0}" is not a number type', shorten(name)));
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1].match(/\d+/g)?.map(Number) ?? [];
  const values = decodeNumbers(types[descr], bytes.subarray(start + length), sizeOf(shape));
  if (!values) throw damaged(name);
  const isTurned = /'fortran_order':\s*True/.test(header) && shape.length === 2;
  return { name, shape, values: isTurned ? transposed(values, shape[1], shape[0]) : values };
}

const damaged = (name: string): ModelError =>
  new ModelError(l10n.t('the array "{0}" is damaged', shorten(name)));
