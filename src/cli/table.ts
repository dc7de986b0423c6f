import stringWidth from 'string-width';

/** Seven digits, as far as they tell something: 0.2983711, 3.510188e-5, 120. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < 1e7) return String(value);
  return magnitude < 1e-3 || magnitude >= 1e7 ? value.toExponential(6) : value.toPrecision(7);
}

/** Four digits at the most, for numbers within a sentence. */
export const formatShort = (value: number): string => String(Number(value.toPrecision(4)));

export const formatCount = (count: number): string => count.toLocaleString('en');

export const formatPercent = (fraction: number): string => `${(100 * fraction).toFixed(1)}%`;

/** Returns a text filled with spaces to a width on the terminal, where a Chinese character takes two places. */
export const padEnd = (text: string, width: number): string => text + spaces(width - stringWidth(text));
export const padStart = (text: string, width: number): string => spaces(width - stringWidth(text)) + text;

const spaces = (count: number): string => ' '.repeat(Math.max(0, count));

/** Rows of cells as lines, each column as wide as its widest cell, aligned right but for the first. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...rows.map((row) => stringWidth(row[c] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? padEnd(cell, widths[c]) : padStart(cell, widths[c])))
      .join('  ')
      .trimEnd(),
  );
}
