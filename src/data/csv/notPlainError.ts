/** The error that a table, which was read as one of plain numbers, has other cells as well. */
export class NotPlainError extends Error {}
