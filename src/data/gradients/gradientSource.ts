import * as l10n from '@vscode/l10n';
import { Lines, type LineColumn } from '../../config/lines.js';
import type { Finding, Related } from '../../config/problem.js';
import type { JsonPath } from '../../config/span.js';
import type { GivenFile, PlaceOf } from '../../engine/check/givenGradients.js';
import { capped, finding, mostFindings, refusal } from '../finding.js';
import type { LayerShape } from './placeTensors.js';
import { toGiven, type RawGradients } from './rawGradients.js';
import type { GradientsArchive } from './readGradientsArchive.js';
import { readGradientsText, type SheetEntry } from './readGradientsText.js';
import { digitCountsOf, ownRounding, stepRounding } from './rounding.js';

/** What gradients are read from: a file, or what a program has written. */
export interface GradientSource {
  /** Its name in messages. */
  readonly name: string;
  /** The path of the config value that names it. */
  readonly at: JsonPath;
  readonly isProgram: boolean;
  /** Returns the place where a problem in its text is shown; null where there is none. */
  problemPlace(at: LineColumn, offset: number, text: string): Omit<Related, 'message'> | null;
  /** Returns a function for the places of the values in its text; `text` is null for an archive. */
  placesIn(text: string | null, raw: RawGradients | null): PlaceOf;
}

export interface CompareResult {
  /** The contents; null where a finding is an error, or where nothing is named. */
  readonly file: GivenFile | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads gradients, or quantities computed by hand, from JSON.
 *
 * @throws DataError where there are more layers than the network has
 */
export function fromText(source: GradientSource, text: string, layers: readonly LayerShape[]): CompareResult {
  const read = readGradientsText(text, layers);
  const lines = new Lines(text);
  const first = read.problems.slice(0, mostFindings).map(({ offset, message, isWarning }) => {
    const at = lines.at(offset);
    const place = source.problemPlace(at, offset, text);
    const where = l10n.t('"{0}", line {1}: {2}', source.name, at.line, message);
    return finding('compare-file', source.at, where, {
      severity: isWarning ? 'warning' : 'error',
      related: place ? [{ ...place, message }] : [],
    });
  });
  const findings = capped(first, read.problems.length);
  if (read.kind === 'invalid') return { file: null, findings };
  if (read.kind === 'sheet') {
    const { isProgram } = source;
    return { file: { ...toSheet(read.entries), isProgram, placeOf: source.placesIn(text, null) }, findings };
  }
  return fromRaw(source, text, read.raw, findings);
}

/**
 * Returns the gradients of arrays that were read.
 *
 * @throws DataError where there are more layers than the network has
 */
export function fromArrays(source: GradientSource, { raw, problems }: GradientsArchive): CompareResult {
  const first = problems.slice(0, mostFindings).map(({ message, isWarning }) =>
    finding('compare-file', source.at, l10n.t('"{0}": {1}', source.name, message), {
      severity: isWarning ? 'warning' : 'error',
    }),
  );
  const findings = capped(first, problems.length);
  return raw ? fromRaw(source, null, raw, findings) : { file: null, findings };
}

function fromRaw(
  source: GradientSource,
  text: string | null,
  raw: RawGradients,
  findings: readonly Finding[],
): CompareResult {
  checkLayers(source, raw);
  const placeOf = source.placesIn(text, raw);
  return {
    file: { kind: 'gradients', given: toGiven(raw), isProgram: source.isProgram, placeOf },
    findings: [...findings, ...(source.isProgram ? missingNumbers(source, raw) : [])],
  };
}

/** Converts a sheet. Each number has its own rounding, since the quantities differ in magnitude. */
function toSheet(entries: readonly SheetEntry[]) {
  const written = entries.map(({ number }) => number);
  const counts = digitCountsOf(written);
  const numbers = entries.map(({ name, number }) => ({
    name,
    value: number.value,
    rounding: ownRounding(number, counts),
  }));
  return { kind: 'sheet', numbers, steps: stepRounding(written, counts) } as const;
}

/** @throws DataError where there are more layers than the network has */
function checkLayers({ name, at }: GradientSource, { layers, layerCount }: RawGradients): void {
  if (layerCount <= layers.length) return;
  const message = l10n.t(
    '"{0}" has gradients of {1} layers, but the network has {2}.',
    name,
    layerCount,
    layers.length,
  );
  throw refusal('compare-layers', at, message);
}

/** Returns an error where a program has given null or NaN. A person leaves numbers out, but a program does not. */
function missingNumbers({ name, at }: GradientSource, { layers }: RawGradients): Finding[] {
  const tensors = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const count = tensors.reduce(
    (sum, tensor) => sum + (tensor?.numbers.filter((number) => number === null).length ?? 0),
    0,
  );
  if (count === 0) return [];
  const message = l10n.t(
    '"{0}" gave null or NaN instead of numbers ({1} in all). Look for an overflow or a division by 0; JavaScript writes NaN as null.',
    name,
    count,
  );
  return [finding('compare-null', at, message)];
}
