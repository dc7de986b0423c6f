/** The number of rows of the largest tile. */
export const ROWS = 6;
/** The number of 128-bit vectors in a row of a tile. */
export const VECTORS = 4;
/** Whether float32 products are fused into their sums, which rounds once. This needs relaxed SIMD. */
export const FUSES = true;
