import { oneOf, randomGenerator } from '../networks.js';
import { attemptEdits, drawNumbers, drawShape, type Outcome } from './experiment.js';
import { drawEdit, editKinds, type EditKind, type RandomEdit } from './randomEdits.js';

/** Edits of statements for a network that was drawn for them. */
export interface DrawnEdits {
  readonly edits: readonly RandomEdit[];
  /** Compares what the edits compute; null where they change nothing. */
  readonly compare: () => Outcome | null;
  /** The same with other numbers. */
  readonly again: () => Outcome | null;
}

/** Draws an edit of a kind; of a pair another in the next layer as well. null where there is no place for it. */
export function drawEdits(kind: EditKind, seed: number, isPair: boolean): DrawnEdits | null {
  const shape = drawShape(seed * 31 + editKinds.indexOf(kind));
  const drawn = drawNumbers(shape, seed);
  const random = randomGenerator(seed);
  const one = drawEdit(drawn.problem, kind, random);
  if (!one || (isPair && shape.layers.length === 1)) return null;
  const next = one.layer === 1 ? 2 : one.layer - 1;
  const other = isPair ? drawEdit(drawn.problem, oneOf(random, editKinds), random, next) : null;
  if (isPair && !other) return null;
  const edits = other ? [one, other] : [one];
  return {
    edits,
    compare: () => attemptEdits(drawn, edits),
    again: () => attemptEdits(drawNumbers(shape, seed + 1000), edits),
  };
}
