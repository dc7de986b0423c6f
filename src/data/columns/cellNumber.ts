export type DecimalSign = '.' | ',';

/** Matches a number with its sign, its currency or percent sign, and parentheses, which accountants write for a minus. */
const written =
  /^(\()?\s*([-+−])?\s*[$€£¥]?\s*([-+−])?\s*([\d.,'’\s]*\d[\d.,'’\s]*?(?:e[-+]?\d+)?)\s*([$€£¥%])?\s*(\))?$/iu;

/** The digits that are allowed, by decimal sign: groups of three with separators, or digits without. */
const digits: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^(?:[1-9]\d{0,2}(?:,\d{3})+|\d{1,3}(?:['’\s]\d{3})+|\d*)(?:\.\d*)?(?:e[-+]?\d+)?$/i,
  ',': /^(?:[1-9]\d{0,2}(?:\.\d{3})+|\d{1,3}(?:['’\s]\d{3})+|\d*)(?:,\d*)?(?:e[-+]?\d+)?$/i,
};
const separators: Readonly<Record<DecimalSign, RegExp>> = { '.': /[,'’\s]/g, ',': /[.'’\s]/g };

/**
 * Returns the number that a trimmed cell has, or NaN. Besides what JavaScript reads, thousands separators, a currency
 * sign, percent and parentheses for a minus are understood. Infinity is not a number here.
 */
export function readNumber(cell: string, decimal: DecimalSign): number {
  if (decimal === '.') {
    const value = Number(cell);
    if (Number.isFinite(value)) return cell === '' ? NaN : value;
  }
  const match = written.exec(cell);
  if (!match) return NaN;
  const [, open = '', first = '', second = '', body, mark, close = ''] = match;
  if (!digits[decimal].test(body) || (open !== '') !== (close !== '') || (first !== '' && second !== ''))
    return NaN;
  const size = Number(body.replace(separators[decimal], '').replace(',', '.'));
  if (!Number.isFinite(size)) return NaN;
  const sign = first + second;
  const isNegative = (sign !== '' && sign !== '+') !== (open !== '');
  const value = mark === '%' ? size / 100 : size;
  return isNegative ? -value : value;
}

/** What a cell says about the decimal sign of its column. */
export type SignEvidence = 'point' | 'comma' | 'ambiguous comma' | 'ambiguous point' | 'none';

/** Returns what a cell says about the decimal sign. "1,234" may be a thousand or one and a bit, and so may "1.234". */
export function signEvidence(cell: string): SignEvidence {
  if (!cell.includes(',') && !cell.includes('.')) return 'none';
  const asPoint = !Number.isNaN(readNumber(cell, '.'));
  const asComma = !Number.isNaN(readNumber(cell, ','));
  if (asPoint && asComma) return cell.includes(',') ? 'ambiguous comma' : 'ambiguous point';
  return asPoint ? 'point' : asComma ? 'comma' : 'none';
}

/** Returns whether a cell that is not a number stands for infinity, or is too large for float64. */
export const isInfinite = (cell: string): boolean => /^[+-]?(inf(inity)?|[\d.]+e[+-]?\d+)$/i.test(cell);
