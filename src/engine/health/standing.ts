import type { HealthSubject } from './healthSubject.js';
import { LossHistory } from './lossHistory.js';

/** How far a run has come. */
export interface Standing {
  readonly history: LossHistory;
  /** The loss before the first update; null where it was not measured. */
  readonly start: number | null;
  /** The median loss of the last fifth of the epochs; null before the first. */
  readonly level: number | null;
  /** The lowest loss, of the start too; null where none was measured. */
  readonly lowest: number | null;
  /** The level over the loss of the best constant output: about 1 where nothing was learned, 0 where all was. */
  readonly left: number | null;
  /** The part of the targets' variation that the nearest neighbors leave; 0 where that is unknown. */
  readonly reachable: number;
  /** The fraction of the planned epochs that are done; 1 where the run is over. */
  readonly done: number;
  /** Whether much of the run is done and more than a third of what neighbors explain is not learned. */
  readonly isPoor: boolean;
}

/** The fraction of a run that has to be done before a loss that is still high is held against it. */
const muchDone = 0.8;
/** The least part that is not learned. Of random configs that train well, 99% end below half of it. */
const notLearned = 0.35;

export function standingOf(subject: HealthSubject): Standing {
  const { data, metrics, outcome, spec, instruments } = subject;
  const history = new LossHistory(subject);
  const [first] = metrics;
  const start =
    metrics.length > 0 && first.epoch === 0
      ? first.loss
      : instruments.at(0)?.epoch === 0
        ? instruments[0].loss
        : null;
  const level = history.level(0.8, 1);
  const { constantLoss } = data;
  const left = level !== null && constantLoss !== null && constantLoss > 0 ? level / constantLoss : null;
  const losses = [...history.points.map(({ loss }) => loss), ...(start === null ? [] : [start])];
  const done = outcome ? 1 : Math.min(1, history.epochs / Math.max(1, spec.training.epochs));
  const reachable = reachableOf(subject);
  return {
    history,
    start,
    level,
    lowest: losses.length > 0 ? Math.min(...losses) : null,
    left,
    reachable,
    done,
    isPoor: done >= muchDone && left !== null && left > notLearned + (1 - notLearned) * reachable,
  };
}

/** Returns the neighbors' error relative to that of a constant output. */
function reachableOf({ data: { neighborError, classCounts, rows } }: HealthSubject): number {
  if (neighborError === null) return 0;
  if (!classCounts) return Math.min(1, neighborError);
  const constantError = 1 - Math.max(...classCounts) / rows;
  return constantError > 0 ? Math.min(1, neighborError / constantError) : 1;
}
