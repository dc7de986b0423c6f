import type { DescentState } from './descent.js';
import { startStopping, type Stopping } from './earlyStopping.js';
import { floats } from '../model/initialize.js';
import type { Floats, Layer, Network } from '../model/network.js';
import type { TrainingSpec } from '../model/spec.js';
import { slotsOf } from './optimizers.js';
import { startPlateau } from './schedule.js';
import { emptySlots, trainedTensors, type TrainingState } from './state.js';

/**
 * Returns the state in which a new run continues from a state of another run; null where the shapes differ.
 * Optimizer slots are taken over where the new optimizer has as many; early stopping and the schedule begin again.
 *
 * @param network the initial network of the new run
 */
export function branchState(
  from: TrainingState,
  network: Network,
  training: TrainingSpec,
): TrainingState | null {
  const layers = network.layers.map((layer, index) => withTensorsOf(from.network.layers.at(index), layer));
  if (from.network.layers.length !== layers.length || !layers.every((layer) => layer !== null)) return null;
  const own = { ...network, layers };
  const slots = slotsFor(own, from.slots, training);
  return {
    network: own,
    slots: slots ?? trainedTensors(own).map(({ values }) => emptySlots(own, training, values.length)),
    step: slots ? from.step : 0,
    epoch: from.epoch,
    batch: 0,
    mistakes: 0,
    converged: false,
    plateau: startPlateau(training),
    stopping: stoppingFrom(from.epoch),
  };
}

/** Returns the state in which a new descent continues from a point of another one. */
export function branchDescent({ point, slots, epoch }: DescentState, training: TrainingSpec): DescentState {
  const count = slotsOf(training.optimizer);
  const convert = (values: Floats): Floats => copied(values, floats(training.precision, values.length));
  const own = Array.from({ length: count }, () => floats(training.precision, point.length));
  return {
    point: convert(point),
    slots: slots.length === count ? slots.map(convert) : own,
    epoch,
    plateau: startPlateau(training),
    stopping: stoppingFrom(epoch),
  };
}

/** Returns the state of early stopping whose patience counts from the branch on. */
const stoppingFrom = (epoch: number): Stopping<never> => ({ ...startStopping(), bestEpoch: epoch });

function withTensorsOf(from: Layer | undefined, layer: Layer): Layer | null {
  if (!from || from.inputs !== layer.inputs || from.units !== layer.units) return null;
  if (from.bias?.length !== layer.bias?.length) return null;
  return {
    ...layer,
    weights: copied(from.weights, layer.weights.slice()),
    bias: from.bias && layer.bias && copied(from.bias, layer.bias.slice()),
  };
}

/** Returns the slots in the new run's precision; null where they do not fit its optimizer. */
function slotsFor(
  network: Network,
  slots: TrainingState['slots'],
  training: TrainingSpec,
): Floats[][] | null {
  const tensors = trainedTensors(network);
  const count = slotsOf(training.optimizer);
  const fits = slots.every(
    (own, index) =>
      own.length === count && own.every(({ length }) => length === tensors.at(index)?.values.length),
  );
  if (!fits || slots.length !== tensors.length) return null;
  return slots.map((own) => own.map((values) => copied(values, floats(network.precision, values.length))));
}

function copied(from: Floats, to: Floats): Floats {
  to.set(from);
  return to;
}
