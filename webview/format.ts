import * as l10n from '@vscode/l10n';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Replaces the hyphen by a minus sign, which is as wide as a plus and aligned with the digits. */
function signed(text: string): string {
  return text.replaceAll('-', '−');
}

/**
 * Formats `digits` significant digits. Trailing zeros are kept so that a column of numbers does not jump; very large
 * and very small numbers are written as 3.510e−5.
 */
export function formatValue(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || magnitude < 1e-4) return exponential(value, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
  return signed(value.toFixed(Math.min(decimals, 20)));
}

/**
 * Returns the value with `digits` significant digits, or with as many as fit. A number that does not fit is rounded as
 * a whole, to 7.0e−17 or 7e−17, and never cut. `write` adds the surrounding text, which has to fit as well.
 */
export function formatWithin(
  value: number,
  digits: number,
  fits: (text: string) => boolean,
  write: (number: string) => string = (number) => number,
): string {
  let shortest = write(formatValue(value, digits));
  for (let kept = digits; kept > 0 && !fits(shortest); kept--) {
    for (const number of [formatValue(value, kept), exponential(value, kept)]) {
      const text = write(number);
      if (fits(text)) return text;
      if (text.length < shortest.length) shortest = text;
    }
  }
  return shortest;
}

function exponential(value: number, digits: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatValue(value);
  return signed(value.toExponential(digits - 1).replace('+', ''));
}

export function formatCount(value: number): string {
  return grouped.format(value);
}

export function formatPercent(fraction: number): string {
  return Number.isNaN(fraction) ? '–' : `${(fraction * 100).toFixed(1)} %`;
}

/** Formats a duration: 45 ms, 12.3 s, 4:05, 1:04:05. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return l10n.t('{0} ms', Math.round(ms));
  if (seconds < 60) return l10n.t('{0} s', seconds.toFixed(1));
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Formats a rate to three significant digits. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return '–';
  return perSecond >= 1000 ? formatCount(Number(perSecond.toPrecision(3))) : formatValue(perSecond, 3);
}

/** Formats a number on an axis: 0.05, 20,000, 10⁻⁴. */
export function formatTick(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0) return '0';
  if (magnitude >= 1e-3 && magnitude < 1e6) return signed(trimmed(value));
  const exponent = Math.floor(Math.log10(magnitude) + 1e-9);
  const mantissa = Number((value / 10 ** exponent).toPrecision(3));
  const power = `10${raised(exponent)}`;
  return mantissa === 1 ? power : `${signed(String(mantissa))}·${power}`;
}

function trimmed(value: number): string {
  return Math.abs(value) >= 1000 ? grouped.format(value) : String(Number(value.toPrecision(6)));
}

function raised(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)]).join('');
  return exponent < 0 ? `⁻${digits}` : digits;
}
