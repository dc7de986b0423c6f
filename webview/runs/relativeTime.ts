const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Returns how long ago a time was, such as "5 minutes ago", or its date where that was more than a week ago. */
export function relativeTime(time: number, now: number, language: string): string {
  const seconds = (now - time) / 1000;
  if (seconds > 7 * 86_400)
    return new Date(time).toLocaleDateString(language, { year: 'numeric', month: 'short', day: 'numeric' });
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unit = units.find(([, length]) => seconds >= length);
  return unit ? format.format(-Math.floor(seconds / unit[1]), unit[0]) : format.format(0, 'second');
}
