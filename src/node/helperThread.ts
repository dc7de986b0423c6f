import { workerData } from 'node:worker_threads';
import { createHost } from '../backends/wasm/host.js';
import * as at from '../backends/wasm/layout.js';
import { instantiate, type HelperData } from '../backends/threads/instantiate.js';

/* The entry of a helper thread: it executes its share of every task of the thread that started it. */

const { module, memory, thread, network } = workerData as HelperData;
const buffer = memory.buffer as unknown as SharedArrayBuffer;
const host = createHost(network, buffer, () => undefined);
const exports = instantiate(module, memory, () => host);
const ints = new Int32Array(buffer);
const last = Atomics.load(ints, at.COMMAND >> 2);
Atomics.add(ints, at.READY >> 2, 1);
try {
  if (network.precision === 'float32') exports.serve32(thread, last);
  else exports.serve64(thread, last);
} catch (error) {
  exports.breakOff();
  throw error;
}
