import * as l10n from '@vscode/l10n';
import { modelIn } from '../modelFile.js';
import { ModelError } from '../namedTensor.js';
import { onnxLayers } from '../onnx/onnxLayers.js';
import { readOnnx } from '../onnx/readOnnx.js';
import { decodeSafetensors } from '../safetensors.js';
import type { SavedModel } from '../savedModel.js';
import type { ImportedLayer } from './importedLayer.js';
import { layersOf } from './layersOf.js';
import { readNpz } from './readNpz.js';
import { readPickle } from './readPickle.js';

/** A network that was read from a file: a model that was saved here, or layers of another program. */
export type ReadModel =
  | { readonly kind: 'saved'; readonly model: SavedModel }
  | { readonly kind: 'layers'; readonly layers: readonly ImportedLayer[] };

/** The key of the description in the metadata of files that were written here. */
const key = 'backprop';

/** The readers by the ending of a file's name. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => ReadModel>> = {
  safetensors: (bytes) => {
    const file = decodeSafetensors(bytes);
    if (Object.hasOwn(file.metadata, key)) return { kind: 'saved', model: modelIn(file) };
    return { kind: 'layers', layers: layersOf(file.tensors) };
  },
  npz: (bytes) => ({ kind: 'layers', layers: layersOf(readNpz(bytes)) }),
  pt: (bytes) => ({ kind: 'layers', layers: layersOf(readPickle(bytes)) }),
  pth: (bytes) => ({ kind: 'layers', layers: layersOf(readPickle(bytes)) }),
  onnx: (bytes) => {
    const graph = readOnnx(bytes);
    if (!Object.hasOwn(graph.metadata, key)) return { kind: 'layers', layers: onnxLayers(graph) };
    return { kind: 'saved', model: modelIn({ tensors: [...graph.tensors.values()], metadata: graph.metadata }) }; // prettier-ignore
  },
};

/** The endings of the files that can be read. */
export const modelEndings: readonly string[] = Object.keys(readers);

/**
 * Reads a network from a file, whose format follows from the ending of its name. Lengths are checked before anything is
 * allocated, and nothing in the file is executed.
 * @throws ModelError where the format is not known, or the file has something else than dense layers
 */
export function readModelFile(name: string, bytes: Uint8Array): ReadModel {
  const ending = /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(readers, ending)) return readers[ending](bytes);
  const known = modelEndings.map((each) => `.${each}`).join(', ');
  throw new ModelError(l10n.t('its name ends with none of {0}', known));
}
