import type { Network } from '../../engine/model/network.js';
import type { Host } from '../wasm/kernels.js';

/** The functions that the compiled kernels export. */
export interface Exports {
  run32(): void;
  run64(): void;
  serve32(thread: number, last: number): void;
  serve64(thread: number, last: number): void;
  call(threads: number): void;
  dismiss(): void;
  breakOff(): void;
}

/** Instantiates the kernels in one thread. Their host may be set later. */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  host: () => Host,
): Exports {
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory },
    host: {
      hostForward: (layer: number, from: number, to: number) => host().forward(layer, from, to),
      hostBackward: (layer: number, from: number, to: number) => host().backward(layer, from, to),
      hostLoss: (from: number, to: number, scale: number, targets: number) =>
        host().loss(from, to, scale, targets),
      hostNow: () => performance.now(),
      hostPrepare: (start: number, rows: number) => host().prepare(start, rows),
    },
  });
  return exports as unknown as Exports;
}

/** The data that a helper thread starts with. */
export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The thread's number, from 1. */
  readonly thread: number;
  readonly network: Network;
}

/** A helper thread that has been started. */
export interface Helper {
  terminate(): void;
}

export type StartHelper = (data: HelperData) => Helper;
