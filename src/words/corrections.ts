import type { Correction } from '../config/problem.js';
import type { Comparison } from '../engine/check/compareGradients.js';
import type { DigitCounts, PlaceOf } from '../engine/check/givenGradients.js';
import type { SheetNumber, SheetReport } from '../engine/check/checkSheet.js';
import { describeWrongEntry, type ParameterNamer } from './diagnoses.js';
import { describeEntry } from './sheetFindings.js';

/** The most wrong gradients that are corrected in one file. */
const mostCorrections = 1000;

/** Returns the corrections of wrong gradients, rounded as the numbers around them were. */
export function gradientCorrections(
  { tensors }: Comparison,
  nameOf: ParameterNamer,
  placeOf: PlaceOf,
): Correction[] {
  const wrong = tensors.flatMap(({ layer, tensor, assumed, entries }) =>
    entries.map((entry) => ({ entry, assumed, name: nameOf(layer, tensor, entry.index) })),
  );
  return wrong.slice(0, mostCorrections).flatMap(({ entry, assumed, name }) => {
    const place = placeOf(entry.place);
    const right = roundedText(entry.truth, assumed);
    return place ? [{ ...place, message: describeWrongEntry(name, entry), right }] : [];
  });
}

/** The most quantities that are corrected, since the time to find each name grows with the number of names. */
const mostQuantities = 200;

/** Returns the corrections of the wrong numbers of a sheet, each with as many decimals as it was given with. */
export function sheetCorrections(
  { entries }: SheetReport,
  numbers: readonly SheetNumber[],
  placeOf: PlaceOf,
): Correction[] {
  const roundings = new Map(numbers.map(({ name, rounding }) => [name, rounding]));
  const wrong = entries.filter(({ verdict }) => verdict === 'wrong').slice(0, mostQuantities);
  return wrong.flatMap((entry) => {
    const place = placeOf({ kind: 'quantity', name: entry.name });
    const decimals = Math.round(-Math.log10(2 * (roundings.get(entry.name) ?? 0)));
    const right = roundedText(entry.truth, { decimals, digits: leastDigits });
    return place ? [{ ...place, message: describeEntry(entry), right }] : [];
  });
}

/** The fewest significant digits of a correction. With fewer, its relative error could exceed 1%. */
const leastDigits = 3;

/** Returns a number rounded to its decimals, or to significant digits where the decimals are too coarse for it. */
function roundedText(value: number, counts: DigitCounts | null): string {
  if (!counts || counts.decimals > 15) return String(value);
  const rounded = Number(value.toFixed(Math.max(0, counts.decimals)));
  const isClose = Math.abs(rounded - value) <= 0.005 * Math.abs(value);
  return String(isClose ? rounded : Number(value.toPrecision(Math.max(leastDigits, counts.digits))));
}
