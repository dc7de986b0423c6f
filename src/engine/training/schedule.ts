import type { TrainingSpec } from '../model/spec.js';

/** The state of `reduceOnPlateau`. */
export interface Plateau {
  learningRate: number;
  best: number;
  badEpochs: number;
}

export function startPlateau({ optimizer }: Pick<TrainingSpec, 'optimizer'>): Plateau {
  return { learningRate: optimizer.learningRate, best: Infinity, badEpochs: 0 };
}

type Rated = Pick<TrainingSpec, 'optimizer' | 'schedule' | 'warmupEpochs'>;

/**
 * Returns the learning rate of an epoch, counted from 1: that of the schedule, as in `torch.optim.lr_scheduler` with one
 * step per epoch, and during the first w = `warmupEpochs` epochs the fraction epoch / w of it.
 */
export function learningRateOf(training: Rated, epoch: number, plateau: Plateau): number {
  const { warmupEpochs } = training;
  const rate = scheduled(training, epoch - 1, plateau);
  return epoch < warmupEpochs ? (rate * epoch) / warmupEpochs : rate;
}

function scheduled({ schedule, optimizer }: Rated, t: number, plateau: Plateau): number {
  const start = optimizer.learningRate;
  switch (schedule.type) {
    case 'constant':
      return start;
    case 'step':
      return start * schedule.gamma ** Math.floor(t / schedule.stepSize);
    case 'exponential':
      return start * schedule.gamma ** t;
    case 'cosine': {
      const { minLearningRate: low, epochs } = schedule;
      return low + ((start - low) * (1 + Math.cos((Math.PI * t) / epochs))) / 2;
    }
    case 'reduceOnPlateau':
      return plateau.learningRate;
  }
}

/** Updates `ReduceLROnPlateau` at the end of an epoch: mode min, with a relative threshold and no cooldown. */
export function followPlateau(
  { schedule }: Pick<TrainingSpec, 'schedule'>,
  plateau: Plateau,
  loss: number,
): void {
  if (schedule.type !== 'reduceOnPlateau') return;
  if (loss < plateau.best * (1 - schedule.threshold)) {
    plateau.best = loss;
    plateau.badEpochs = 0;
  } else plateau.badEpochs++;
  if (plateau.badEpochs <= schedule.patience) return;
  plateau.badEpochs = 0;
  const reduced = Math.max(plateau.learningRate * schedule.factor, schedule.minLearningRate);
  // PyTorch's eps: smaller changes are not made.
  if (plateau.learningRate - reduced > 1e-8) plateau.learningRate = reduced;
}
