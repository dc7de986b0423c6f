import { visible } from './characters.js';

/** Where a surface gives no other limit: about four lines of a notification. */
const mostCharacters = 400;
/** Length at which a name still leaves room for the sentence around it. */
const mostOfName = 60;

/** `](` makes a link of a notification's text, `$(` an icon of a label's. */
const markup = /([\]$])\(/g;
/** Invisible, allows no line break, and is neither part of a link nor of an icon. */
const wordJoiner = '\u2060';

/**
 * Returns text that may come from a file as one line that an editor's surfaces and a terminal show as it is: no link,
 * no icon, no escape sequence, and no more than `most` characters.
 */
export function plainText(text: string, most = mostCharacters): string {
  return shortened(visible(text.slice(0, 4 * most)).trim(), most).replace(markup, `$1${wordJoiner}(`);
}

/** Returns the name that a file gives something, at a length that leaves the sentence around it readable. */
export function plainName(name: string): string {
  return plainText(name, mostOfName);
}

/** Returns text of several lines with each of them plain; `most` counts the characters of all. */
export function plainLines(text: string, most = 20 * mostCharacters): string {
  const lines = text.slice(0, most).split(/\r\n|\n/);
  return lines.map((line) => plainText(line, most)).join('\n');
}

/** Cuts between characters, never within a surrogate pair. */
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
