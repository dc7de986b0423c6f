/*
 * Long work is a list of pieces, each a millisecond or two at the most on plain loops, so that whoever drives it can
 * listen in between. Where to stop is decided by work counted, never by the clock: the numbers cannot depend on it.
 */

/** `work` in multiply-adds, roughly. */
export interface Piece {
  readonly work: number;
  run(): void;
}

/** The work of one piece at the most, as far as it can be cut, and the work between two breaths. */
export const quantum = 2 ** 21;

/** Work of starting a piece at all. */
const overhead = 150;

/** `count` things of `workEach`, in slices of at most a quantum's work. */
export function cut(count: number, workEach: number, run: (from: number, to: number) => void): Piece[] {
  const each = Math.max(1, Math.min(count, Math.floor(quantum / workEach)));
  const pieces: Piece[] = [];
  for (let from = 0; from < count; from += each) {
    const to = Math.min(from + each, count);
    pieces.push({ work: (to - from) * workEach + overhead, run: () => run(from, to) });
  }
  return pieces;
}

/** How much more may be done before the next breath. One for everything a driver runs. */
export interface Budget {
  left: number;
}

/** Where a list of pieces stands. */
export interface Cursor {
  next: number;
}

/** Runs pieces until all are done (true) or the budget is used up (false: breathe, then call again). */
export function advance(pieces: readonly Piece[], cursor: Cursor, budget: Budget): boolean {
  while (cursor.next < pieces.length) {
    if (budget.left <= 0) {
      budget.left = quantum;
      return false;
    }
    const piece = pieces[cursor.next++];
    budget.left -= piece.work;
    piece.run();
  }
  return true;
}

/** Runs pieces to the end, letting its driver breathe. */
export function* runPieces(pieces: readonly Piece[], budget: Budget): Generator<undefined, void> {
  const cursor = { next: 0 };
  while (!advance(pieces, cursor, budget)) yield undefined;
}

/** Runs a generator to its end without listening in between. */
export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
