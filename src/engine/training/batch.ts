import { backwardPieces, emptyGradients } from '../pass/backward.js';
import type { Samples } from '../model/dataset.js';
import { dropoutDraws } from '../pass/dropout.js';
import { forwardPieces, lossPieces } from '../pass/forward.js';
import { locateInGradients, locateInParameters, locateInPass, type Origin } from '../pass/locateNonFinite.js';
import type { Floats, LayerGradients } from '../model/network.js';
import { clippingScale, updateOf, type Step } from './optimizers.js';
import { advance, cut, quantum, type Budget, type Piece } from '../pacing.js';
import { createPass, type Pass } from '../pass/pass.js';
import { penaltyPieces } from '../model/regularization.js';
import { createDoubleBuffer, type DoubleBuffer } from './doubleBuffer.js';
import type { TrainingSpec } from '../model/spec.js';
import type { TrainingState } from './state.js';
import { advanceSweep, createSweep, nextChunk, startSweep, type Sweep } from '../pass/sweep.js';

/** The rule by which a batch changes the parameters, from `buffers.now` into `buffers.next`. Its driver can interrupt it. */
export interface BatchRule {
  readonly buffers: DoubleBuffer;
  /** Starts a batch of rows `from..to` of `order`; null: of the data's own order. */
  begin(order: Uint32Array | null, from: number, to: number, learningRate: number): void;
  /** Returns true when the batch is done, or false to yield and call again. */
  advance(budget: Budget): boolean;
  /** Returns whether all values of the finished batch are finite. */
  isFinite(): boolean;
  /** Runs the batch again, slowly, to find where the first value that is not finite appeared. */
  locate(): Generator<undefined, Origin | null>;
  /** The number of misclassified samples in the batch, for a rule that counts them; else 0. */
  readonly mistakes: number;
}

/** One step of an optimizer along the gradient of the batch's loss and the penalty. */
export class GradientRule implements BatchRule {
  readonly mistakes = 0;
  readonly buffers: DoubleBuffer;
  private readonly pass: Pass;
  private readonly sweep: Sweep;
  private readonly stepPieces: readonly Piece[];
  private readonly gradients: readonly LayerGradients[];
  private readonly cursor = { next: 0 };
  private readonly step: Step = { count: 0, learningRate: 0, gradientScale: 1 };
  private squaredNorm = 0;
  private finite = true;

  constructor(
    private readonly state: TrainingState,
    samples: Samples,
    private readonly training: TrainingSpec,
    { rows, reordered }: { readonly rows: number; readonly reordered: boolean },
  ) {
    this.buffers = createDoubleBuffer(state);
    this.gradients = emptyGradients(state.network);
    this.pass = createPass(state.network, samples, { rows, reordered, training: true });
    const pieces = [
      ...forwardPieces(this.pass),
      ...lossPieces(this.pass),
      ...backwardPieces(this.pass, this.gradients),
    ];
    this.sweep = createSweep(this.pass, pieces);
    this.stepPieces = this.createStepPieces();
  }

  begin(order: Uint32Array | null, from: number, to: number, learningRate: number): void {
    const { pass, step, state } = this;
    pass.order = order;
    pass.parameters = this.buffers.now.parameters;
    if (pass.layers.some(({ mask }) => mask))
      pass.draws = dropoutDraws(state.network, this.training.seed, state.step);
    startSweep(this.sweep, from, to);
    this.cursor.next = 0;
    step.count = state.step + 1;
    step.learningRate = learningRate;
    step.gradientScale = 1;
    this.squaredNorm = 0;
    this.finite = true;
  }

  advance(budget: Budget): boolean {
    return advanceSweep(this.sweep, budget) && advance(this.stepPieces, this.cursor, budget);
  }

  isFinite(): boolean {
    return this.finite && Number.isFinite(this.pass.lossSum);
  }

  *locate(): Generator<undefined, Origin | null> {
    const { pass, sweep, step } = this;
    this.begin(pass.order, sweep.from, sweep.to, step.learningRate);
    while (nextChunk(sweep)) {
      const budget = { left: quantum };
      while (!advance(sweep.pieces, sweep.cursor, budget)) yield undefined;
      const origin = locateInPass(pass);
      if (origin) return origin;
    }
    const inGradients = locateInGradients(this.gradients);
    if (inGradients) return inGradients;
    const budget = { left: quantum };
    while (!this.advance(budget)) yield undefined;
    return locateInParameters(this.buffers.next.network);
  }

  /** Returns the pieces that follow the whole batch: penalty, clipping, update. */
  private createStepPieces(): Piece[] {
    const { buffers, step, training } = this;
    const gradients = this.gradients.flatMap(({ weights, bias }) => [
      ...(weights ? [{ values: weights, penalized: true }] : []),
      ...(bias ? [{ values: bias, penalized: false }] : []),
    ]);
    const penalty = gradients.flatMap(({ values: gradient, penalized }, tensor) => {
      const current = () => ({ values: buffers.now.tensors[tensor].values, gradient });
      return penalized ? penaltyPieces(training.regularization, gradient.length, current) : [];
    });
    const update = updateOf(training);
    const updates = gradients.flatMap(({ values }, tensor) =>
      cut(values.length, 8, (from, to) => {
        const finite = update(
          buffers.now.tensors[tensor],
          buffers.next.tensors[tensor],
          values,
          from,
          to,
          step,
        );
        this.finite &&= finite;
      }),
    );
    return [...penalty, ...this.clippingPieces(gradients.map(({ values }) => values)), ...updates];
  }

  private clippingPieces(gradients: readonly Floats[]): Piece[] {
    const { clipGradientNorm } = this.training;
    if (clipGradientNorm === null) return [];
    const squares = gradients.flatMap((gradient) =>
      cut(gradient.length, 1, (from, to) => {
        for (let i = from; i < to; i++) this.squaredNorm += gradient[i] * gradient[i];
      }),
    );
    const clip = () => {
      this.step.gradientScale = clippingScale(clipGradientNorm, this.squaredNorm);
      this.finite &&= Number.isFinite(this.squaredNorm);
    };
    return [...squares, { work: 1, run: clip }];
  }
}
