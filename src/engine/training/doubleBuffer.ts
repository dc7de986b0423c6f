import type { Floats, Network } from '../model/network.js';
import { floats } from '../model/initialize.js';
import type { Generation } from './optimizers.js';
import { parametersOf, type Parameters } from '../pass/pass.js';
import { trainedTensors, copyTrained, type TrainingState } from './state.js';

/** One buffer: a network with the views that products and optimizer need. */
export interface ParameterBuffer {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly slots: readonly (readonly Floats[])[];
  readonly tensors: readonly Generation[];
}

/**
 * A double buffer of the trained tensors. A batch reads one buffer and writes the other, then they are swapped. So the
 * state is consistent at any moment, and a failed batch leaves it unchanged.
 */
export interface DoubleBuffer {
  now: ParameterBuffer;
  next: ParameterBuffer;
}

export function createDoubleBuffer(state: TrainingState): DoubleBuffer {
  const { network } = state;
  const other = copyTrained(network, (values) => floats(network.precision, values.length));
  const slots = state.slots.map((slots) => slots.map((values) => floats(network.precision, values.length)));
  return { now: createParameterBuffer(network, state.slots), next: createParameterBuffer(other, slots) };
}

/** Makes the buffer that was written the current state. */
export function commit(buffers: DoubleBuffer, state: TrainingState): void {
  const { now, next } = buffers;
  buffers.now = next;
  buffers.next = now;
  state.network = next.network;
  state.slots = next.slots;
}

function createParameterBuffer(network: Network, slots: readonly (readonly Floats[])[]): ParameterBuffer {
  const tensors = trainedTensors(network).map(({ values }, index) => ({ values, slots: slots[index] }));
  return { network, parameters: parametersOf(network), slots, tensors };
}
