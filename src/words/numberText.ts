/** Formats a number with at most seven significant digits and no trailing zeros: 0.0822, 3.510188e-5. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(7)));
}
