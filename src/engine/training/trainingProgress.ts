import type { TrainingState } from './state.js';

/** All of a training state besides its network: optimizer slots, counters, schedule and early stopping. Plain data. */
export type TrainingProgress = Omit<TrainingState, 'network'>;
