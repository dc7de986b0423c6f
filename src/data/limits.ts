/*
 * The limits on what is read from files, in one place. They are checked before anything is allocated; what is beyond
 * them is refused at its place in the config, with the number that was found.
 */

/** Numbers a data set may hold: 2 GB as float64. */
export const maxValues = 250_000_000;

/** Columns a table may have, and characters a line of it. What is beyond is no table but some other file. */
export const maxColumns = 100_000;
export const maxLine = 1 << 22;

/** Bytes a file of someone's gradients may have, and numbers it may hold. */
export const maxGivenBytes = 1 << 28;
export const maxGivenNumbers = 10_000_000;

/** Levels that lists and objects in such a file may be nested. */
export const maxGivenDepth = 32;

/** Quantities a sheet worked by hand may name. */
export const maxSheetEntries = 100_000;
