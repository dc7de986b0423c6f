import type { Network } from '../../engine/model/network.js';

/** Compiled kernels. They are loaded outside the engine, which has no threads and no files. */
export interface Kernels {
  /** The number of 128-bit vectors in a row of a panel. */
  readonly vectors: number;
  /** The largest number of threads that work together, the calling one included. */
  readonly threads: number;
  /** The number of bytes of data that may be copied into the kernels' memory. Larger data are copied batch by batch. */
  readonly mostData: number;
  /** Returns an instance with memory of `bytes` bytes, or null where that much cannot be allocated. */
  open(bytes: number): KernelInstance | null;
}

/** Kernels that are instantiated with memory for one network. */
export interface KernelInstance {
  readonly buffer: SharedArrayBuffer;
  /** The functions that the kernels call in this thread. Set before the first task. */
  host: Host;
  /**
   * Executes the task in the header, a total of `work` multiply-adds, on at most `threads` threads. New threads receive
   * the network and create their own hosts.
   */
  run(network: Network, threads: number, work: number): void;
  /** Releases threads and memory. */
  close(): void;
}

/** The functions that the kernels call in JavaScript. Row numbers are those of the chunk. */
export interface Host {
  forward(layer: number, from: number, to: number): void;
  backward(layer: number, from: number, to: number): void;
  /** Computes the loss's gradient. `targets` is the address of the targets of the chunk's first row. */
  loss(from: number, to: number, scale: number, targets: number): void;
  /** Supplies a chunk's rows where they are not in the kernels' memory, and the factors of dropout for the batch. */
  prepare(start: number, rows: number): void;
}
