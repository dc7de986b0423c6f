/** Significant digits of the numbers shown; `full`: as many as it takes to read the very same float64 back. */
export type Digits = number | 'full';

/** Plain text, as every calculator reads it: no padding, an exponent only for the very large and very small. */
export function numberText(value: number, digits: Digits): string {
  return String(digits === 'full' || !Number.isFinite(value) ? value : Number(value.toPrecision(digits)));
}

export function numberLatex(value: number, digits: Digits): string {
  const text = numberText(value, digits);
  if (!Number.isFinite(value)) return text.replace('NaN', '\\mathrm{NaN}').replace('Infinity', '\\infty');
  const [mantissa, exponent] = text.split('e');
  return exponent ? `${mantissa} \\cdot 10^{${exponent.replace('+', '')}}` : mantissa;
}
