import { nameSource } from '../config/nameSource.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import { drain } from '../engine/pacing.js';
import { createNames, type Names } from '../engine/trace/names.js';
import type { TrainingState } from '../engine/training/state.js';
import { batchRows, trainBatch } from '../engine/training/train.js';
import { startNetwork } from './networkJob.js';
import { successor, type Pass } from './passes.js';

export interface PassStart {
  readonly config: NetworkConfig;
  readonly dataset: Dataset;
  /** The state of a run to continue from. Without it, the first pass is at the initial parameters. */
  readonly state?: TrainingState | null;
  /** Whether parameters of that run were changed by hand. */
  readonly isEdited?: boolean;
  /**
   * The row of the training data to begin with. Each pass then has one sample, in the order of the data. Without it, the
   * passes are the mini-batches of the run, unless they are too large to follow.
   */
  readonly sample?: number | null;
}

/** The first of several passes, and how they are trained. */
export interface FirstPass {
  readonly pass: Pass;
  readonly training: TrainingSpec;
  readonly names: Names;
  /** Whether each pass has one sample although the run has larger mini-batches. */
  readonly bySample: boolean;
  /** The number of epochs that the run had trained when the pass took its weights; null: they are the initial ones. */
  readonly trainedEpochs: number | null;
  /** Whether parameters of that run were changed by hand. */
  readonly isTrainedEdited: boolean;
}

/** The maximum number of samples in a pass: formulas of larger batches are too long to read. */
const mostSamples = 1000;

/** Returns whether the mini-batches of a run are small enough to follow. `rows` is the number of training samples. */
export const canFollow = ({ training }: NetworkConfig, rows: number): boolean =>
  Math.min(training.batchSize ?? rows, rows) <= mostSamples;

/**
 * Returns the first pass that can be followed from a config, or from the state of its run.
 *
 * @throws RangeError where there is no such sample
 */
export function firstPass(start: PassStart): FirstPass {
  const { config, dataset, state: trained = null, isEdited = false } = start;
  const { training, state, bySample } = beginning(start);
  const begun = successor(state);
  // A run may have been paused between its last mini-batch and the end of the epoch.
  if (batchRows(begun, dataset, training).length === 0) drain(trainBatch(begun, dataset, training));
  return {
    pass: { state: begun, dataset },
    training,
    names: createNames(nameSource(config, dataset), begun.network),
    bySample,
    trainedEpochs: trained && trained.epoch,
    isTrainedEdited: isEdited,
  };
}

interface Beginning extends Pick<FirstPass, 'training' | 'bySample'> {
  readonly state: TrainingState;
}

function beginning({ config, dataset, state = null, sample = null }: PassStart): Beginning {
  const { inputs } = dataset.training;
  if (sample !== null && !(Number.isInteger(sample) && sample >= 0 && sample < inputs.rows))
    throw new RangeError(`There is no sample ${sample}.`);
  const whole = config.training;
  const batch = Math.min(whole.batchSize ?? inputs.rows, inputs.rows);
  const start = state ?? drain(startNetwork(config, dataset));
  // The perceptron rule updates after each sample, regardless of the batch size.
  if (sample === null && whole.optimizer.type === 'perceptron') {
    const training = { ...whole, batchSize: 1 };
    return { training, state: { ...start, batch: start.batch * batch }, bySample: false };
  }
  if (sample === null && canFollow(config, inputs.rows))
    return { training: whole, state: start, bySample: false };
  const training = { ...whole, batchSize: 1, shuffle: false };
  return { training, state: { ...start, batch: sample ?? 0 }, bySample: true };
}
