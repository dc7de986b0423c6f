import { ROWS } from './shape';
import { tile } from './tile';

/** Computes a tile whose entries of A are interleaved; see `tile`. */
// @ts-ignore: decorator
@inline
export function interleavedTile<T>(
  rows: i32,
  a: usize,
  step: usize,
  steps: i32,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  mode: i32,
  rate: usize,
  sums: usize,
): void {
  if (ROWS == 6 && rows == 6)
    tile<T>(6, true, a, step, steps, b, start, startRow, c, cRow, mode, rate, sums);
  else if (rows == 4) tile<T>(4, true, a, step, steps, b, start, startRow, c, cRow, mode, rate, sums);
  else tile<T>(1, true, a, step, steps, b, start, startRow, c, cRow, mode, rate, sums);
}

/** Computes a tile whose entries of A lie in rows of their own; see `tile`. */
// @ts-ignore: decorator
@inline
export function rowTile<T>(
  rows: i32,
  a: usize,
  step: usize,
  steps: i32,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  mode: i32,
): void {
  if (ROWS == 6 && rows == 6) tile<T>(6, false, a, step, steps, b, start, startRow, c, cRow, mode, 0, 0);
  else if (rows == 4) tile<T>(4, false, a, step, steps, b, start, startRow, c, cRow, mode, 0, 0);
  else tile<T>(1, false, a, step, steps, b, start, startRow, c, cRow, mode, 0, 0);
}
