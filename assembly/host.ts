/*
 * What is computed outside: functions that have no kernel here, and in float64 those that must equal the plain loops'
 * to the last bit. Rows are those of the chunk.
 */

export declare function hostForward(layer: i32, from: i32, to: i32): void;

export declare function hostBackward(layer: i32, from: i32, to: i32): void;

export declare function hostLoss(from: i32, to: i32, scale: f64, targets: usize): void;

/** Milliseconds, from whenever. */
export declare function hostNow(): f64;

/** Before a chunk: rows that are not in this memory, and dropout's factors. */
export declare function hostPrepare(start: i32, rows: i32): void;
