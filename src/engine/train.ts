import type { Backend, CreateBackend } from './backend.js';
import type { Dataset } from './dataset.js';
import { Scores } from './score.js';
import type { EpochMetrics, Outcome } from './metrics.js';
import { drain, quantum } from './pacing.js';
import { Run } from './run.js';
import { learningRateOf } from './schedule.js';
import { createSpecialised } from './specialised/specialised.js';
import type { TrainingSpec } from './spec.js';
import type { TrainingState } from './state.js';

export interface TrainOptions {
  /** Metrics at the end of every such epoch; in any case of the last one and of those that decide how to go on. */
  readonly evaluateEvery?: number;
  /** What takes the batches, where it can; else the plain loops do. `plainLoops` leaves them all to these. */
  readonly createBackend?: CreateBackend;
}

/**
 * Trains from a state to the end of the run, changing the state as it goes. Yields metrics at the end of an epoch, and
 * `undefined` every few milliseconds for its driver to listen; at any yield the state is a checkpoint, from which
 * another call goes on to the very same numbers. The dataset and the spec must be those the state was started with.
 */
export function* train(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
  { evaluateEvery = 1, createBackend = createSpecialised }: TrainOptions = {},
): Generator<EpochMetrics | undefined, Outcome> {
  const run = new Run(state, dataset, training, createBackend);
  for (;;) {
    const outcome = (yield* run.outcome()) ?? (yield* run.epoch(evaluateEvery));
    if (outcome) {
      run.end();
      return outcome;
    }
    if (run.metrics) yield run.metrics;
  }
}

/**
 * One mini-batch as `train` does it, and the end of its epoch with the last; its rows are those of `batchRows`. The
 * outcome where the run is over, before that batch or with it. The arrays of the state's network are not written to: it
 * has another network afterwards.
 */
export function* trainBatch(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
): Generator<undefined, Outcome | null> {
  const run = new Run(state, dataset, training);
  const over = yield* run.outcome();
  if (over) return over;
  let failure = run.hasBatch ? yield* run.nextBatch() : null;
  if (failure || run.hasBatch) return failure && { kind: 'failed', failure };
  failure = yield* run.endEpoch(Infinity);
  return failure ? { kind: 'failed', failure } : yield* run.outcome();
}

/** The rows of the training part that the next mini-batch has, in its order; none where the epoch has only to be ended. */
export function batchRows(state: TrainingState, dataset: Dataset, training: TrainingSpec): number[] {
  return drain(new Run(state, dataset, training).nextRows());
}

/** Metrics of a state as it stands: of epoch 0 before training, or of what early stopping has restored. */
export function* measure(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
  backend: Backend | null = null,
): Generator<undefined, EpochMetrics> {
  const learningRate = learningRateOf(training, Math.max(1, state.epoch), state.plateau);
  const scores = new Scores(state.network, dataset, backend?.holds?.(state.network) ? backend : null);
  return yield* scores.measure(state, state.epoch, learningRate, { left: quantum });
}
