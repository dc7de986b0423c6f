/** Returns the median of some numbers. @throws RangeError where there are none */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('The median of no numbers is not defined.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
