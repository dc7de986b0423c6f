import { unzipSync } from 'fflate';
import * as l10n from '@vscode/l10n';
import { BufferReader, Parser } from 'pickleparser';
import { shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import { ModelError, sizeOf, type NamedTensor } from '../namedTensor.js';
import { decodeNumbers, type NumberType } from '../numberTypes.js';
import { checkTotal } from './importedLayer.js';

/** The element types of PyTorch's storages. */
const storages: Readonly<Record<string, NumberType>> = {
  DoubleStorage: 'F64', FloatStorage: 'F32', HalfStorage: 'F16', BFloat16Storage: 'BF16',
  LongStorage: 'I64', IntStorage: 'I32', ShortStorage: 'I16', CharStorage: 'I8', ByteStorage: 'U8',
}; // prettier-ignore

/** The keys under which checkpoints have the parameters. */
const usualKeys = ['state_dict', 'model_state_dict', 'model', 'net', 'params'];

/** A storage in the archive, which tensors refer to. */
class Storage {
  constructor(
    readonly type: NumberType,
    readonly key: string,
  ) {}
}

/** A tensor as the pickle describes it. */
class PickledTensor {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** A reader that never goes back, so that a damaged length cannot make it loop. */
class ForwardReader extends BufferReader {
  override skip(offset: number): void {
    if (!(offset >= 0)) throw new RangeError('A length is negative.');
    super.skip(offset);
  }

  override uint64(): number {
    const low = this.uint32();
    return low + 2 ** 32 * this.uint32();
  }
}

/**
 * Reads the tensors of a state_dict that torch.save wrote. Nothing in the pickle is executed: the few names that a
 * state_dict needs are replaced by constructors of plain data, and any other name is refused.
 * @throws ModelError where the file is something else, or has other names
 */
export function readPickle(bytes: Uint8Array): NamedTensor[] {
  const entries = unzip(bytes);
  const pickle = Object.keys(entries).find((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickle === undefined)
    throw new ModelError(
      l10n.t('it is not a file that torch.save writes since PyTorch 1.6; save the state_dict again'),
    );
  const folder = pickle.slice(0, -'data.pkl'.length);
  const tensors = tensorsIn(parse(entries[pickle]));
  checkTotal(tensors.reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0));
  return tensors.map(([name, tensor]) =>
    toNamed(name, tensor, entries[`${folder}data/${tensor.storage.key}`]),
  );
}

function unzip(bytes: Uint8Array): Readonly<Record<string, Uint8Array | undefined>> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const isPickle = name.endsWith('data.pkl');
        total += originalSize;
        if (total > 8 * limits.parameters || (isPickle && originalSize > limits.modelHeaderBytes))
          throw new ModelError(l10n.t('it has more than {0} million values', limits.parameters / 1e6));
        return isPickle || /(^|\/)data\/\d+$/.test(name);
      },
    });
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(l10n.t('it is not a zip archive, as torch.save writes it, or it is damaged'));
  }
}

function parse(pickle: Uint8Array | undefined): unknown {
  const parser = new Parser({
    unpicklingTypeOfDictionary: 'Map',
    nameResolver: { resolve: (module, name) => replacementOf(module, name) },
    persistentResolver: { resolve: (id) => storageOf(id) },
  });
  try {
    return parser.read<unknown>(new ForwardReader(pickle ?? new Uint8Array()));
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(l10n.t('its pickle is damaged'));
  }
}

type Replacement = (...args: unknown[]) => unknown;

/** Returns what replaces a name in the pickle. */
function replacementOf(module: string, name: string): Replacement {
  const full = `${module}.${name}`;
  if (full === 'collections.OrderedDict') return () => new Map();
  if (full === 'torch._utils._rebuild_tensor_v2') return rebuildTensor;
  if (full === 'torch._utils._rebuild_parameter') return (tensor) => tensor;
  const type = module === 'torch' && Object.hasOwn(storages, name) ? storages[name] : null;
  if (type) return Object.assign(() => null, { type });
  throw new ModelError(
    l10n.t(
      'its pickle has "{0}", which is not part of a state_dict and is not executed; save only the state_dict',
      shorten(full),
    ),
  );
}

function rebuildTensor(storage: unknown, offset: unknown, shape: unknown, strides: unknown): PickledTensor {
  if (
    storage instanceof Storage && isCount(offset) && areCounts(shape) && areCounts(strides) &&
    shape.length === strides.length
  ) return new PickledTensor(storage, offset, shape, strides); // prettier-ignore
  throw new TypeError('A tensor is damaged.');
}

/** Returns the storage of a persistent id: ("storage", type, key, location, number of elements). */
function storageOf(id: unknown): Storage {
  const [kind, type, key] = Array.isArray(id) ? (id as unknown[]) : [];
  if (kind === 'storage' && typeof type === 'function' && 'type' in type && typeof key === 'string')
    return new Storage(type.type as NumberType, key);
  throw new TypeError('A storage is damaged.');
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const areCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

/** Returns the tensors of a state_dict, or of the only state_dict within a checkpoint. */
function tensorsIn(value: unknown): (readonly [string, PickledTensor])[] {
  const own = entriesOf(value);
  const found = own.filter((entry): entry is [string, PickledTensor] => entry[1] instanceof PickledTensor);
  if (found.length > 0) return found;
  const key = usualKeys.find((each) => own.some(([name, inner]) => name === each && inner instanceof Map));
  const inner = own.find(([name]) => name === key);
  if (inner && key !== undefined) return tensorsIn(inner[1]);
  throw new ModelError(l10n.t('it has no state_dict'));
}

const entriesOf = (value: unknown): [string, unknown][] =>
  value instanceof Map ? [...(value as Map<unknown, unknown>)].map(([key, each]) => [String(key), each]) : [];

function toNamed(name: string, tensor: PickledTensor, bytes: Uint8Array | undefined): NamedTensor {
  const { storage, offset, shape, strides } = tensor;
  const size = sizeOf(shape);
  const last = shape.reduce((index, length, axis) => index + Math.max(0, length - 1) * strides[axis], offset);
  const stored = bytes && decodeNumbers(storage.type, bytes, last + 1);
  if (!stored || size === 0)
    throw new ModelError(l10n.t('the place of "{0}" does not fit its shape or the file', shorten(name)));
  const values =
    stored.slice(0, 0).constructor === Float32Array ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = stored[offset + indexOf(i, shape, strides)];
  return { name, shape, values };
}

/** Returns the offset of an element, given its index in row-major order. */
function indexOf(index: number, shape: readonly number[], strides: readonly number[]): number {
  let [rest, at] = [index, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at += (rest % shape[axis]) * strides[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return at;
}
