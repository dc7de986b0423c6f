import type { NetworkConfig } from '../../config/spec.js';
import { limits } from '../../engine/limits.js';
import { dataFile, wholeFile, type DataFile, type LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import * as l10n from '@vscode/l10n';
import { DataError, refusal } from '../finding.js';
import { fromArrays, fromText, type CompareResult, type GradientSource } from './gradientSource.js';
import { readGradientsArchive, readGradientsArray } from './readGradientsArchive.js';
import { placesIn } from './placesIn.js';
import type { LayerShape } from './placeTensors.js';

/** The path of the config value that names gradients to compare with. */
export const comparePath = ['gradientCheck', 'compare'];

/** Loads the file that a config compares its gradients with. Gradients that a command prints are not loaded here. */
export async function loadCompareFileOf(
  spec: NetworkConfig,
  files: Files,
  inputs: number | null,
  options: LoadOptions = {},
): Promise<CompareResult> {
  const { layers, gradientCheck } = spec;
  const { compare } = gradientCheck;
  if (typeof compare !== 'string') return { file: null, findings: [] };
  return loadCompareFile(compare, files, layerShapes(layers, inputs), options);
}

/** Returns the shapes of layers with so many inputs; null where their number is not known. */
export function layerShapes(layers: NetworkConfig['layers'], inputs: number | null): LayerShape[] {
  return layers.map(({ units }, i) => ({ units, inputs: i === 0 ? inputs : layers[i - 1].units }));
}

/**
 * Loads gradients, or quantities computed by hand, from JSON, .npz or .npy. Problems are returned as findings on the config's
 * `compare`, those in JSON with their position in the file.
 *
 * @param name the file's name as given in the config, relative to the folder of `files`
 */
export async function loadCompareFile(
  name: string,
  files: Files,
  layers: readonly LayerShape[],
  options: LoadOptions = {},
): Promise<CompareResult> {
  const file = dataFile(name, files, comparePath);
  try {
    if (/\.mat$/i.test(name)) throw matlabFile(file);
    const content = await wholeFile(file, options, limits.givenBytes);
    const source = sourceOf(file);
    if (/\.npz$/i.test(name)) return fromArrays(source, readGradientsArchive(content, layers));
    if (/\.npy$/i.test(name)) return fromArrays(source, readGradientsArray(content, layers));
    return fromText(source, decodeText(content), layers);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { file: null, findings: error.findings };
  }
}

/** Decodes a text. Shells on Windows write UTF-16 with a mark at the start. */
function decodeText(content: Uint8Array): string {
  const [a, b] = content;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(content);
}

function matlabFile({ name, at }: DataFile): DataError {
  const message = l10n.t(
    '"{0}" is a MATLAB file, which cannot be read. Write JSON instead: writelines(jsonencode(struct("dW1", dW1, "db1", db1)), "gradients.json").',
    name,
  );
  return refusal('compare-file', at, message);
}

const sourceOf = ({ name, path, at }: DataFile): GradientSource => ({
  name,
  at,
  isProgram: false,
  problemPlace: (at) => ({ file: path, ...at }),
  placesIn: (text, raw) => (text === null ? () => null : placesIn(path, text, raw)),
});
