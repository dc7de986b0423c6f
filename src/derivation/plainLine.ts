/** Matches control characters, including line breaks, and invisible ones such as bidirectional controls. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+|(?!\p{Join_Control}|\u2068|\u2069)\p{Cf}/gu;
/** Matches a word of a script that is written from right to left, such as Hebrew or Arabic. */
const word = '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]+';
const rightToLeft = new RegExp(`${word}(?: ${word})*`, 'gu');

/**
 * Returns text that may contain names from a file as one line. Right-to-left words are enclosed in bidirectional
 * isolates, so that they do not reorder the numbers beside them.
 */
export function plainLine(text: string): string {
  return text.replace(unseen, ' ').replace(rightToLeft, '\u2068$&\u2069');
}
