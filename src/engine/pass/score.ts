import type { Backend, Forward, Scorer } from '../training/backend.js';
import type { Dataset, Samples, Task } from '../model/dataset.js';
import { forwardPieces, lossPieces, rowPieces } from './forward.js';
import { locateInPass, type Origin } from './locateNonFinite.js';
import type { Rows } from '../maths/products.js';
import { classOf } from '../model/classOf.js';
import type { EpochMetrics } from '../model/metrics.js';
import type { Floats, Network } from '../model/network.js';
import { advance, quantum, type Budget, type Piece } from '../pacing.js';
import { createPass, parametersOf, type Parameters, type Pass } from './pass.js';
import { createSweep, nextChunk, startSweep, sweepRows, type Sweep } from './sweep.js';

export interface Score {
  /** The loss of all the samples as of one batch, without the penalty of regularization. */
  readonly loss: number;
  /** The fraction of samples whose class is right; null for regression. */
  readonly accuracy: number | null;
}

/** Computes loss and accuracy of a set of samples repeatedly, for changing parameters. */
export class Evaluator {
  private readonly sweep: Sweep;
  private readonly fastSweep: Sweep;
  private readonly pass: Pass;
  private right = 0;
  private forward: Forward | null = null;

  constructor(
    network: Network,
    samples: Samples,
    private readonly task: Task,
  ) {
    const { rows } = samples.inputs;
    this.pass = createPass(network, samples, { rows, reordered: false, training: false });
    const by = (forward: Forward | null) => createSweep(this.pass, this.pieces(forward));
    this.sweep = by(null);
    this.fastSweep = by((pass) => this.forward?.(pass));
  }

  private pieces(forward: Forward | null): Piece[] {
    const count = rowPieces(this.pass, this.pass.output.columns, (from, to) => this.count(from, to));
    const pieces = [...forwardPieces(this.pass, forward), ...lossPieces(this.pass)];
    return this.task === 'classification' ? [...pieces, ...count] : pieces;
  }

  /** Computes the score with plain loops from parameters, or with a backend's forward function. Yields in between. */
  *score(source: Parameters | Forward, budget: Budget): Generator<undefined, Score> {
    this.right = 0;
    const isFast = typeof source === 'function';
    if (isFast) this.forward = source;
    else this.pass.parameters = source;
    yield* sweepRows(isFast ? this.fastSweep : this.sweep, 0, this.pass.samples.inputs.rows, budget);
    const { lossSum, scale, samples } = this.pass;
    const accuracy = this.task === 'classification' ? this.right / samples.inputs.rows : null;
    return { loss: lossSum * scale, accuracy };
  }

  /** Finds where a loss that is not finite came from. */
  *locate(parameters: Parameters): Generator<undefined, Origin | null> {
    this.pass.parameters = parameters;
    startSweep(this.sweep, 0, this.pass.samples.inputs.rows);
    while (nextChunk(this.sweep)) {
      const budget = { left: quantum };
      while (!advance(this.sweep.pieces, this.sweep.cursor, budget)) yield undefined;
      const origin = locateInPass(this.pass);
      if (origin) return origin;
    }
    return null;
  }

  private count(from: number, to: number): void {
    const { outputs, targets, columns } = this.pass.output;
    for (let row = from; row < to; row++)
      if (sameClass(outputs, row * columns, targets, row * columns, columns)) this.right++;
  }
}

/** Computes the scores of both parts of the data. */
export class Scores {
  readonly training: Evaluator;
  readonly validation: Evaluator | null;
  private trainingScorer: Scorer | null;
  private validationScorer: Scorer | null;
  private forward: Forward | null;

  constructor(network: Network, { training, validation, task }: Dataset, backend: Backend | null = null) {
    this.training = new Evaluator(network, training, task);
    this.validation = validation && new Evaluator(network, validation, task);
    this.forward = backend?.forward ?? null;
    this.trainingScorer = backend?.scorer?.(training, task) ?? null;
    this.validationScorer = (validation && backend?.scorer?.(validation, task)) ?? null;
  }

  leaveBackend(): void {
    this.forward = null;
    this.trainingScorer = null;
    this.validationScorer = null;
  }

  /** Measures both parts. The network of `current` is accessed only where it is needed. */
  *measure(
    current: { readonly network: Network },
    epoch: number,
    learningRate: number,
    budget: Budget,
  ): Generator<undefined, EpochMetrics> {
    const { training: evaluator, validation: held, trainingScorer, validationScorer, forward } = this;
    const source = () => forward ?? parametersOf(current.network);
    const training = trainingScorer
      ? quickly(trainingScorer, budget)
      : yield* evaluator.score(source(), budget);
    const validation = validationScorer
      ? quickly(validationScorer, budget)
      : held && (yield* held.score(source(), budget));
    return {
      epoch,
      loss: training.loss,
      validationLoss: validation?.loss ?? null,
      accuracy: training.accuracy,
      validationAccuracy: validation?.accuracy ?? null,
      learningRate,
    };
  }
}

function quickly(scorer: Scorer, budget: Budget): Score {
  budget.left -= scorer.work;
  return scorer.score();
}

function sameClass(outputs: Floats, start: number, targets: Rows, row: number, columns: number): boolean {
  return classOf(outputs, start, columns) === classOf(targets.values, targets.offset + row, columns);
}
