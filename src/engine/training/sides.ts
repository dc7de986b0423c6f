import type { Floats, Network } from '../model/network.js';
import { floats } from '../model/initialize.js';
import type { Generation } from './optimizers.js';
import { parametersOf, type Parameters } from '../pass/pass.js';
import { trainedTensors, twin, type TrainingState } from './state.js';

/** One buffer: a network with the views that products and optimizer need. */
export interface Side {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly slots: readonly (readonly Floats[])[];
  readonly tensors: readonly Generation[];
}

/**
 * A double buffer of the trained tensors. A batch reads one side and writes the other, then they are swapped. So the
 * state is consistent at any moment, and a failed batch leaves it unchanged.
 */
export interface Sides {
  now: Side;
  next: Side;
}

export function createSides(state: TrainingState): Sides {
  const { network } = state;
  const other = twin(network, (values) => floats(network.precision, values.length));
  const slots = state.slots.map((slots) => slots.map((values) => floats(network.precision, values.length)));
  return { now: createSide(network, state.slots), next: createSide(other, slots) };
}

/** Makes the side that was written the current state. */
export function commit(sides: Sides, state: TrainingState): void {
  const { now, next } = sides;
  sides.now = next;
  sides.next = now;
  state.network = next.network;
  state.slots = next.slots;
}

function createSide(network: Network, slots: readonly (readonly Floats[])[]): Side {
  const tensors = trainedTensors(network).map(({ values }, index) => ({ values, slots: slots[index] }));
  return { network, parameters: parametersOf(network), slots, tensors };
}
