import type { HealthSubject } from './healthSubject.js';
import { LossHistory } from './lossHistory.js';

/** How far a run has come. */
export interface Standing {
  readonly history: LossHistory;
  /** The loss before the first update; null where it was not measured. */
  readonly start: number | null;
  /** The median loss of the last fifth of the epochs; null before the first. */
  readonly level: number | null;
  /** The lowest loss. */
  readonly best: number | null;
  /** The level over the loss of the best constant output: about 1 where nothing was learned, 0 where all was. */
  readonly left: number | null;
  /** The same that the nearest neighbors leave; 0 where that is unknown. */
  readonly reachable: number;
  /** The fraction of the planned epochs that are done; 1 where the run is over. */
  readonly done: number;
}

export function standingOf(subject: HealthSubject): Standing {
  const { data, metrics, outcome, spec } = subject;
  const history = new LossHistory(subject);
  const start = metrics[0]?.epoch === 0 ? metrics[0].loss : null;
  const level = history.level(0.8, 1);
  const losses = history.points.map(({ loss }) => loss);
  const { constantLoss } = data;
  return {
    history,
    start,
    level,
    best: losses.length > 0 ? Math.min(...losses) : null,
    left: level !== null && constantLoss !== null && constantLoss > 0 ? level / constantLoss : null,
    reachable: reachableOf(subject),
    done: outcome ? 1 : Math.min(1, history.epochs / Math.max(1, spec.training.epochs)),
  };
}

/** Returns the neighbors' error relative to that of a constant output. */
function reachableOf({ data: { neighborError, classCounts, rows } }: HealthSubject): number {
  if (neighborError === null) return 0;
  if (!classCounts) return Math.min(1, neighborError);
  const constantError = 1 - Math.max(...classCounts) / rows;
  return constantError > 0 ? Math.min(1, neighborError / constantError) : 1;
}
