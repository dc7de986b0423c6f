import { plainLoops, type Backend, type CreateBackend } from './backend.js';
import type { Dataset } from '../model/dataset.js';
import { Scores } from '../pass/score.js';
import type { EpochMetrics, Outcome } from '../model/metrics.js';
import { drain, quantum } from '../pacing.js';
import { Run } from './run.js';
import { learningRateOf } from './schedule.js';
import type { TrainingSpec } from '../model/spec.js';
import type { TrainingState } from './state.js';

export interface TrainOptions {
  /** The number of epochs between two with metrics. The last epoch, and those that decide how to continue, always have them. */
  readonly evaluateEvery?: number;
  /** Creates the backend that trains the batches; the plain loops train them where it returns null. */
  readonly createBackend?: CreateBackend;
  readonly observer?: Observer;
}

/** Follows a run without changing it. */
export interface Observer {
  /** Returns the first epoch after this one whose end it must see; Infinity: there is none. */
  next(epoch: number): number;
  /** Receives the state that training begins with. Work on the state before the first epoch may wait for `observe`. */
  begin(state: Readonly<TrainingState>): Generator<undefined, void>;
  /** Receives the metrics of such an epoch, before anything else does. */
  record(metrics: EpochMetrics): void;
  /** Receives the state at the end of such an epoch, and the state that training goes on from. */
  observe(state: Readonly<TrainingState>): Generator<undefined, void>;
  /** Receives the last state of the run. */
  conclude(state: Readonly<TrainingState>, outcome: Outcome): Generator<undefined, void>;
}

/**
 * Trains from a state to the end of the run and changes the state on the way. It yields metrics at the end of an epoch,
 * and `undefined` every few milliseconds so that its driver can react. At any yield the state is a checkpoint, from which
 * another call continues to the same numbers. Dataset and spec must be those that the state was started with.
 */
export function* train(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
  { evaluateEvery = 1, createBackend = plainLoops, observer }: TrainOptions = {},
): Generator<EpochMetrics | undefined, Outcome> {
  const run = new Run(state, dataset, training, createBackend);
  if (observer) yield* observer.begin(state);
  for (;;) {
    const next = observer?.next(state.epoch) ?? Infinity;
    const outcome = (yield* run.outcome()) ?? (yield* run.epoch(evaluateEvery, next));
    if (outcome) {
      run.end();
      if (observer) yield* observer.conclude(state, outcome);
      return outcome;
    }
    const { metrics } = run;
    const isObserved = state.epoch === next;
    if (isObserved && metrics) observer?.record(metrics);
    // The metrics first: a run that is paused while it is observed has them, and its checkpoint has their epoch.
    if (metrics) yield metrics;
    if (isObserved && observer) yield* observer.observe(state);
  }
}

/**
 * Trains one mini-batch as `train` does, and ends its epoch after the last one; its rows are those of `batchRows`.
 * Returns the outcome where the run is over before or after that batch. The arrays of the state's network are not written
 * to: the state has another network afterwards.
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

/** Returns the training rows of the next mini-batch in their order; none where the epoch only has to be ended. */
export function batchRows(state: TrainingState, dataset: Dataset, training: TrainingSpec): number[] {
  return drain(new Run(state, dataset, training).nextRows());
}

/** Computes the metrics of the current state: before training, or of what early stopping has restored. */
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
