import type { Floats, Network } from './network.js';
import { floats } from './initialize.js';
import type { Generation } from './optimizers.js';
import { parametersOf, type Parameters } from './pass.js';
import { trainedTensors, twin, type TrainingState } from './state.js';

/** A network, as the kernels and the optimiser take it. */
export interface Side {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly slots: readonly (readonly Floats[])[];
  readonly tensors: readonly Generation[];
}

/**
 * A batch reads one side and writes the other; then they change places. So the state is whole at any moment, and a
 * batch that comes to nothing has touched none of it.
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

/** What was written becomes the state. */
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
