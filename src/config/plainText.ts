import { visible } from './characters.js';

/** The default limit in characters: about four lines of a notification. */
const mostCharacters = 400;
/** The most characters of a name within a sentence. */
const mostOfName = 60;

/** Matches `](`, which creates a link in a notification, and `$(`, which creates an icon in a label. */
const markup = /([\]$])\(/g;
/** An invisible character that prevents a line break, and that links and icons cannot contain. */
const wordJoiner = '\u2060';

/**
 * Returns text that may come from a file as one line that editors and terminals show literally: without links, icons
 * and escape sequences, and with at most `most` characters.
 */
export function plainText(text: string, most = mostCharacters): string {
  return shortened(visible(text.slice(0, 4 * most)).trim(), most).replace(markup, `$1${wordJoiner}(`);
}

/** Returns a name from a file as plain text, truncated for use within a sentence. */
export function plainName(name: string): string {
  return plainText(name, mostOfName);
}

/** Returns text of several lines as plain text, line by line; `most` limits their total length in characters. */
export function plainLines(text: string, most = 20 * mostCharacters): string {
  const lines = text.slice(0, most).split(/\r\n|\n/);
  return lines.map((line) => plainText(line, most)).join('\n');
}

/** Truncates a text, but never within a surrogate pair. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
