import type { OptimizerSpec } from '../spec.js';
import { scalars } from './program.js';

const [learningRateAt, rateAt, correctionAt, keptAt] = scalars.map((_, index) => index);

type Adam = Extract<OptimizerSpec, { readonly type: 'adam' | 'adamw' }>;

/** What `updateOf` works out once a step: written where the program reads it. */
export class Rates {
  private count = 0;
  private learningRate = 0;
  /** Of either power: from this step on it makes no difference to 1 any more. Powers take long. */
  private readonly settled: [number, number] = [Infinity, Infinity];

  /** The optimiser whose rates are others with every step. */
  private readonly adam: Adam | null;

  constructor(
    optimizer: OptimizerSpec,
    private readonly values: Float64Array,
  ) {
    this.adam = optimizer.type === 'adam' || optimizer.type === 'adamw' ? optimizer : null;
  }

  /** They are the same for all the steps with one learning rate. */
  get areSteady(): boolean {
    return this.adam === null;
  }

  /** The steps that follow are those after so many. */
  begin(count: number, learningRate: number): void {
    this.count = count;
    this.learningRate = learningRate;
    this.values[learningRateAt] = learningRate;
  }

  next(): void {
    this.count++;
    const { adam, values, learningRate } = this;
    if (!adam) return;
    values[rateAt] = learningRate / this.remainder(0, adam.betas[0]);
    values[correctionAt] = Math.sqrt(this.remainder(1, adam.betas[1]));
    values[keptAt] = 1 - learningRate * adam.weightDecay;
  }

  /** 1 − βᵗ */
  private remainder(which: 0 | 1, beta: number): number {
    if (this.count >= this.settled[which]) return 1;
    const remainder = 1 - beta ** this.count;
    if (remainder === 1) this.settled[which] = this.count;
    return remainder;
  }
}
