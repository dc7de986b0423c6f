import { startStopping, type Stopping } from './early-stopping.js';
import { floats } from './initialize.js';
import type { Floats, Network } from './network.js';
import { slotsOf } from './optimizers.js';
import { cut, type Piece } from './pacing.js';
import { startPlateau, type Plateau } from './schedule.js';
import type { TrainingSpec } from './spec.js';

/**
 * All that a run needs to go on, bit for bit, besides its data and its spec. Plain data: a structured clone, taken
 * whenever `train` has yielded, is a checkpoint. It changes at the end of a batch or an epoch only, so what was begun
 * after that is done again. Random draws come from the seed and these counters; there is no generator's state to keep.
 */
export interface TrainingState {
  /** With the parameters as they are now. */
  network: Network;
  /** For each tensor that is trained, in the order of `trainedTensors`, what the optimiser remembers. */
  slots: readonly (readonly Floats[])[];
  /** Batches done in all. */
  step: number;
  /** Epochs done. */
  epoch: number;
  /** Batches done of the epoch after that. */
  batch: number;
  /** Samples that Rosenblatt's rule has found wrong in that epoch. */
  mistakes: number;
  /** Rosenblatt's rule has found none wrong in the last epoch. */
  converged: boolean;
  readonly plateau: Plateau;
  readonly stopping: Stopping<Network>;
}

/** The state before the first epoch. The network is copied, so it can start another run. */
export function startTraining(network: Network, training: TrainingSpec): TrainingState {
  const slots = trainedTensors(network).map(({ values }) => emptySlots(network, training, values.length));
  return {
    network: twin(network, (values) => values.slice()),
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

/** A tensor that is trained, and which it is. */
export interface TrainedTensor {
  /** From 0. */
  readonly layer: number;
  readonly name: 'weights' | 'bias';
  readonly values: Floats;
}

/** From the first layer to the last, weights before bias. */
export function trainedTensors({ layers }: Network): TrainedTensor[] {
  return layers.flatMap(({ weights, weightsTrainable, bias, biasTrainable }, layer) => [
    ...(weightsTrainable ? [{ layer, name: 'weights' as const, values: weights }] : []),
    ...(bias && biasTrainable ? [{ layer, name: 'bias' as const, values: bias }] : []),
  ]);
}

/** Pieces that copy what is trained into another network of the same shape. */
export function copyPieces(from: Network, to: Network): Piece[] {
  const sources = trainedTensors(from);
  return trainedTensors(to).flatMap(({ values }, tensor) =>
    cut(values.length, 1, (start, end) => values.set(sources[tensor].values.subarray(start, end), start)),
  );
}

/** The same network with other arrays for what is trained. */
export function twin(network: Network, copy: (values: Floats) => Floats): Network {
  return {
    ...network,
    layers: network.layers.map((layer) => ({
      ...layer,
      weights: layer.weightsTrainable ? copy(layer.weights) : layer.weights,
      bias: layer.bias && layer.biasTrainable ? copy(layer.bias) : layer.bias,
    })),
  };
}
