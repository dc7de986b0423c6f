/*
 * Long work is a list of pieces of one or two milliseconds, so that its driver can yield to the event loop in between.
 * Work is counted and never timed, so the numbers cannot depend on the clock.
 */

/** A piece of work; `work` is its approximate cost in multiply-adds. */
export interface Piece {
  readonly work: number;
  run(): void;
}

/** The largest work of one piece, as far as it can be cut, and the work between two yields. */
export const quantum = 2 ** 21;

/** The work of starting a piece. */
const overhead = 150;

/** Cuts `count` items of work `workEach` into pieces of at most one quantum. */
export function cut(count: number, workEach: number, run: (from: number, to: number) => void): Piece[] {
  const each = Math.max(1, Math.min(count, Math.floor(quantum / workEach)));
  const pieces: Piece[] = [];
  for (let from = 0; from < count; from += each) {
    const to = Math.min(from + each, count);
    pieces.push({ work: (to - from) * workEach + overhead, run: () => run(from, to) });
  }
  return pieces;
}

/** The work left until the next yield. A driver has one budget for everything it runs. */
export interface Budget {
  left: number;
}

/** The position in a list of pieces. */
export interface Cursor {
  next: number;
}

/** Runs pieces until all are done, and returns true, or until the budget is used up, and returns false. */
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

/** Runs all pieces and yields in between. */
export function* runPieces(pieces: readonly Piece[], budget: Budget): Generator<undefined, void> {
  const cursor = { next: 0 };
  while (!advance(pieces, cursor, budget)) yield undefined;
}

/** Runs a generator to its end at once and returns its result. */
export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
