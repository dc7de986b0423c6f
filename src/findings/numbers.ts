/** Seven digits at the most, the ones that tell nothing left out: 0.0822, 3.510188e-5. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(7)));
}
