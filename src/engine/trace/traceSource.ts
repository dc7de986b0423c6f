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

export function isSoftmax({ activation }: Layer): boolean {
  return activation === 'softmax';
}
