import { floats } from '../model/initialize.js';
import type { Floats, Network } from '../model/network.js';
import { trainedTensors, copyTrained, type TrainingState } from './state.js';

type Counters = Pick<TrainingState, 'step' | 'epoch' | 'batch' | 'mistakes' | 'converged' | 'plateau'>;

/** A copy of a training state that takes little memory. Plain data. */
export interface KeptState {
  readonly counters: Counters;
  /** A network of the same shape; only its untrained tensors have the state's values. */
  readonly shape: Network;
  /** The trained tensors, then the optimizer's slots of each of them. */
  readonly values: Floats;
  readonly stopping: { readonly bestLoss: number; readonly bestEpoch: number; readonly best: Floats | null };
}

/**
 * Copies a state.
 *
 * @param former an earlier copy of a state of the same run, with which equal parts are shared
 */
export function keepState(state: TrainingState, former: KeptState | null): KeptState {
  const { network, slots, stopping, step, epoch, batch, mistakes, converged, plateau } = state;
  const tensors = trainedTensors(network).map(({ values }) => values);
  const { best, bestLoss, bestEpoch } = stopping;
  const keptBest = former?.stopping.bestEpoch === bestEpoch ? former.stopping.best : null;
  return {
    counters: { step, epoch, batch, mistakes, converged, plateau: { ...plateau } },
    shape: former && haveSameUntrained(former.shape, network) ? former.shape : network,
    values: joined(network, [...tensors, ...slots.flat()]),
    stopping: {
      bestLoss,
      bestEpoch,
      best: best && (keptBest ?? joined(network, trainedTensors(best).map(({ values }) => values))), // prettier-ignore
    },
  };
}

/** Returns the state that was copied, which may be trained on. */
export function restoreState({ counters, shape, values, stopping }: KeptState): TrainingState {
  const take = reader(values);
  const network = copyTrained(shape, take);
  const tensors = trainedTensors(network);
  const parameters = tensors.reduce((sum, tensor) => sum + tensor.values.length, 0);
  const slotsEach = parameters === 0 ? 0 : values.length / parameters - 1;
  return {
    ...counters,
    plateau: { ...counters.plateau },
    network,
    slots: tensors.map(({ values: tensor }) => Array.from({ length: slotsEach }, () => take(tensor))),
    stopping: { ...stopping, best: stopping.best && copyTrained(shape, reader(stopping.best)) },
  };
}

/** Returns the number of bytes that a copy of the state takes at most. */
export function keptBytes(state: TrainingState, keepsBest: boolean): number {
  const parameters = trainedTensors(state.network).reduce((sum, { values }) => sum + values.byteLength, 0);
  const slots = state.slots.flat().reduce((sum, { byteLength }) => sum + byteLength, 0);
  return parameters + slots + (keepsBest ? parameters : 0);
}

/** Returns whether two networks share their untrained tensors, as those of a run do until one is changed by hand. */
function haveSameUntrained(a: Network, b: Network): boolean {
  return a.layers.every((layer, index) => {
    const other = b.layers[index];
    return (
      (layer.weightsTrainable || layer.weights === other.weights) &&
      (layer.biasTrainable || layer.bias === other.bias)
    );
  });
}

function joined({ precision }: Network, parts: readonly Floats[]): Floats {
  const whole = floats(precision, parts.reduce((sum, { length }) => sum + length, 0)); // prettier-ignore
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Returns a function that reads one part after another, each of the length of its argument. */
function reader(whole: Floats): (like: Floats) => Floats {
  let at = 0;
  return ({ length }) => whole.slice(at, (at += length));
}
