/** Formats microseconds with three digits in a suitable unit. */
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

/** Formats a number with three digits, or with all digits before the decimal point. */
export function formatNumber(value: number): string {
  if (value >= 99.95) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** Formats the ratio of two times. */
export function formatRatio(theirs: number, ours: number): string {
  return `${formatNumber(theirs / ours)}×`;
}
