import type { RawCell } from '../csv/records.js';
import type { FlatColumn } from './openParquet.js';

/** Returns a finite number, or the text of another value as a table of text would have it; an empty text where the value is missing. */
export type CellOf = (value: unknown) => RawCell;

/** Returns the cells of a column's values. Dates are those of ISO 8601. */
export function cellsOf({ path }: FlatColumn): CellOf {
  const { converted_type: converted, scale = 0 } = path[path.length - 1].element;
  const isDate = converted === 'DATE';
  const isDecimal = converted === 'DECIMAL' && scale >= 0 && scale <= 100;
  return (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return isDecimal ? value.toFixed(scale) : cellOfNumber(value);
    if (value instanceof Date) return dateText(value, isDate);
    return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
  };
}

/** Adding 0 makes 0 of −0, as the text of a number does. */
const cellOfNumber = (value: number): RawCell => (Number.isFinite(value) ? value + 0 : String(value));

function dateText(date: Date, isDay: boolean): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return isDay ? text.slice(0, text.indexOf('T')) : text;
}

/** Returns whether a value is a whole number that float64 does not hold exactly. */
export const isInexact = (value: unknown): boolean =>
  typeof value === 'bigint' && BigInt(Number(value)) !== value;
