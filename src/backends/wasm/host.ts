import { floats } from '../../engine/model/initialize.js';
import type { Floats, Network } from '../../engine/model/network.js';
import { activationOf, fusedLossOf, ownLossOf } from '../../engine/pass/pass.js';
import type { Host } from './kernels.js';
import * as at from './layout.js';

/** Returns a view of the kernels' memory in the network's precision. */
export function viewOf(
  { precision }: Pick<Network, 'precision'>,
  buffer: SharedArrayBuffer,
  address: number,
  length: number,
): Floats {
  return precision === 'float32'
    ? new Float32Array(buffer, address, length)
    : new Float64Array(buffer, address, length);
}

/** Reads a field of a layer's table. */
export function fieldOf(buffer: SharedArrayBuffer, layer: number, field: number): number {
  return new Int32Array(buffer, at.TABLES + layer * at.TABLE_SIZE + field, 1)[0];
}

/** Returns the plain functions applied to the kernels' memory. Each thread has a host of its own. */
export function createHost(network: Network, buffer: SharedArrayBuffer, prepare: Host['prepare']): Host {
  const capacity = new Int32Array(buffer, at.CAPACITY, 1)[0];
  const view = (layer: number, field: number): Floats => {
    const address = fieldOf(buffer, layer, field);
    return address === 0
      ? floats(network.precision, 0)
      : viewOf(network, buffer, address, capacity * fieldOf(buffer, layer, at.L_PITCH));
  };
  const layers = network.layers.map(({ activation }, index) => ({
    units: fieldOf(buffer, index, at.L_PITCH),
    activation: activationOf(network, activation),
    nets: view(index, at.L_NETS),
    outputs: view(index, at.L_OUTPUTS),
    delta: view(index, at.L_DELTA),
    passed: view(index, at.L_PASSED),
  }));
  const last = layers[layers.length - 1];
  const fused = network.layers[layers.length - 1].dropout > 0 ? null : fusedLossOf(network);
  const loss = fused ?? ownLossOf(network);
  const all = viewOf(network, buffer, 0, buffer.byteLength / last.nets.BYTES_PER_ELEMENT);
  const output = { nets: last.nets, outputs: last.passed, columns: last.units };
  return {
    prepare,
    forward(layer, from, to) {
      const { activation, nets, outputs, units } = layers[layer];
      activation.forward(nets, outputs, from, to, units);
    },
    backward(layer, from, to) {
      const { activation, nets, outputs, delta, units } = layers[layer];
      activation.backward(nets, outputs, delta, from, to, units);
    },
    loss(from, to, scale, address) {
      const targets = { values: all, offset: address / all.BYTES_PER_ELEMENT, columns: last.units };
      loss.gradient({ ...output, targets }, last.delta, scale, from, to);
    },
  };
}
