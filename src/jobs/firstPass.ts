import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetwork } from '../engine/model/initialize.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import { startTraining, type TrainingState } from '../engine/training/state.js';

export interface WalkStart {
  readonly config: NetworkConfig;
  readonly dataset: Dataset;
  /** The state of a run to continue from. Without it, the walk begins with the initial parameters. */
  readonly state?: TrainingState | null;
  /**
   * The row of the training data to begin with. Each pass then has one sample, in the order of the data. Without it, the
   * passes are the mini-batches of the run, unless they are too large to follow.
   */
  readonly sample?: number | null;
}

/** The size of a walk's passes, and the weights that the first of them begins with. */
export interface Origin {
  /** Whether each pass has one sample although the run has larger mini-batches. */
  readonly bySample: boolean;
  /** The number of epochs that the run had trained when the walk took its weights; null: they are the initial ones. */
  readonly trainedEpochs: number | null;
}

interface Beginning {
  readonly training: TrainingSpec;
  readonly state: TrainingState;
  readonly origin: Origin;
}

/** The maximum number of samples in a pass: formulas of larger batches are too long to read. */
const mostSamples = 1000;

/**
 * Returns how a walk trains and the state it begins with.
 *
 * @throws RangeError where there is no such sample
 */
export function beginning({ config, dataset, state = null, sample = null }: WalkStart): Beginning {
  const { inputs } = dataset.training;
  if (sample !== null && !(Number.isInteger(sample) && sample >= 0 && sample < inputs.rows))
    throw new RangeError(`There is no sample ${sample}.`);
  const whole = config.training;
  const batch = Math.min(whole.batchSize ?? inputs.rows, inputs.rows);
  const start = state ?? startTraining(createNetwork(config, inputs.columns, whole), whole);
  const trainedEpochs = state && state.epoch;
  const byBatch = { bySample: false, trainedEpochs };
  // The perceptron rule updates after each sample, regardless of the batch size.
  if (sample === null && whole.optimizer.type === 'perceptron') {
    const training = { ...whole, batchSize: 1 };
    return { training, state: { ...start, batch: start.batch * batch }, origin: byBatch };
  }
  if (sample === null && batch <= mostSamples) return { training: whole, state: start, origin: byBatch };
  const training = { ...whole, batchSize: 1, shuffle: false };
  return { training, state: { ...start, batch: sample ?? 0 }, origin: { bySample: true, trainedEpochs } };
}
