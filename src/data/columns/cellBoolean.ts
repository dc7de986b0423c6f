const words = new Map<string, 0 | 1>([
  ['true', 1],
  ['yes', 1],
  ['t', 1],
  ['y', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['f', 0],
  ['n', 0],
  ['0', 0],
]);

/** Returns 1 for a trimmed cell such as `true`, `yes` or 1, 0 for its opposite, and NaN for any other. */
export const readBoolean = (cell: string): number =>
  cell.length > 5 ? NaN : (words.get(cell.toLowerCase()) ?? NaN);
