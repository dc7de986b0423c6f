import { startStopping, type Stopping } from './earlyStopping.js';
import { floats } from '../model/initialize.js';
import type { Floats, Network } from '../model/network.js';
import { slotsOf } from './optimizers.js';
import { cut, type Piece } from '../pacing.js';
import { startPlateau, type Plateau } from './schedule.js';
import type { TrainingSpec } from '../model/spec.js';
import type { TrainingProgress } from './trainingProgress.js';

/**
 * All that a run needs to continue bit for bit, besides its data and its spec. Plain data: a structured clone taken
 * whenever `train` has yielded is a checkpoint. It changes only at the end of a batch or an epoch, so an unfinished batch
 * is done again. Seed and counters determine all random draws, so there is no generator's state to store.
 */
export interface TrainingState {
  /** The network with the current parameters. */
  network: Network;
  /** The optimizer's slots of each trained tensor, in the order of `trainedTensors`. */
  slots: readonly (readonly Floats[])[];
  /** The number of batches done in all epochs. */
  step: number;
  /** The number of epochs done. */
  epoch: number;
  /** The number of batches done in the current epoch. */
  batch: number;
  /** The number of samples that Rosenblatt's rule has misclassified in the current epoch. */
  mistakes: number;
  /** Whether Rosenblatt's rule misclassified no sample in the last epoch. */
  converged: boolean;
  readonly plateau: Plateau;
  readonly stopping: Stopping<Network>;
}

/**
 * Returns the state before the first epoch, or the one with the progress of an earlier training. The network is copied, so
 * it can start another run.
 */
export function startTraining(
  network: Network,
  training: TrainingSpec,
  progress?: TrainingProgress,
): TrainingState {
  if (progress)
    return { ...structuredClone(progress), network: copyTrained(network, (each) => each.slice()) };
  const slots = trainedTensors(network).map(({ values }) => emptySlots(network, training, values.length));
  return {
    network: copyTrained(network, (values) => values.slice()),
    slots,
    step: 0,
    epoch: 0,
    batch: 0,
    mistakes: 0,
    converged: false,
    plateau: startPlateau(training),
    stopping: startStopping(),
  };
}

export function emptySlots({ precision }: Network, { optimizer }: TrainingSpec, length: number): Floats[] {
  return Array.from({ length: slotsOf(optimizer) }, () => floats(precision, length));
}

/** A trained tensor and its place in the network. */
export interface TrainedTensor {
  /** The index of the layer, from 0. */
  readonly layer: number;
  readonly name: 'weights' | 'bias';
  readonly values: Floats;
}

/** Returns the trained tensors from the first layer to the last, weights before bias. */
export function trainedTensors({ layers }: Network): TrainedTensor[] {
  return layers.flatMap(({ weights, weightsTrainable, bias, biasTrainable }, layer) => [
    ...(weightsTrainable ? [{ layer, name: 'weights' as const, values: weights }] : []),
    ...(bias && biasTrainable ? [{ layer, name: 'bias' as const, values: bias }] : []),
  ]);
}

/** Returns pieces that copy the trained tensors into another network of the same shape. */
export function copyPieces(from: Network, to: Network): Piece[] {
  const sources = trainedTensors(from);
  return trainedTensors(to).flatMap(({ values }, tensor) =>
    cut(values.length, 1, (start, end) => values.set(sources[tensor].values.subarray(start, end), start)),
  );
}

/** Returns the same network with copies of the trained tensors. */
export function copyTrained(network: Network, copy: (values: Floats) => Floats): Network {
  return {
    ...network,
    layers: network.layers.map((layer) => ({
      ...layer,
      weights: layer.weightsTrainable ? copy(layer.weights) : layer.weights,
      bias: layer.bias && layer.biasTrainable ? copy(layer.bias) : layer.bias,
    })),
  };
}
