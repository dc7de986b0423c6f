import type { Network } from '../network.js';

/** The kernels as a machine can run them. Made outside the engine, which has no threads and no files. */
export interface Kernels {
  /** Vectors of 16 bytes in a row of a panel. */
  readonly vectors: number;
  /** Threads that work together at the most, the caller's own among them. */
  readonly threads: number;
  /** Bytes of data that may be copied into the kernels' memory; more is fetched batch by batch. */
  readonly mostData: number;
  /** Memory of so many bytes with the kernels in it; null where there is none to be had. */
  open(bytes: number): Workshop | null;
}

/** Memory with kernels on it, for one network. */
export interface Workshop {
  readonly buffer: SharedArrayBuffer;
  /** What the kernels ask of the host in this thread; to be set before the first task. */
  host: Host;
  /**
   * Does the task in the header, `work` multiply-adds large, with so many threads at the most; others begin their life
   * with this network, for a host of their own.
   */
  run(network: Network, threads: number, work: number): void;
  /** Gives back threads and memory. */
  close(): void;
}

/** What kernels leave to JavaScript. Rows are those of the chunk. */
export interface Host {
  forward(layer: number, from: number, to: number): void;
  backward(layer: number, from: number, to: number): void;
  /** `targets`: the address of the chunk's first row of them. */
  loss(from: number, to: number, scale: number, targets: number): void;
  /** Rows of a chunk that are not in the kernels' memory, and dropout's factors for the batch of the task. */
  prepare(start: number, rows: number): void;
}
