import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { GivenGradients } from '../../engine/check/given.js';
import type { Rounding } from '../../engine/check/roundedRows.js';
import type { SheetNumber } from '../../engine/check/sheet.js';
import { bytes, type DataFile, type LoadOptions } from '../file.js';
import { capped, DataError, finding, refusal } from '../finding.js';
import { readGradientsText, type SheetEntry } from './json.js';
import { readGradientsArchive } from './npz.js';
import { placesIn, type PlaceInFile } from './places.js';
import { toGiven } from './raw.js';
import { finenessOf, ownRounding, stepRounding } from './rounding.js';

/** What the file named by `gradientCheck.compare` holds. */
export type CompareFile =
  | { readonly kind: 'gradients'; readonly given: GivenGradients; readonly placeOf: PlaceInFile }
  | {
      readonly kind: 'sheet';
      readonly numbers: readonly SheetNumber[];
      readonly steps: Rounding;
      readonly placeOf: PlaceInFile;
    };

export interface CompareResult {
  /** null where a finding is an error. */
  readonly file: CompareFile | null;
  readonly findings: readonly Finding[];
}

/**
 * Someone's gradients, or quantities worked by hand, from JSON or .npz. What is wrong with them comes back as findings
 * on the config's `compare`, each with its place in the file.
 * @param name as the config has it, relative to `directory`
 * @param layers how many the network has
 */
export async function loadCompareFile(
  name: string,
  directory: string,
  layers: number,
  options: LoadOptions = {},
): Promise<CompareResult> {
  const file: DataFile = { name, path: path.resolve(directory, name), at: ['gradientCheck', 'compare'] };
  try {
    const content = await buffer(Readable.from(bytes(file, options)));
    const result = /\.npz$/i.test(name)
      ? fromArchive(file, content)
      : fromText(file, content.toString('utf8').replace(/^\uFEFF/, ''));
    checkLayers(file, result, layers);
    return result;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { file: null, findings: error.findings };
  }
}

function fromText(file: DataFile, text: string): CompareResult {
  const read = readGradientsText(text);
  const findings = read.problems.map(({ offset, message, isWarning }) => {
    const before = text.slice(0, offset).split('\n');
    const place = {
      file: file.path,
      line: before.length,
      column: before[before.length - 1].length + 1,
      message,
    };
    const where = l10n.t('"{0}", line {1}: {2}', file.name, place.line, message);
    return finding('compare-file', file.at, where, {
      severity: isWarning ? 'warning' : 'error',
      related: [place],
    });
  });
  if (read.kind === 'invalid') return { file: null, findings: capped(findings) };
  const placeOf = placesIn(file, text);
  if (read.kind === 'sheet') return { file: toSheet(read.entries, placeOf), findings: capped(findings) };
  return { file: { kind: 'gradients', given: toGiven(read.raw), placeOf }, findings: capped(findings) };
}

/** Each number by itself: a sheet has quantities of every size. */
function toSheet(entries: readonly SheetEntry[], placeOf: PlaceInFile): CompareFile {
  const written = entries.map(({ number }) => number);
  const fineness = finenessOf(written);
  const numbers = entries.map(({ name, number }) => ({
    name,
    value: number.value,
    rounding: ownRounding(number, fineness),
  }));
  return { kind: 'sheet', numbers, steps: stepRounding(written, fineness), placeOf };
}

function fromArchive(file: DataFile, content: Uint8Array): CompareResult {
  const { raw, problems } = readGradientsArchive(content);
  const findings = problems.map(({ message, isWarning }) =>
    finding('compare-file', file.at, l10n.t('"{0}": {1}', file.name, message), {
      severity: isWarning ? 'warning' : 'error',
    }),
  );
  const given = raw && toGiven(raw);
  return { file: given && { kind: 'gradients', given, placeOf: () => null }, findings: capped(findings) };
}

function checkLayers({ name, at }: DataFile, { file }: CompareResult, layers: number): void {
  if (file?.kind !== 'gradients' || file.given.layers.length <= layers) return;
  const message = l10n.t(
    '"{0}" has gradients of {1} layers, but the network has {2}.',
    name,
    file.given.layers.length,
    layers,
  );
  throw refusal('compare-layers', at, message);
}
