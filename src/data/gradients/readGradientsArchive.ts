import { unzipSync, type UnzipFileInfo } from 'fflate';
import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import { expectedNames, nothingFound } from './readGradientsText.js';
import { placeTensors, parseName, type LayerShape } from './placeTensors.js';
import { readNpy, type NpyArray } from './readNpy.js';
import type { RawGradients, RawTensor } from './rawGradients.js';
import { written } from './rounding.js';

/** A problem with an archive or one of its arrays. */
export interface ArchiveProblem {
  readonly message: string;
  readonly isWarning: boolean;
}

export interface GradientsArchive {
  /** The gradients; null where there is an error or no gradient. */
  readonly raw: RawGradients | null;
  readonly problems: readonly ArchiveProblem[];
}

/** Reads gradients under common names, and optionally `loss` and `outputs`, from NumPy's .npz format. */
export function readGradientsArchive(bytes: Uint8Array, layers: readonly LayerShape[]): GradientsArchive {
  const problems: ArchiveProblem[] = [];
  const { arrays, unread } = unzip(bytes, (message) => problems.push({ message, isWarning: false }));
  return readArrays(arrays, unread, layers, problems);
}

/** Reads the gradient of a network's first weights from NumPy's .npy format, which has one array without a name. */
export function readGradientsArray(bytes: Uint8Array, layers: readonly LayerShape[]): GradientsArchive {
  return readArrays(new Map([['arr_0', bytes]]), [], layers, []);
}

function readArrays(
  arrays: ReadonlyMap<string, Uint8Array>,
  unread: readonly string[],
  layers: readonly LayerShape[],
  problems: ArchiveProblem[],
): GradientsArchive {
  const fail = (message: string) => problems.push({ message, isWarning: false });
  const tensors = new Map<string, RawTensor>();
  for (const [name, content] of arrays) {
    try {
      const array = readNpy(content);
      if (array.values.some((value) => Math.abs(value) === Infinity))
        fail(l10n.t('The array "{0}" contains infinite numbers.', shorten(name)));
      tensors.set(name, toRaw(name, array));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      fail(l10n.t('The array "{0}" cannot be read: {1}.', shorten(name), reason));
    }
  }
  const isBroken = problems.length > 0;
  const { raw, unknown } = gather(tensors, layers);
  const names = [...unread, ...unknown];
  const isEmpty = raw.layerCount === 0;
  if (!isBroken && isEmpty) fail(nothingFound(names));
  else
    for (const name of names) {
      const message = l10n.t(
        '"{0}" is not the name of a gradient and is ignored. {1}',
        shorten(name),
        expectedNames(),
      );
      problems.push({ message, isWarning: true });
    }
  return { raw: isBroken || isEmpty ? null : raw, problems };
}

const others = /^(loss|outputs)$/;
const positional = /^arr_\d+$/;

interface Entries {
  readonly arrays: ReadonlyMap<string, Uint8Array>;
  /** The names of the entries that were not unpacked. */
  readonly unread: readonly string[];
}

/** The largest size of an array's header, in bytes. */
const headerBytes = 1 << 12;

/** Unpacks the entries that may be gradients, as long as their declared sizes are within the limit. */
function unzip(bytes: Uint8Array, fail: (message: string) => void): Entries {
  const unread: string[] = [];
  let total = 0;
  const filter = ({ name: entry, originalSize }: UnzipFileInfo): boolean => {
    const name = plain(entry);
    if (!others.test(name) && !positional.test(name) && !parseName(name)) {
      unread.push(name);
      return false;
    }
    total += originalSize;
    return total <= 8 * limits.givenNumbers + headerBytes;
  };
  try {
    const found = Object.entries(unzipSync(bytes, { filter }));
    if (total > 8 * limits.givenNumbers + headerBytes)
      fail(l10n.t('There are more than {0} values.', limits.givenNumbers.toLocaleString('en')));
    return { arrays: new Map(found.map(([entry, content]) => [plain(entry), content])), unread };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(l10n.t('This is not an .npz archive: {0}.', reason));
    return { arrays: new Map(), unread: [] };
  }
}

const plain = (entry: string): string => entry.replace(/\.npy$/, '');

/** Converts an array. NaN represents an entry that is not given, since arrays cannot contain null. */
function toRaw(name: string, { shape, values, precision }: NpyArray): RawTensor {
  return {
    shape,
    numbers: Array.from(values, (value) => (Number.isNaN(value) ? null : written(String(value)))),
    precision,
    path: [name],
  };
}

function gather(
  tensors: ReadonlyMap<string, RawTensor>,
  shapes: readonly LayerShape[],
): { readonly raw: RawGradients; readonly unknown: readonly string[] } {
  const named = [...tensors].filter(([name]) => !others.test(name));
  const places = placeTensors(
    named.map(([name, { shape }]) => ({ name, shape, layer: null })),
    shapes,
  );
  const layers: { weights: RawTensor | null; bias: RawTensor | null }[] = shapes.map(() => ({
    weights: null,
    bias: null,
  }));
  const unknown: string[] = [];
  let layerCount = 0;
  for (const [i, [name, tensor]] of named.entries()) {
    const at = places[i];
    if (!at || layers[at.layer]?.[at.tensor]) unknown.push(name);
    else {
      layerCount = Math.max(layerCount, at.layer + 1);
      if (at.layer < layers.length) layers[at.layer][at.tensor] = tensor;
    }
  }
  const { loss = null, outputs = null } = Object.fromEntries(tensors);
  return { raw: { layers, layerCount, loss, outputs }, unknown };
}
