import type { TrainingSpec } from '../model/spec.js';

/** The state of early stopping. `Parameters` are those of a network, or a point. */
export interface Stopping<Parameters> {
  bestLoss: number;
  /** The best epoch; 0 before the first. */
  bestEpoch: number;
  /** The parameters of the best epoch; null where they are not to be restored, or before the first epoch. */
  best: Parameters | null;
}

export function startStopping(): Stopping<never> {
  return { bestLoss: Infinity, bestEpoch: 0, best: null };
}

/** Returns whether the loss is lower than the best one by more than `minDelta`. */
export function isBest({ earlyStopping }: TrainingSpec, stopping: Stopping<unknown>, loss: number): boolean {
  return earlyStopping !== null && loss < stopping.bestLoss - earlyStopping.minDelta;
}

/** Returns whether the last `patience` epochs, at least one, have brought no improvement. */
export function patienceEnded(
  { earlyStopping }: TrainingSpec,
  stopping: Stopping<unknown>,
  epoch: number,
): boolean {
  return earlyStopping !== null && epoch - stopping.bestEpoch >= Math.max(1, earlyStopping.patience);
}
