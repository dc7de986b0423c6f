import type { TrainingSpec } from './spec.js';

/** What early stopping remembers; the parameters are a network's, or a point. */
export interface Stopping<Parameters> {
  bestLoss: number;
  /** 0 before the first epoch. */
  bestEpoch: number;
  /** Those at the best epoch; null where they are not wanted, or before the first. */
  best: Parameters | null;
}

export function startStopping(): Stopping<never> {
  return { bestLoss: Infinity, bestEpoch: 0, best: null };
}

/** The loss is lower than the best one by more than `minDelta`. */
export function isBest({ earlyStopping }: TrainingSpec, stopping: Stopping<unknown>, loss: number): boolean {
  return earlyStopping !== null && loss < stopping.bestLoss - earlyStopping.minDelta;
}

/** No epoch of the last `patience` was the best (and at least the last one was not). */
export function patienceEnded(
  { earlyStopping }: TrainingSpec,
  stopping: Stopping<unknown>,
  epoch: number,
): boolean {
  return earlyStopping !== null && epoch - stopping.bestEpoch >= Math.max(1, earlyStopping.patience);
}
