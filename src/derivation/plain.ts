/** Line breaks and other control characters, and invisible ones such as those that turn text around. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+|(?!\p{Join_Control}|\u2068|\u2069)\p{Cf}/gu;
/** A word of a script that is written from right to left: Hebrew, Arabic and their like. */
const word = '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]+';
const rightToLeft = new RegExp(`${word}(?: ${word})*`, 'gu');

/**
 * Returns text that may hold a file's names as one line, in which words from right to left are set apart and so do not
 * move the numbers beside them.
 */
export function plainLine(text: string): string {
  return text.replace(unseen, ' ').replace(rightToLeft, '\u2068$&\u2069');
}
