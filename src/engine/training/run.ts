import { backendOf, readLazily, plainLoops, type Backend, type CreateBackend } from './backend.js';
import { GradientRule, type BatchRule } from './batch.js';
import type { Dataset, Samples } from '../model/dataset.js';
import { isBest, patienceEnded } from './earlyStopping.js';
import { Scores } from '../pass/score.js';
import { floats } from '../model/initialize.js';
import type { Origin } from '../pass/locateNonFinite.js';
import type { EpochMetrics, Failure, Outcome } from '../model/metrics.js';
import { quantum, runPieces, type Budget } from '../pacing.js';
import { parametersOf } from '../pass/pass.js';
import { PerceptronRule } from './perceptron.js';
import { followPlateau, learningRateOf } from './schedule.js';
import { findNotSeparable } from './separability.js';
import { commit } from './doubleBuffer.js';
import { drawOrder } from './drawOrder.js';
import type { TrainingSpec } from '../model/spec.js';
import { copyPieces, copyTrained, type TrainingState } from './state.js';

/** Takes a state through its epochs. Its methods yield every few milliseconds. */
export class Run {
  /** The metrics of the last epoch; null where it was not evaluated. */
  metrics: EpochMetrics | null = null;
  private readonly budget: Budget = { left: quantum };
  private readonly scores: Scores;
  private plainRule: BatchRule | null = null;
  private backend: Backend | null;
  private fetched: ReturnType<typeof readLazily> | null;
  private readonly samples: Samples;
  /** The number of rows in a batch; the last batch of an epoch may have fewer. */
  private readonly batchSize: number;
  private readonly order: Uint32Array | null;

  constructor(
    private readonly state: TrainingState,
    dataset: Dataset,
    private readonly training: TrainingSpec,
    createBackend: CreateBackend = plainLoops,
  ) {
    this.samples = dataset.training;
    const { rows } = this.samples.inputs;
    const perceptron = training.optimizer.type === 'perceptron';
    this.batchSize = Math.min(training.batchSize ?? rows, rows);
    // For the gradient of all the data, the order matters only to rounding.
    const reordered = training.shuffle && (this.batchSize < rows || perceptron);
    this.order = reordered ? new Uint32Array(rows) : null;
    this.backend = backendOf(createBackend, state, dataset, training);
    this.scores = new Scores(state.network, dataset, this.backend);
    this.fetched = this.backend && readLazily(state, this.backend);
  }

  /** The rule of the plain loops, which with a backend is used only for what the backend leaves. */
  private get rule(): BatchRule {
    const { state, samples, training, batchSize: rows, order } = this;
    return (this.plainRule ??=
      training.optimizer.type === 'perceptron'
        ? new PerceptronRule(state, samples)
        : new GradientRule(state, samples, training, { rows, reordered: order !== null }));
  }

  /** Ends the run. From then on the state is plain data again. */
  end(): void {
    this.fetched?.end();
    this.fetched = null;
    this.backend = null;
    this.scores.leaveBackend();
  }

  /** Returns how the run ended, or null while it has not. */
  *outcome(): Generator<undefined, Outcome | null> {
    const { state, training } = this;
    if (state.converged) return { kind: 'converged' };
    if (patienceEnded(training, state.stopping, state.epoch)) return this.stopEarly();
    if (state.epoch < training.epochs) return null;
    if (training.optimizer.type !== 'perceptron') return { kind: 'completed' };
    const notSeparable = yield* findNotSeparable(this.samples, this.budget);
    return notSeparable ? { kind: 'completed', notSeparable } : { kind: 'completed' };
  }

  /**
   * Runs the rest of an epoch, or of several up to the next with metrics. Epoch `observed` has metrics besides those that
   * are due. Returns the outcome if it fails.
   */
  *epoch(evaluateEvery: number, observed = Infinity): Generator<undefined, Outcome | null> {
    const failure =
      (yield* this.batches(evaluateEvery, observed)) ?? (yield* this.endEpoch(evaluateEvery, observed));
    return failure && { kind: 'failed', failure };
  }

  /** Runs the remaining batches of an epoch, or of several epochs where a backend can and no metrics are due. */
  private *batches(evaluateEvery: number, observed: number): Generator<undefined, Failure | null> {
    const { backend } = this;
    yield* this.drawOrder();
    if (backend) yield* this.fastBatches(backend, this.epochsInOne(evaluateEvery, observed));
    while (this.hasBatch) {
      const failure = yield* this.batch();
      if (failure) return failure;
    }
    return null;
  }

  /** Runs batches on the backend, up to one that fails there; the plain loops run that one and find out what went wrong. */
  private *fastBatches(backend: Backend, epochs: number): Generator<undefined, void> {
    const { state, budget, order } = this;
    const each = Math.ceil(this.samples.inputs.rows / this.batchSize);
    const learningRate = this.learningRate();
    for (let left = epochs * each - state.batch; left > 0;) {
      const count = Math.max(1, Math.min(left, Math.floor(budget.left / backend.batchWork)));
      const done = backend.run(order, state.batch, count, state.step, learningRate);
      if (done === null) {
        yield undefined;
        continue;
      }
      this.fetched?.invalidate();
      this.countBatches(done, each, left);
      if (done < count) {
        this.end();
        return;
      }
      left -= done;
      budget.left -= done * backend.batchWork;
      if (budget.left > 0) continue;
      budget.left = quantum;
      yield undefined;
    }
  }

  /** Counts batches and finished epochs, except the last epoch, which still ends with its metrics. */
  private countBatches(done: number, each: number, left: number): void {
    const { state } = this;
    const batch = state.batch + done;
    const epochs = done === left ? Math.ceil(batch / each) - 1 : Math.floor(batch / each);
    state.step += done;
    state.epoch += epochs;
    state.batch = batch - epochs * each;
  }

  /** Returns the number of epochs up to the next with metrics, if all have the same order of rows and learning rate; else 1. */
  private epochsInOne(evaluateEvery: number, observed: number): number {
    const { training, state, order } = this;
    const isSteady = training.schedule.type === 'constant' && state.epoch + 1 >= training.warmupEpochs;
    if (order || !isSteady || this.isDue(evaluateEvery, observed)) return 1;
    const end = Math.min(observed, training.epochs);
    return Math.min(evaluateEvery - (state.epoch % evaluateEvery), end - state.epoch);
  }

  /** Runs the next batch alone. */
  *nextBatch(): Generator<undefined, Failure | null> {
    yield* this.drawOrder();
    return yield* this.batch();
  }

  /** Returns the row indices of the next batch, in their order. */
  *nextRows(): Generator<undefined, number[]> {
    yield* this.drawOrder();
    const { from, to } = this.bounds();
    return Array.from({ length: to - from }, (_, i) => (this.order ? this.order[from + i] : from + i));
  }

  /** Whether the epoch has batches left. */
  get hasBatch(): boolean {
    return this.bounds().from < this.samples.inputs.rows;
  }

  private bounds(): { readonly from: number; readonly to: number } {
    const from = this.state.batch * this.batchSize;
    return { from, to: Math.min(from + this.batchSize, this.samples.inputs.rows) };
  }

  private *batch(): Generator<undefined, Failure | null> {
    const { state, rule, budget } = this;
    const { from, to } = this.bounds();
    rule.begin(this.order, from, to, this.learningRate());
    while (!rule.advance(budget)) yield undefined;
    if (!rule.isFinite()) return this.failure(yield* rule.locate(), state.batch + 1);
    commit(rule.buffers, state);
    state.step++;
    state.batch++;
    state.mistakes += rule.mistakes;
    return null;
  }

  /** Ends an epoch: measures it where that is due, and updates early stopping and the schedule. */
  *endEpoch(evaluateEvery: number, observed = Infinity): Generator<undefined, Failure | null> {
    const { state, training } = this;
    const metrics = this.isDue(evaluateEvery, observed) ? yield* this.measure() : null;
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
    state.converged = this.isConverged();
    state.mistakes = 0;
    this.metrics = metrics;
    return null;
  }

  /** Whether Rosenblatt's rule would change nothing any more. */
  private isConverged(): boolean {
    return this.training.optimizer.type === 'perceptron' && this.state.mistakes === 0;
  }

  private isDue(evaluateEvery: number, observed: number): boolean {
    const { earlyStopping, schedule, epochs } = this.training;
    const epoch = this.state.epoch + 1;
    const decides = earlyStopping !== null || schedule.type === 'reduceOnPlateau';
    const isLast = this.isConverged() || epoch === epochs;
    return decides || isLast || epoch === observed || epoch % evaluateEvery === 0;
  }

  private *drawOrder(): Generator<undefined, void> {
    const { order, training, state, budget } = this;
    if (order) yield* drawOrder(order, training.seed, state.epoch, budget);
  }

  private *keepBest(): Generator<undefined, void> {
    const { network, stopping } = this.state;
    if (!this.training.earlyStopping?.restoreBest) return;
    const best = stopping.best ?? copyTrained(network, (values) => floats(network.precision, values.length));
    yield* runPieces(copyPieces(network, best), this.budget);
    stopping.best = best;
  }

  private stopEarly(): Outcome {
    this.end();
    const { state } = this;
    const { best, bestEpoch } = state.stopping;
    if (best) state.network = best;
    return { kind: 'stoppedEarly', bestEpoch, restored: best !== null };
  }

  /** Finds where a loss that is not finite came from although all parameters are finite. */
  private *locateInScores(): Generator<undefined, Origin> {
    const parameters = parametersOf(this.state.network);
    const { training, validation } = this.scores;
    const inTraining = yield* training.locate(parameters);
    if (inTraining) return inTraining;
    const held = validation && (yield* validation.locate(parameters));
    if (!held) return { layer: null, quantity: 'loss', value: NaN };
    return held.witness ? { ...held, witness: { ...held.witness, isValidation: true } } : held;
  }

  private measure(): Generator<undefined, EpochMetrics> {
    const { state, budget } = this;
    return this.scores.measure(state, state.epoch + 1, this.learningRate(), budget);
  }

  private learningRate(): number {
    return learningRateOf(this.training, this.state.epoch + 1, this.state.plateau);
  }

  /** Describes a failure. Where no value is known, the norm of the gradient has overflowed. */
  private failure(origin: Origin | null, batch: number): Failure {
    const norm: Origin = { layer: null, quantity: 'gradient', value: Infinity };
    return { epoch: this.state.epoch + 1, batch, updates: this.state.step, ...(origin ?? norm) };
  }
}
