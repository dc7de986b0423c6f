import { adamRates } from '../../engine/training/optimizers.js';
import type { OptimizerSpec } from '../../engine/model/spec.js';
import { scalars } from './program.js';

const [learningRateAt, rateAt, correctionAt, keptAt] = scalars.map((_, index) => index);

type Adam = Extract<OptimizerSpec, { readonly type: 'adam' | 'adamw' }>;

/** Writes the numbers that an optimizer computes once per step into the array that the program reads. */
export class Rates {
  private count = 0;
  private learningRate = 0;
  /** 1−βᵗ of either average. */
  private readonly remainders: [number, number] = [0, 0];
  /** The step from which on 1−βᵗ is 1 in float64. Powers are expensive, so they are not computed again. */
  private readonly settled: [number, number] = [Infinity, Infinity];
  /** The optimizer, where its rates change with every step. */
  private readonly adam: Adam | null;

  constructor(
    optimizer: OptimizerSpec,
    private readonly values: Float64Array,
  ) {
    this.adam = optimizer.type === 'adam' || optimizer.type === 'adamw' ? optimizer : null;
  }

  /** Whether the rates are the same for all steps with one learning rate. */
  get areSteady(): boolean {
    return this.adam === null;
  }

  /** Sets the number of steps done so far, and the learning rate of those that follow. */
  begin(count: number, learningRate: number): void {
    this.count = count;
    this.learningRate = learningRate;
    this.values[learningRateAt] = learningRate;
  }

  /** Writes the rates of the next step. */
  next(): void {
    this.count++;
    const { adam, values, remainders } = this;
    if (!adam) return;
    this.updateRemainder(0, adam.betas[0]);
    this.updateRemainder(1, adam.betas[1]);
    const { rate, correction, kept } = adamRates(adam, remainders, this.learningRate);
    values[rateAt] = rate;
    values[correctionAt] = correction;
    values[keptAt] = kept;
  }

  private updateRemainder(which: 0 | 1, beta: number): void {
    const { count, remainders, settled } = this;
    remainders[which] = count >= settled[which] ? 1 : 1 - beta ** count;
    if (remainders[which] === 1) settled[which] = Math.min(settled[which], count);
  }
}
