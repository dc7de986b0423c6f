import { classOf } from '../model/classOf.js';
import type { Samples } from '../model/dataset.js';
import type { Floats, Layer, Network } from '../model/network.js';
import { fusedLossOf } from '../pass/pass.js';
import type { TrainingSpec } from '../model/spec.js';
import type { Names } from './names.js';

/** The data that a trace is computed from. It must not change while the trace is in use. */
export interface TraceSource {
  /** The network with the parameters before the update. */
  readonly network: Network;
  /** The samples of the batch. */
  readonly batch: Samples;
  /** Their rows in the training part, for display. */
  readonly rows: readonly number[];
  /** The index of the sample whose forward and backward steps are shown, from 0. */
  readonly sample: number;
  readonly names: Names;
  readonly training: Pick<TrainingSpec, 'optimizer' | 'regularization' | 'clipGradientNorm'>;
  /** The learning rate of this step. */
  readonly learningRate: number;
  /** The number of optimizer steps before this one. */
  readonly step: number;
  /** The optimizer's slots of each trained tensor, in the order of `trainedTensors`; null before the first step. */
  readonly slots: readonly (readonly Floats[])[] | null;
  /** The seed of dropout's masks; null where nothing is dropped. */
  readonly dropout: { readonly seed: number } | null;
}

/** Returns the lowest layer, from 1, that the backward pass reaches; one beyond the last where there are no gradients. */
export function lowestTrained({ network, training }: TraceSource): number {
  const lowest = network.layers.findIndex(
    ({ weightsTrainable, biasTrainable }) => weightsTrainable || biasTrainable,
  );
  return training.optimizer.type === 'perceptron' || lowest < 0 ? network.layers.length + 1 : lowest + 1;
}

/** Returns whether loss and last activation are differentiated together. Dropout between them prevents that. */
export function isFused({ network, dropout }: TraceSource): boolean {
  const last = network.layers[network.layers.length - 1];
  return fusedLossOf(network) !== null && !(dropout && last.dropout > 0);
}

/**
 * Returns the weight of each sample of the batch in its loss; null where all count alike. In the mean of a single sample
 * its weight cancels, unless it is 0.
 */
export function sampleWeights({ network, batch }: TraceSource): readonly number[] | null {
  const { classWeights, reduction } = network;
  const { rows, columns, values } = batch.targets;
  if (!classWeights) return null;
  const weights = Array.from(
    { length: rows },
    (_, row) => classWeights[classOf(values, row * columns, columns)],
  );
  return rows === 1 && reduction !== 'sum' && weights[0] !== 0 ? null : weights;
}

/** Returns whether the error of the batch is another quantity than that of the sample shown. */
export function hasOwnTotal(source: TraceSource): boolean {
  return source.batch.inputs.rows > 1 || sampleWeights(source) !== null;
}

export function isSoftmax({ activation }: Layer): boolean {
  return activation === 'softmax';
}
