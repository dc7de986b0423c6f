import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { limits } from '../engine/limits.js';
import type { Floats } from '../engine/model/network.js';
import { ModelError, sizeOf, type NamedTensor } from './namedTensor.js';
import { decodeNumbers, isNumberType, numberTypes, type NumberType } from './numberTypes.js';

/** The content of a file in the safetensors format. */
export interface Safetensors {
  readonly tensors: readonly NamedTensor[];
  /** Texts by name, from the header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes before the header, which give its length as an unsigned 64-bit integer. */
const lengthBytes = 8;
/** The header is padded with blanks to a multiple of this, so that the tensors after it are aligned. */
const alignment = 8;

/**
 * Encodes tensors in the safetensors format: the length of the header in 8 little-endian bytes, the header as JSON, then
 * the values of each tensor as little-endian bytes. A float64 keeps every bit.
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    const start = end;
    end += values.byteLength;
    header[name] = { dtype: typeOf(values), shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / alignment) * alignment;
  const bytes = new Uint8Array(lengthBytes + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, lengthBytes, lengthBytes + headerBytes);
  bytes.set(text, lengthBytes);
  let at = lengthBytes + headerBytes;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

const typeOf = (values: Floats): string => (values instanceof Float32Array ? 'F32' : 'F64');

/**
 * Decodes a file in the safetensors format. Every length is checked before anything of that length is allocated.
 * @throws ModelError where the file is damaged, or its tensors are larger than `limits.parameters` or overlap
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = split(bytes);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const tensors = entries.map(([name, entry]) => readEntry(name, entry, data.length));
  checkSizes(tensors);
  return {
    tensors: tensors.map((entry) => ({
      name: entry.name,
      shape: entry.shape,
      values: readValues(entry, data),
    })),
    metadata: textsOf(header.__metadata__),
  };
}

function split(bytes: Uint8Array): {
  readonly header: Readonly<Record<string, unknown>>;
  readonly data: Uint8Array;
} {
  if (bytes.length < lengthBytes) throw notSafetensors();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - lengthBytes)) throw notSafetensors();
  const end = lengthBytes + Number(length);
  if (Number(length) > limits.modelHeaderBytes)
    throw new ModelError(l10n.t('its header is longer than {0} bytes', limits.modelHeaderBytes));
  return { header: parse(bytes.subarray(lengthBytes, end)), data: bytes.subarray(end) };
}

function parse(text: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    if (isRecord(header)) return header;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError))
      throw error;
  }
  throw notSafetensors();
}

const notSafetensors = (): ModelError => new ModelError(l10n.t('it is not in the safetensors format'));

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: NumberType;
  readonly start: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown, length: number): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (!isNumberType(dtype))
    throw new ModelError(l10n.t('the type of "{0}" is not a number type', shorten(name)));
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) throw damaged(name);
  const [start, end] = offsets;
  if (end > length || end - start !== sizeOf(shape) * numberTypes[dtype].bytes) throw damaged(name);
  return { name, shape, type: dtype, start, end };
}

const damaged = (name: string): ModelError =>
  new ModelError(l10n.t('the place of "{0}" does not fit its shape or the file', shorten(name)));

/** Checks that the tensors do not overlap and are not too large together. */
function checkSizes(entries: readonly Entry[]): void {
  const sorted = [...entries].sort((a, b) => a.start - b.start || a.end - b.end);
  const overlap = sorted.findIndex(({ start }, i) => i > 0 && start < sorted[i - 1].end);
  if (overlap > 0)
    throw new ModelError(
      l10n.t('"{0}" and "{1}" overlap', shorten(sorted[overlap - 1].name), shorten(sorted[overlap].name)),
    );
  const total = entries.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (total > limits.parameters)
    throw new ModelError(l10n.t('it has more than {0} million values', limits.parameters / 1e6));
}

function readValues({ name, shape, type, start }: Entry, data: Uint8Array): Floats {
  const values = decodeNumbers(type, data.subarray(start), sizeOf(shape));
  if (!values) throw damaged(name);
  return values;
}

function textsOf(metadata: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metadata)) return {};
  const texts = Object.entries(metadata).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
