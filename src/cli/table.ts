import stringWidth from 'string-width';

/** Formats a number with seven significant digits, and a small integer exactly: 0.2983711, 3.510188e-5, 120. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < 1e7) return String(value);
  return magnitude < 1e-3 || magnitude >= 1e7 ? value.toExponential(6) : value.toPrecision(7);
}

/** Formats a number within a sentence with at most four significant digits. */
export const formatShort = (value: number): string => String(Number(value.toPrecision(4)));

export const formatCount = (count: number): string => count.toLocaleString('en');

export const formatPercent = (fraction: number): string => `${(100 * fraction).toFixed(1)}%`;

/** Returns a text padded with spaces to a width on the terminal, where a Chinese character is two columns wide. */
export const padEnd = (text: string, width: number): string => text + spaces(width - stringWidth(text));
export const padStart = (text: string, width: number): string => spaces(width - stringWidth(text)) + text;

const spaces = (count: number): string => ' '.repeat(Math.max(0, count));

/** Returns rows of cells as lines. Columns are as wide as their widest cell; all but the first are right-aligned. */
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
