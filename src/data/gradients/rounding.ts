import { informativeDecimals, type DigitCounts } from '../../engine/check/givenGradients.js';
import type { Rounding } from '../../engine/check/roundedRows.js';

/** A number with the digits of its text. */
export interface Written {
  readonly value: number;
  /** The number of digits after the decimal point: 4 for 0.0822, 6 for 3.2e-05. */
  readonly decimals: number;
  /** The number of significant digits. */
  readonly digits: number;
}

/**
 * Parses a number's text in JSON's notation and returns the finest rounding it may have had. Programs write whole numbers
 * as 1.0, so that is not taken for one decimal.
 */
export function written(text: string): Written {
  const [, whole, decimals = '', exponent = '0'] = /^-?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [
    text,
    '',
    '',
  ];
  const fraction = decimals === '0' ? '' : decimals;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  return {
    value: Number(text),
    decimals: Math.max(0, fraction.length - Number(exponent)),
    digits: fraction.length > 0 ? digits.length : digits.replace(/0+$/, '').length,
  };
}

/** Returns the decimals and digits that numbers were rounded to: the most of any of them, as trailing zeros may be omitted. */
export function digitCountsOf(numbers: readonly Written[]): DigitCounts {
  return numbers.reduce(
    (finest, { decimals, digits }) => ({
      decimals: Math.max(finest.decimals, decimals),
      digits: Math.max(finest.digits, digits),
    }),
    { decimals: 0, digits: 0 },
  );
}

/**
 * Returns the largest rounding error of each written number: half a unit of the last decimal of its tensor or of the last
 * significant digit, whichever is coarser.
 */
export function roundingOf(numbers: readonly Written[], { decimals, digits }: DigitCounts): Float64Array {
  return Float64Array.from(numbers, ({ value }) => {
    const leading =
      value === 0 || !Number.isFinite(value) ? -Infinity : Math.floor(Math.log10(Math.abs(value)));
    return 0.5 * Math.max(1 / 10 ** decimals, 10 ** (leading - digits + 1));
  });
}

/** The most decimals or digits of numbers computed by hand. Finer ones come from a program, which does not round steps. */
export const byHand = 10;

/** Returns the rounding of intermediate results for someone who rounds at each step: the same as that of the results. */
export function stepRounding(numbers: readonly Written[], { decimals, digits }: DigitCounts): Rounding {
  const count = (isSo: (number: Written) => boolean) => numbers.filter(isSo).length;
  const byDecimals =
    count((number) => number.decimals === decimals) >= count((number) => number.digits === digits);
  if (byDecimals)
    return { absolute: decimals > 0 && decimals <= byHand ? 0.5 / 10 ** decimals : 0, relative: 0 };
  return { absolute: 0, relative: digits > 1 && digits <= byHand ? 0.5 * 10 ** (1 - digits) : 0 };
}

/**
 * Returns the largest rounding error of a number computed by hand: half a unit of its own last decimal, or of the sheet's
 * where it has fewer than `informativeDecimals` decimals.
 */
export function ownRounding({ decimals }: Written, sheet: DigitCounts): number {
  return 0.5 / 10 ** (decimals < informativeDecimals ? sheet.decimals : decimals);
}
