/** Matches control characters and lone surrogates, which no name contains on purpose. */
const control = /[\p{Cc}\p{Cs}]/u;
/** Matches characters that change how the surrounding text is shown: the above, line separators and bidirectional controls. */
const invisible = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Returns the first control character of a text as `U+001B`; null where there is none. Tabs and line ends do not count. */
export function controlCharacterIn(text: string): string | null {
  const found = control.exec(text.replace(/[\t\n\r]/g, ' '));
  return found && `U+${codeOf(found[0]).toUpperCase()}`;
}

/** Returns a text from a file with invisible characters escaped as `\u001b`, except for tabs and line ends. */
export const legible = (text: string): string =>
  text.replace(invisible, (character) =>
    /[\t\n\r]/.test(character) ? character : `\\u${codeOf(character)}`,
  );

/** Returns a text from a file in a form that is safe to show anywhere: legible, and on one line. */
export const visible = (text: string): string => legible(text.replace(/[\t\n\r]+/g, ' '));

/** Returns a text from a file in a form for messages: visible, and truncated to `length` characters. */
export const shorten = (text: string, length = 40): string =>
  visible(text.length > length ? `${text.slice(0, length).replace(/\p{Cs}$/u, '')}…` : text);

const codeOf = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');
