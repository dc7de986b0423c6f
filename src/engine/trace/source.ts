import type { Samples } from '../dataset.js';
import type { Floats, Layer, Network } from '../network.js';
import { fusedLossOf } from '../pass.js';
import type { TrainingSpec } from '../spec.js';
import type { Names } from './names.js';

/** Everything a trace is made from; nothing of it may change while the trace is in use. */
export interface TraceSource {
  /** With the parameters before the update. */
  readonly network: Network;
  /** The samples of the batch. */
  readonly batch: Samples;
  /** Their rows in the training part, for what is shown. */
  readonly rows: readonly number[];
  /** Which of the batch's samples the forward and backward steps show, from 0. */
  readonly sample: number;
  readonly names: Names;
  readonly training: Pick<TrainingSpec, 'optimizer' | 'regularization' | 'clipGradientNorm'>;
  /** As scheduled for this step. */
  readonly learningRate: number;
  /** Optimiser steps done before this one. */
  readonly step: number;
  /** What the optimiser remembers of each trained tensor, in the order of `trainedTensors`; null before the first step. */
  readonly slots: readonly (readonly Floats[])[] | null;
  /** The seed of the masks; null where nothing is dropped. */
  readonly dropout: { readonly seed: number } | null;
}

/** The lowest layer (from 1) that the backward pass reaches; beyond the last where nothing goes by gradients. */
export function lowestTrained({ network, training }: TraceSource): number {
  const lowest = network.layers.findIndex(
    ({ weightsTrainable, biasTrainable }) => weightsTrainable || biasTrainable,
  );
  return training.optimizer.type === 'perceptron' || lowest < 0 ? network.layers.length + 1 : lowest + 1;
}

/** Whether loss and last activation are differentiated as one. Dropout between them keeps them apart. */
export function isFused({ network, dropout }: TraceSource): boolean {
  const last = network.layers[network.layers.length - 1];
  return fusedLossOf(network) !== null && !(dropout && last.dropout > 0);
}

export function isSoftmax({ activation }: Layer): boolean {
  return activation === 'softmax';
}
