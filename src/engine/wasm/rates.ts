import type { TrainingSpec } from '../spec.js';

/** What one step of the optimiser takes: the learning rate, and what Adam makes of it (`optimizers.ts` has the formulas). */
export function writeRates(
  into: Float64Array,
  place: number,
  { optimizer }: TrainingSpec,
  count: number,
  learningRate: number,
): void {
  into[place] = learningRate;
  if (optimizer.type !== 'adam' && optimizer.type !== 'adamw') return;
  const [beta1, beta2] = optimizer.betas;
  into[place + 1] = learningRate / (1 - beta1 ** count);
  into[place + 2] = Math.sqrt(1 - beta2 ** count);
  into[place + 3] = optimizer.type === 'adamw' ? 1 - learningRate * optimizer.weightDecay : 1;
}
