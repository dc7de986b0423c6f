import type { BatchRule } from './batch.js';
import type { Samples } from '../model/dataset.js';
import { locateInParameters, type Origin } from '../pass/locateNonFinite.js';
import type { Floats, Layer } from '../model/network.js';
import { advance, cut, type Budget, type Piece } from '../pacing.js';
import { createDoubleBuffer, type DoubleBuffer } from './doubleBuffer.js';
import { copyPieces, type TrainingState } from './state.js';

/**
 * Rosenblatt's rule for one layer of `step` units (F. Rosenblatt, 1958): after each sample, whatever the batch size,
 * w ← w + η (t − y) x and b ← b + η (t − y). A bias that the units share takes the sum over them.
 */
export class PerceptronRule implements BatchRule {
  mistakes = 0;
  readonly buffers: DoubleBuffer;
  private pieces: readonly Piece[] = [];
  private readonly cursor = { next: 0 };
  /** The error t − y of each unit. */
  private readonly errors: Float64Array;

  constructor(
    state: TrainingState,
    private readonly samples: Samples,
  ) {
    this.buffers = createDoubleBuffer(state);
    this.errors = new Float64Array(samples.targets.columns);
  }

  begin(order: Uint32Array | null, from: number, to: number, learningRate: number): void {
    const { inputs, targets } = this.samples;
    const learn = cut(to - from, 2 * inputs.columns * targets.columns, (start, end) => {
      for (let row = from + start; row < from + end; row++)
        this.learn(order ? order[row] : row, learningRate);
    });
    // The rule updates its copy of the network in place.
    this.pieces = [...copyPieces(this.buffers.now.network, this.buffers.next.network), ...learn];
    this.cursor.next = 0;
    this.mistakes = 0;
  }

  advance(budget: Budget): boolean {
    return advance(this.pieces, this.cursor, budget);
  }

  isFinite(): boolean {
    return this.mistakes === 0 || locateInParameters(this.buffers.next.network) === null;
  }

  *locate(): Generator<undefined, Origin | null> {
    yield undefined;
    return locateInParameters(this.buffers.next.network);
  }

  private learn(row: number, learningRate: number): void {
    const [layer] = this.buffers.next.network.layers;
    const { inputs, targets } = this.samples;
    const start = row * inputs.columns;
    let wrong = false;
    for (let unit = 0; unit < layer.units; unit++) {
      const output = net(layer, unit, inputs.values, start) > 0 ? 1 : 0;
      this.errors[unit] = targets.values[row * targets.columns + unit] - output;
      if (this.errors[unit] !== 0) wrong = true;
    }
    if (!wrong) return;
    this.mistakes++;
    for (let unit = 0; unit < layer.units; unit++)
      correct(layer, unit, inputs.values, start, learningRate * this.errors[unit]);
  }
}

function net({ weights, bias, inputs }: Layer, unit: number, x: Floats, start: number): number {
  let sum = bias ? bias[Math.min(unit, bias.length - 1)] : 0;
  for (let k = 0; k < inputs; k++) sum += weights[unit * inputs + k] * x[start + k];
  return sum;
}

function correct(layer: Layer, unit: number, x: Floats, start: number, step: number): void {
  const { weights, bias, inputs } = layer;
  if (layer.weightsTrainable)
    for (let k = 0; k < inputs; k++) weights[unit * inputs + k] += step * x[start + k];
  if (bias && layer.biasTrainable) bias[Math.min(unit, bias.length - 1)] += step;
}
