/** A position in a file, with line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Returns the start of a cell in `text`, which begins with a row at line `firstLine`. Rows and cells count from 0. */
export function placeOf(
  text: string,
  firstLine: number,
  delimiter: string,
  row: number,
  cell: number,
): Place {
  let at = 0;
  for (let i = 0; i < row; i++) at = endOfRow(text, at, delimiter) + 1;
  for (let i = 0; i < cell; i++) {
    const end = endOfCell(text, at, delimiter);
    if (text[end] !== delimiter) break;
    at = end + 1;
  }
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return { line: firstLine + countLines(text, 0, lineStart), column: at - lineStart + 1 };
}

/** Returns the number of line ends in text[from, to). */
export function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Returns the offset of the line end after a row, or that of the end of the text. */
export function endOfRow(text: string, from: number, delimiter: string): number {
  let at = endOfCell(text, from, delimiter);
  while (at < text.length && text[at] !== '\n') at = endOfCell(text, at + 1, delimiter);
  return at;
}

/**
 * Returns the offset of the delimiter or line end after a cell. A cell that begins with a quote extends to its closing
 * quote.
 */
function endOfCell(text: string, from: number, delimiter: string): number {
  let at = from;
  if (text[at] === '"') {
    do {
      const quote = text.indexOf('"', at + 1);
      at = quote === -1 ? text.length : quote + 1;
    } while (text[at] === '"');
  }
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
  return at;
}
