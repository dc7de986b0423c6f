/** Returns a text as a Python literal. JSON's escapes are Python's. */
export const pythonString = (text: string): string => JSON.stringify(text);

/** Returns texts as a Python list. */
export const pythonStrings = (texts: readonly string[]): string => `[${texts.map(pythonString).join(', ')}]`;

/** Returns a number as a Python literal that has all its bits. */
export const pythonNumber = (value: number): string => (Object.is(value, -0) ? '-0.0' : String(value));

/** Returns a number as a Python literal of a float, also where it is whole. */
export const pythonFloat = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21
    ? `${pythonNumber(value).replace('.0', '')}.0`
    : String(value);

/** Indents all lines that are not empty. */
export const indented = (text: string, levels = 1): string => text.replace(/^(?=.)/gm, '    '.repeat(levels));

/** Returns text within a docstring: on one line, without what would end the string. */
export const plainComment = (text: string): string =>
  text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/\\/g, '/')
    .replace(/"/g, "'");
