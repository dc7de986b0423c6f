/** Returns the names of columns that have none: x1, x2, …, or x for a single one. */
export const numbered = (letter: string, count: number): string[] =>
  count === 1 ? [letter] : Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
