import type { NoteNumber } from '../../config/notes/notes.js';

/** The most decimals that `toFixed` and `toExponential` write. */
const mostDecimals = 100;

/** Returns a value with so many significant digits, or rounded as a number of the document is written. */
export function roundedText(value: number, number: NoteNumber, digits: number | null): string {
  if (!Number.isFinite(value)) return String(value);
  if (digits !== null) return withoutSign(value.toPrecision(digits));
  if (number.kind !== 'number') return String(value);
  const { decimals, exponential } = number;
  const text =
    exponential === null
      ? value.toFixed(Math.min(mostDecimals, decimals))
      : value.toExponential(Math.min(mostDecimals, exponential));
  return withoutSign(text);
}

/** Removes the sign of a number that is rounded to zero. */
const withoutSign = (text: string): string => (Number(text) === 0 ? text.replace('-', '') : text);
