/** What no name holds on purpose: control characters, and halves of surrogate pairs. */
const control = /[\p{Cc}\p{Cs}]/u;
/** What changes how the text around it is shown: besides these, the marks of writing direction. */
const invisible = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Returns the first control character of a text as `U+001B`; null where there is none but tabs and line ends. */
export function controlCharacterIn(text: string): string | null {
  const found = control.exec(text.replace(/[\t\n\r]/g, ' '));
  return found && `U+${codeOf(found[0]).toUpperCase()}`;
}

/** Returns a text from a file with what is invisible written out, save for tabs and line ends. */
export const legible = (text: string): string =>
  text.replace(invisible, (character) =>
    /[\t\n\r]/.test(character) ? character : `\\u${codeOf(character)}`,
  );

/** Returns a text from a file as it can be shown anywhere: legible, and on one line. */
export const visible = (text: string): string => legible(text.replace(/[\t\n\r]+/g, ' '));

/** Returns a text from a file as a message can hold it: visible, and cut where it is too long to be read. */
export const shorten = (text: string, length = 40): string =>
  visible(text.length > length ? `${text.slice(0, length).replace(/\p{Cs}$/u, '')}…` : text);

const codeOf = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');
