import { unzipSync } from 'fflate';
import * as l10n from '@vscode/l10n';
import { readNpy, type NpyArray } from './npy.js';
import type { RawGradients, RawTensor } from './raw.js';
import { written } from './rounding.js';

/** What is wrong with an archive, or with one of its arrays. */
export interface ArchiveProblem {
  readonly message: string;
  readonly isWarning: boolean;
}

export interface GradientsArchive {
  /** null where nothing could be read. */
  readonly raw: RawGradients | null;
  readonly problems: readonly ArchiveProblem[];
}

/** NumPy's .npz with arrays `layer1.weights`, `layer1.bias`, …, and maybe `loss` and `outputs`. */
export function readGradientsArchive(bytes: Uint8Array): GradientsArchive {
  const problems: ArchiveProblem[] = [];
  const fail = (message: string) => problems.push({ message, isWarning: false });
  const tensors = new Map<string, RawTensor>();
  for (const [entry, content] of Object.entries(unzip(bytes, fail))) {
    const name = entry.replace(/\.npy$/, '');
    if (!/^(layer[1-9]\d*\.(weights|bias)|loss|outputs)$/.test(name)) {
      problems.push({
        message: l10n.t(
          'The array "{0}" is not read; there are layer1.weights, layer1.bias and so on.',
          name,
        ),
        isWarning: true,
      });
      continue;
    }
    try {
      tensors.set(name, toRaw(readNpy(content)));
    } catch (error) {
      fail(
        l10n.t(
          'The array "{0}" cannot be read: {1}.',
          name,
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  }
  for (const [name, { numbers }] of tensors) {
    if (numbers.some((number) => number?.value === Infinity || number?.value === -Infinity))
      fail(l10n.t('The array "{0}" has infinite numbers.', name));
  }
  if (tensors.size === 0 && problems.length === 0) fail(l10n.t('There are no arrays here.'));
  return { raw: problems.some(({ isWarning }) => !isWarning) ? null : gather(tensors), problems };
}

function unzip(bytes: Uint8Array, fail: (message: string) => void): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    fail(l10n.t('This is no .npz archive: {0}.', error instanceof Error ? error.message : String(error)));
    return {};
  }
}

/** NaN stands for an entry that is not given, since an array has no null. */
function toRaw({ shape, values, precision }: NpyArray): RawTensor {
  return {
    shape,
    numbers: Array.from(values, (value) => (Number.isNaN(value) ? null : written(String(value)))),
    precision,
  };
}

function gather(tensors: ReadonlyMap<string, RawTensor>): RawGradients {
  const numbers = [...tensors.keys()].map((name) => Number(/^layer(\d+)/.exec(name)?.[1] ?? 0));
  const layers = Array.from({ length: Math.max(0, ...numbers) }, (_, i) => ({
    weights: tensors.get(`layer${i + 1}.weights`) ?? null,
    bias: tensors.get(`layer${i + 1}.bias`) ?? null,
  }));
  return { layers, loss: tensors.get('loss') ?? null, outputs: tensors.get('outputs') ?? null };
}
