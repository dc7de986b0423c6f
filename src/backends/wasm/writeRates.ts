import { adamRates, adamRemainders } from '../../engine/training/optimizers.js';
import type { TrainingSpec } from '../../engine/model/spec.js';

/** Writes the numbers for one step of the optimizer: the learning rate and, for Adam, `adamRates`. */
export function writeRates(
  into: Float64Array,
  place: number,
  { optimizer }: TrainingSpec,
  count: number,
  learningRate: number,
): void {
  into[place] = learningRate;
  if (optimizer.type !== 'adam' && optimizer.type !== 'adamw') return;
  const rates = adamRates(optimizer, adamRemainders(optimizer.betas, count), learningRate);
  into[place + 1] = rates.rate;
  into[place + 2] = rates.correction;
  into[place + 3] = rates.kept;
}
