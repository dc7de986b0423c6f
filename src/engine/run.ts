import { GradientRule, type BatchRule } from './batch.js';
import type { Dataset } from './dataset.js';
import { isBest, patienceEnded } from './early-stopping.js';
import { Scores } from './evaluate.js';
import { floats } from './initialize.js';
import type { Origin } from './locate.js';
import type { EpochMetrics, Failure, Outcome } from './metrics.js';
import { advance, cut, quantum, type Budget, type Piece } from './pacing.js';
import { Random, shuffle } from './random.js';
import { followPlateau, learningRateOf } from './schedule.js';
import { commit } from './sides.js';
import type { TrainingSpec } from './spec.js';
import { trainedTensors, twin, type TrainingState } from './state.js';

/** A state on its way through its epochs. Its methods let their driver breathe. */
export class Run {
  /** Of the epoch that ended last; null where it was not evaluated. */
  metrics: EpochMetrics | null = null;
  private readonly budget: Budget = { left: quantum };
  private readonly rule: BatchRule;
  private readonly scores: Scores;
  private readonly rows: number;
  /** Rows of a batch, the last one of an epoch excepted. */
  private readonly batchSize: number;
  private readonly order: Uint32Array | null;

  constructor(
    private readonly state: TrainingState,
    dataset: Dataset,
    private readonly training: TrainingSpec,
  ) {
    const { rows } = dataset.training.inputs;
    this.rows = rows;
    this.batchSize = Math.min(training.batchSize ?? rows, rows);
    // In a batch of all the data the order makes no difference but to the rounding.
    const reordered = training.shuffle && this.batchSize < rows;
    this.order = reordered ? new Uint32Array(rows) : null;
    this.rule = new GradientRule(state, dataset.training, training, { rows: this.batchSize, reordered });
    this.scores = new Scores(state.network, dataset);
  }

  /** How the run ended, if it has. */
  outcome(): Outcome | null {
    const { state, training } = this;
    if (patienceEnded(training, state.stopping, state.epoch)) return this.stopEarly();
    return state.epoch >= training.epochs ? { kind: 'completed' } : null;
  }

  /** What is left of the batches of an epoch. */
  *batches(): Generator<undefined, Failure | null> {
    const { state, rule, batchSize, rows, budget } = this;
    const learningRate = this.learningRate();
    yield* this.drawOrder();
    while (state.batch * batchSize < rows) {
      const from = state.batch * batchSize;
      rule.begin(this.order, from, Math.min(from + batchSize, rows), learningRate);
      while (!rule.advance(budget)) yield undefined;
      if (!rule.isFinite()) return this.failure(yield* rule.locate(), state.batch + 1);
      commit(rule.sides, state);
      state.step++;
      state.batch++;
    }
    return null;
  }

  /** Metrics where they are due, and what follows from them. */
  *endEpoch(evaluateEvery: number): Generator<undefined, Failure | null> {
    const { state, training } = this;
    const metrics = this.isDue(evaluateEvery) ? yield* this.measure() : null;
    if (metrics && !(Number.isFinite(metrics.loss) && Number.isFinite(metrics.validationLoss ?? 0)))
      return this.failure(yield* this.locateInScores(), state.batch);
    const watched = metrics ? (metrics.validationLoss ?? metrics.loss) : Infinity;
    if (metrics && isBest(training, state.stopping, watched)) {
      yield* this.keepBest();
      state.stopping.bestLoss = watched;
      state.stopping.bestEpoch = state.epoch + 1;
    }
    if (metrics) followPlateau(training, state.plateau, watched);
    state.epoch++;
    state.batch = 0;
    this.metrics = metrics;
    return null;
  }

  private isDue(evaluateEvery: number): boolean {
    const { earlyStopping, schedule, epochs } = this.training;
    const epoch = this.state.epoch + 1;
    const decides = earlyStopping !== null || schedule.type === 'reduceOnPlateau';
    return decides || epoch === epochs || epoch % evaluateEvery === 0;
  }

  /** Each epoch's order is drawn from the seed and the epoch alone. */
  private *drawOrder(): Generator<undefined, void> {
    const { order } = this;
    if (!order) return;
    const random = new Random(this.training.seed, 'order', this.state.epoch + 1);
    const inOrder = cut(order.length, 1, (from, to) => {
      for (let i = from; i < to; i++) order[i] = i;
    });
    yield* this.runPieces([
      ...inOrder,
      ...cut(order.length, 32, (from, to) => shuffle(order, random, from, to)),
    ]);
  }

  private *runPieces(pieces: readonly Piece[]): Generator<undefined, void> {
    const cursor = { next: 0 };
    while (!advance(pieces, cursor, this.budget)) yield undefined;
  }

  private *keepBest(): Generator<undefined, void> {
    const { network, stopping } = this.state;
    if (!this.training.earlyStopping?.restoreBest) return;
    const best = stopping.best ?? twin(network, (values) => floats(network.precision, values.length));
    const from = trainedTensors(network);
    yield* this.runPieces(
      trainedTensors(best).flatMap(({ values }, tensor) =>
        cut(values.length, 1, (start, end) => values.set(from[tensor].values.subarray(start, end), start)),
      ),
    );
    stopping.best = best;
  }

  private stopEarly(): Outcome {
    const { state } = this;
    const { best, bestEpoch } = state.stopping;
    if (best) state.network = best;
    return { kind: 'stoppedEarly', bestEpoch, restored: best !== null };
  }

  /** A loss that is not finite though all the parameters are. */
  private *locateInScores(): Generator<undefined, Origin> {
    const { parameters } = this.rule.sides.now;
    const { training, validation } = this.scores;
    const origin =
      (yield* training.locate(parameters)) ?? (validation && (yield* validation.locate(parameters)));
    return origin ?? { layer: null, quantity: 'loss', value: NaN };
  }

  private measure(): Generator<undefined, EpochMetrics> {
    const { network, epoch } = this.state;
    return this.scores.measure({ network, epoch: epoch + 1 }, this.learningRate(), this.budget);
  }

  private learningRate(): number {
    return learningRateOf(this.training, this.state.epoch + 1, this.state.plateau);
  }

  private failure(origin: Origin, batch: number): Failure {
    return { epoch: this.state.epoch + 1, batch, ...origin };
  }
}
