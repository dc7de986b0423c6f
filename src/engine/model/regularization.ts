import type { Floats } from './network.js';
import { cut, type Piece } from '../pacing.js';
import type { TrainingSpec } from './spec.js';

export type Regularization = TrainingSpec['regularization'];

/** A tensor of weights and the gradient of the loss with respect to it. */
export interface Penalized {
  readonly values: Floats;
  readonly gradient: Floats;
}

/**
 * Returns pieces that add the gradient of the penalty l1 Σ|w| + (l2/2) Σ w² to that of the loss. At w = 0 the derivative
 * of |w| is 0. `current` returns the tensor at the time the piece runs.
 */
export function penaltyPieces({ l1, l2 }: Regularization, size: number, current: () => Penalized): Piece[] {
  if (l1 === 0 && l2 === 0) return [];
  return cut(size, 2, (from, to) => {
    const { values: w, gradient } = current();
    for (let i = from; i < to; i++) gradient[i] += l1 * Math.sign(w[i]) + l2 * w[i];
  });
}
