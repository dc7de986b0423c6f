/*
 * The functions that the host computes: those without a kernel, and in float64 those whose results must equal those of
 * the plain loops to the last bit. Row numbers are those of the chunk.
 */

export declare function hostForward(layer: i32, from: i32, to: i32): void;

export declare function hostBackward(layer: i32, from: i32, to: i32): void;

export declare function hostLoss(from: i32, to: i32, scale: f64, targets: usize): void;

/** Returns a time in milliseconds from an arbitrary origin. */
export declare function hostNow(): f64;

/** Supplies a chunk's rows where they are not in this memory, and the factors of dropout. */
export declare function hostPrepare(start: i32, rows: i32): void;
