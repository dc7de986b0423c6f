import { telling, type Fineness } from '../../engine/check/given.js';
import type { Rounding } from '../../engine/check/roundedRows.js';

/** A number as it was written. */
export interface Written {
  readonly value: number;
  /** Digits after the point: 4 of 0.0822, 6 of 3.2e-05. */
  readonly decimals: number;
  /** Digits from the first that is not 0. */
  readonly digits: number;
}

/**
 * Returns how a number's text, in JSON's notation, was rounded at the finest. Programs write whole numbers as 1.0: that
 * is no sign of one decimal.
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

/** Returns to how many decimals and digits numbers were rounded; zeros at the end may have been dropped. */
export function finenessOf(numbers: readonly Written[]): Fineness {
  return numbers.reduce(
    (finest, { decimals, digits }) => ({
      decimals: Math.max(finest.decimals, decimals),
      digits: Math.max(finest.digits, digits),
    }),
    { decimals: 0, digits: 0 },
  );
}

/**
 * Returns by how much each number may be off by having been written down: half a unit of the last decimal of its
 * tensor, or of the last digit where numbers were rounded to a number of digits, whichever is coarser.
 */
export function roundingOf(numbers: readonly Written[], { decimals, digits }: Fineness): Float64Array {
  return Float64Array.from(numbers, ({ value }) => {
    const leading =
      value === 0 || !Number.isFinite(value) ? -Infinity : Math.floor(Math.log10(Math.abs(value)));
    return 0.5 * Math.max(1 / 10 ** decimals, 10 ** (leading - digits + 1));
  });
}

/** Numbers finer than this come from a program, which rounds nothing on the way. */
export const byHand = 10;

/** How someone who rounds at each step rounds there: as the results are. */
export function stepRounding(numbers: readonly Written[], { decimals, digits }: Fineness): Rounding {
  const count = (isSo: (number: Written) => boolean) => numbers.filter(isSo).length;
  const byDecimals =
    count((number) => number.decimals === decimals) >= count((number) => number.digits === digits);
  if (byDecimals)
    return { absolute: decimals > 0 && decimals <= byHand ? 0.5 / 10 ** decimals : 0, relative: 0 };
  return { absolute: 0, relative: digits > 1 && digits <= byHand ? 0.5 * 10 ** (1 - digits) : 0 };
}

/** By how much a number written by hand may be off: half a unit of its own last decimal, or of the sheet's where it has hardly any. */
export function ownRounding({ decimals }: Written, sheet: Fineness): number {
  return 0.5 / 10 ** (decimals < telling ? sheet.decimals : decimals);
}
