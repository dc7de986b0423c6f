import { drain } from '../../pacing.js';
import type { Dataset, Task } from '../../model/dataset.js';
import { columnSteps, type Columns } from './columns.js';
import { duplicateSteps, type Duplicates } from './duplicates.js';
import { leakSteps, type Leak } from './leak.js';
import { reachableSteps } from './reachable.js';
import { referenceSteps, type Objective, type ReferenceLosses } from './referenceLosses.js';

/** The facts about a data set that alarms before training rest on. Plain data. */
export interface DataScan {
  readonly rows: number;
  /** The number of validation samples; 0 where none are held out. */
  readonly validationRows: number;
  readonly task: Task;
  /** Whether the inputs were normalized. */
  readonly isNormalized: boolean;
  readonly inputs: Columns;
  readonly targets: Columns;
  /** The number of training samples of each class; null for regression. */
  readonly classCounts: readonly number[] | null;
  /** The column that alone decides the target; null where there is none. */
  readonly leak: Leak | null;
  readonly duplicates: Duplicates | null;
}

/** The facts about a data set that all alarms rest on. Plain data. */
export interface DataProfile extends DataScan, ReferenceLosses {
  /**
   * The part of the targets' variation that the nearest other samples leave unexplained: the fraction of samples that the
   * majority of their neighbors misclassifies, or 1 − R². Null where the data are too few to tell.
   */
  readonly neighborError: number | null;
}

/** Computes what alarms before training rest on, in at most some tenths of a second, and yields in between. */
export function* scanSteps({
  training,
  validation,
  task,
  normalization,
}: Dataset): Generator<undefined, DataScan> {
  const inputs = yield* columnSteps(training.inputs);
  const targets = yield* columnSteps(training.targets);
  return {
    rows: training.inputs.rows,
    validationRows: validation?.inputs.rows ?? 0,
    task,
    isNormalized: normalization !== null,
    inputs,
    targets,
    classCounts: task === 'classification' ? classCounts(targets, training.targets.rows) : null,
    leak: yield* leakSteps(training, task, inputs),
    duplicates: validation && (yield* duplicateSteps(training, validation)),
  };
}

/** Computes all facts about a data set, in at most about a second, and yields in between. */
export function* profileSteps(dataset: Dataset, spec: Objective): Generator<undefined, DataProfile> {
  const { training, task, classWeights } = dataset;
  const scan = yield* scanSteps(dataset);
  return {
    ...scan,
    neighborError: yield* reachableSteps(training, task, scan.inputs),
    ...(yield* referenceSteps(training, scan.targets, spec, classWeights)),
  };
}

/** Does what `profileSteps` does, at once. */
export const profileData = (dataset: Dataset, spec: Objective): DataProfile =>
  drain(profileSteps(dataset, spec));

/** Returns the number of samples of each class from the means of the targets, which are one-hot or a single 0 or 1. */
function classCounts({ mean }: Columns, rows: number): number[] {
  const counts = Array.from(mean, (share) => Math.round(share * rows));
  return counts.length === 1 ? [rows - counts[0], counts[0]] : counts;
}
