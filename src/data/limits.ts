/** Numbers a data set may hold: 2 GB as float64. */
export const maxValues = 250_000_000;

/** Columns a table may have, and characters a line of it. What is beyond is no table but some other file. */
export const maxColumns = 100_000;
export const maxLine = 1 << 22;
