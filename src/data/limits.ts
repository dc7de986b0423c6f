/*
 * The limits on a file of someone's gradients; the others are in `engine/limits.ts`. They are checked before anything is
 * allocated; what is beyond them is refused at its place in the config, with the number that was found.
 */

/** Bytes a file of someone's gradients may have, and numbers it may hold. */
export const maxGivenBytes = 1 << 28;
export const maxGivenNumbers = 10_000_000;

/** Levels that lists and objects in such a file may be nested. */
export const maxGivenDepth = 32;

/** Quantities a sheet worked by hand may name. */
export const maxSheetEntries = 100_000;
