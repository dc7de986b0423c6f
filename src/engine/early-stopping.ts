import type { Network } from './network.js';
import type { TrainingSpec } from './spec.js';

/** What early stopping remembers. */
export interface Stopping {
  bestLoss: number;
  /** 0 before the first epoch. */
  bestEpoch: number;
  /** The network at the best epoch; null where it is not wanted, or before the first. */
  best: Network | null;
}

export function startStopping(): Stopping {
  return { bestLoss: Infinity, bestEpoch: 0, best: null };
}

/** The loss is lower than the best one by more than `minDelta`. */
export function isBest({ earlyStopping }: TrainingSpec, stopping: Stopping, loss: number): boolean {
  return earlyStopping !== null && loss < stopping.bestLoss - earlyStopping.minDelta;
}

/** No epoch of the last `patience` was the best (and at least the last one was not). */
export function patienceEnded({ earlyStopping }: TrainingSpec, stopping: Stopping, epoch: number): boolean {
  return earlyStopping !== null && epoch - stopping.bestEpoch >= Math.max(1, earlyStopping.patience);
}
