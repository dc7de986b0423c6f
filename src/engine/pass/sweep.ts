import { totalWeight } from '../model/classWeights.js';
import { divisor } from '../model/losses.js';
import { advance, type Budget, type Cursor, type Piece } from '../pacing.js';
import type { ChunkRows, Pass } from './pass.js';

/** The progress of a batch through a pass: each chunk of its rows goes through all the pieces. */
export interface Sweep {
  readonly pass: Pass;
  readonly pieces: readonly Piece[];
  readonly cursor: Cursor;
  /** The first row of the batch, an index into the pass's order. */
  from: number;
  /** The row after the last one of the batch. */
  to: number;
  /** The first row of the next chunk. */
  next: number;
}

export function createSweep(pass: Pass, pieces: readonly Piece[]): Sweep {
  return { pass, pieces, cursor: { next: pieces.length }, from: 0, to: 0, next: 0 };
}

export function startSweep(sweep: Sweep, from: number, to: number): void {
  const { pass } = sweep;
  sweep.from = from;
  sweep.to = to;
  sweep.next = from;
  sweep.cursor.next = sweep.pieces.length;
  pass.lossSum = 0;
  pass.scale = scaleOf(pass, from, to);
}

/** Returns true when the whole batch is done, or false to yield and call again. */
export function advanceSweep(sweep: Sweep, budget: Budget): boolean {
  for (;;) {
    if (sweep.cursor.next === sweep.pieces.length && !nextChunk(sweep)) return true;
    if (!advance(sweep.pieces, sweep.cursor, budget)) return false;
  }
}

/** Takes rows `from..to` through all pieces and yields in between. */
export function* sweepRows(
  sweep: Sweep,
  from: number,
  to: number,
  budget: Budget,
): Generator<undefined, void> {
  startSweep(sweep, from, to);
  while (!advanceSweep(sweep, budget)) yield undefined;
}

/** Moves to the next chunk, before its first piece. Returns false where there is none. */
export function nextChunk(sweep: Sweep): boolean {
  const { pass, next, to } = sweep;
  if (next >= to) return false;
  pass.first = next === sweep.from;
  pass.start = next;
  pass.rows = Math.min(pass.capacity, to - next);
  place(pass.inputs, next);
  place(pass.targets, next);
  sweep.next = next + pass.rows;
  sweep.cursor.next = 0;
  return true;
}

/** Points at rows that are used where they lie in the data's matrix. */
function place(rows: ChunkRows, start: number): void {
  if (!rows.copied) rows.offset = start * rows.columns;
}

/** Returns the factor of the sum of the loss over rows `from..to`. Rows that all have the weight 0 contribute nothing. */
function scaleOf({ network, loss, samples, order, output }: Pass, from: number, to: number): number {
  const { reduction, classWeights } = network;
  const weight = classWeights ? totalWeight(classWeights, samples.targets, order, from, to) : to - from;
  return weight === 0 ? 0 : 1 / divisor(loss, reduction, weight, output.columns);
}
