import type { TrainingSpec } from './spec.js';

/** What `reduceOnPlateau` remembers. */
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
 * The learning rate of an epoch (from 1): the schedule's, as in `torch.optim.lr_scheduler` with one step an epoch, and
 * in the first `warmupEpochs` w epochs the fraction epoch / w of it.
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

/** At the end of an epoch: `ReduceLROnPlateau` in mode min, with a relative threshold and without a cool-down. */
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
  // PyTorch's eps: a smaller change is not made.
  if (plateau.learningRate - reduced > 1e-8) plateau.learningRate = reduced;
}
