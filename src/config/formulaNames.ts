/** A name in backticks; two backticks inside it are one of the name. */
const quoted = /`(?:[^`]|``)+`(?!`)/g;

/** The words that mathjs's parser does not take for names. */
const reserved = new Set([
  'mod', 'to', 'in', 'and', 'xor', 'or', 'not', 'true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'end',
]); // prettier-ignore

/** Returns a formula with an identifier of the same length in place of each name in backticks. */
export const maskQuoted = (formula: string): string =>
  formula.replace(quoted, (name) => '$'.repeat(name.length));

/** Returns the name that a formula has in this form. */
export const unquoted = (written: string): string =>
  written.startsWith('`') && written.endsWith('`') && written.length > 2
    ? written.slice(1, -1).replaceAll('``', '`')
    : written;

/** Returns a name as it is written in a formula, in backticks unless it is an identifier. */
export const quotedName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name) ? name : `\`${name.replaceAll('`', '``')}\``;
