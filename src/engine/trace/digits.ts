/** The number of significant digits shown; `full`: as many as identify the float64. */
export type Digits = number | 'full';

/** Returns a number as plain text that every calculator reads: without padding, with an exponent only for very large and very small numbers. */
export function numberText(value: number, digits: Digits): string {
  return String(digits === 'full' || !Number.isFinite(value) ? value : Number(value.toPrecision(digits)));
}

export function numberLatex(value: number, digits: Digits): string {
  const text = numberText(value, digits);
  if (!Number.isFinite(value)) return text.replace('NaN', '\\mathrm{NaN}').replace('Infinity', '\\infty');
  const [mantissa, exponent] = text.split('e');
  return exponent ? `${mantissa} \\cdot 10^{${exponent.replace('+', '')}}` : mantissa;
}
