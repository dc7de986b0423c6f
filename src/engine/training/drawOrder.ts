import { Random, shuffle } from '../maths/random.js';
import { cut, runPieces, type Budget } from '../pacing.js';

/** Draws the order of the rows in an epoch, counted from 0, which seed and epoch alone determine. */
export function* drawOrder(
  order: Uint32Array,
  seed: number,
  epoch: number,
  budget: Budget,
): Generator<undefined, void> {
  const random = new Random(seed, 'order', epoch + 1);
  const inOrder = cut(order.length, 1, (from, to) => {
    for (let i = from; i < to; i++) order[i] = i;
  });
  const drawn = cut(order.length, 32, (from, to) => shuffle(order, random, from, to));
  yield* runPieces([...inOrder, ...drawn], budget);
}
