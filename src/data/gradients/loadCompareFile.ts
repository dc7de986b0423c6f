import * as l10n from '@vscode/l10n';
import { Lines } from '../../config/lines.js';
import type { Finding } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { GivenFile, PlaceOf } from '../../engine/check/givenGradients.js';
import { dataFile, wholeFile, type DataFile, type LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { capped, DataError, finding, mostFindings, refusal } from '../finding.js';
import { limits } from '../../engine/limits.js';
import { readGradientsText, type SheetEntry } from './readGradientsText.js';
import type { LayerShape } from './placeTensors.js';
import { readGradientsArchive, readGradientsArray, type GradientsArchive } from './readGradientsArchive.js';
import { placesIn } from './placesIn.js';
import { toGiven, type RawGradients } from './rawGradients.js';
import { digitCountsOf, ownRounding, stepRounding } from './rounding.js';

export interface CompareResult {
  /** The contents; null where a finding is an error, or where no file is named. */
  readonly file: GivenFile | null;
  readonly findings: readonly Finding[];
}

/** Loads the file that a config compares its gradients with; `inputs` is null where its data could not be read. */
export async function loadCompareFileOf(
  { layers, gradientCheck: { compare } }: NetworkConfig,
  files: Files,
  inputs: number | null,
  options: LoadOptions = {},
): Promise<CompareResult> {
  if (compare === null) return { file: null, findings: [] };
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
  const file = dataFile(name, files, ['gradientCheck', 'compare']);
  try {
    if (/\.mat$/i.test(name)) throw matlabFile(file);
    const content = await wholeFile(file, options, limits.givenBytes);
    if (/\.npz$/i.test(name)) return fromArrays(file, readGradientsArchive(content, layers));
    if (/\.npy$/i.test(name)) return fromArrays(file, readGradientsArray(content, layers));
    return fromText(file, decodeText(content), layers);
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

function fromText(file: DataFile, text: string, layers: readonly LayerShape[]): CompareResult {
  const read = readGradientsText(text, layers);
  const lines = new Lines(text);
  const first = read.problems.slice(0, mostFindings).map(({ offset, message, isWarning }) => {
    const place = { file: file.path, ...lines.at(offset), message };
    const where = l10n.t('"{0}", line {1}: {2}', file.name, place.line, message);
    const severity = isWarning ? 'warning' : 'error';
    return finding('compare-file', file.at, where, { severity, related: [place] });
  });
  const findings = capped(first, read.problems.length);
  if (read.kind === 'invalid') return { file: null, findings };
  if (read.kind === 'sheet') return { file: toSheet(read.entries, placesIn(file, text, null)), findings };
  checkLayers(file, read.raw);
  const placeOf = placesIn(file, text, read.raw);
  return { file: { kind: 'gradients', given: toGiven(read.raw), placeOf }, findings };
}

/** Converts a sheet. Each number has its own rounding, since the quantities differ in magnitude. */
function toSheet(entries: readonly SheetEntry[], placeOf: PlaceOf): GivenFile {
  const written = entries.map(({ number }) => number);
  const counts = digitCountsOf(written);
  const numbers = entries.map(({ name, number }) => ({
    name,
    value: number.value,
    rounding: ownRounding(number, counts),
  }));
  return { kind: 'sheet', numbers, steps: stepRounding(written, counts), placeOf };
}

function fromArrays(file: DataFile, { raw, problems }: GradientsArchive): CompareResult {
  const first = problems.slice(0, mostFindings).map(({ message, isWarning }) =>
    finding('compare-file', file.at, l10n.t('"{0}": {1}', file.name, message), {
      severity: isWarning ? 'warning' : 'error',
    }),
  );
  const findings = capped(first, problems.length);
  if (!raw) return { file: null, findings };
  checkLayers(file, raw);
  return { file: { kind: 'gradients', given: toGiven(raw), placeOf: () => null }, findings };
}

/** @throws DataError where the file has more layers than the network */
function checkLayers({ name, at }: DataFile, { layers, layerCount }: RawGradients): void {
  if (layerCount <= layers.length) return;
  const message = l10n.t(
    '"{0}" has gradients of {1} layers, but the network has {2}.',
    name,
    layerCount,
    layers.length,
  );
  throw refusal('compare-layers', at, message);
}
