/** Returns the name of the key of a worksheet: sheet.key.md for sheet.md. */
export const keyFileOf = (sheet: string): string => `${sheet.replace(/\.md$/i, '')}.key.md`;
