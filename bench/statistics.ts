/** Three digits in the unit that suits. */
export function formatTime(us: number): string {
  const units = ['µs', 'ms', 's'];
  let value = us;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatNumber(value)} ${units[unit]}`;
}

/** Three digits, or all there are before the point. */
export function formatNumber(value: number): string {
  if (value >= 99.95) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** How many times as long. */
export function formatRatio(theirs: number, ours: number): string {
  return `${formatNumber(theirs / ours)}×`;
}
