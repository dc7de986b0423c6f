import type { Network } from '../../engine/model/network.js';
import type { Host, KernelInstance } from '../wasm/kernels.js';
import * as at from '../wasm/layout.js';
import { LoadBalancer } from './loadBalancer.js';
import type { HelperLock } from './helperLock.js';
import { instantiate, type Exports, type Helper, type StartHelper } from './instantiate.js';
import { ThreadingPolicy } from './threadingPolicy.js';

const noHost: Host = {
  forward: fail,
  backward: fail,
  loss: fail,
  prepare: fail,
};

function fail(): never {
  throw new Error('The kernels have no host yet.');
}

/**
 * The kernels and their memory for this thread and for helper threads, which are started when they are first needed.
 */
export class ThreadedKernels implements KernelInstance {
  host = noHost;
  private readonly exports: Exports;
  private readonly ints: Int32Array;
  private readonly floats: Float64Array;
  private helpers: Helper[] = [];
  private isClosed = false;
  private readonly policy = new ThreadingPolicy();
  private balancer = new LoadBalancer(1);

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    private readonly startHelper: StartHelper,
    private readonly helperLock: HelperLock,
  ) {
    this.exports = instantiate(module, memory, () => this.host);
    this.ints = new Int32Array(this.buffer);
    this.floats = new Float64Array(this.buffer, 0, at.TABLES >> 3);
  }

  get buffer(): SharedArrayBuffer {
    return this.memory.buffer as unknown as SharedArrayBuffer;
  }

  run(network: Network, wanted: number, work: number): void {
    if (this.threadCount(network, wanted) === 1) this.runAlone(network);
    else
      this.policy.run(work, (together) =>
        together ? this.runTogether(network, wanted) : this.runAlone(network),
      );
  }

  private runAlone(network: Network): void {
    this.shareOut([0, 1]);
    this.execute(network);
  }

  private runTogether(network: Network, threads: number): void {
    if (this.balancer.threads !== threads) this.balancer = new LoadBalancer(threads);
    this.shareOut(this.balancer.starts);
    const waited = Array.from({ length: threads }, (_, thread) => (at.WAITED >> 3) + 8 * thread);
    for (const place of waited) this.floats[place] = 0;
    const start = performance.now();
    this.exports.call(threads);
    this.execute(network);
    this.balancer.learn(
      performance.now() - start,
      waited.map((place) => this.floats[place]),
    );
  }

  /** Writes the fractions of the work at which the threads' shares begin, and a final 1. */
  private shareOut(starts: readonly number[]): void {
    this.ints[at.THREADS >> 2] = starts.length - 1;
    this.floats.set(starts, at.SHARES >> 3);
  }

  private execute({ precision }: Network): void {
    if (precision === 'float32') this.exports.run32();
    else this.exports.run64();
  }

  close(): void {
    this.isClosed = true;
    this.exports.dismiss();
    for (const helper of this.helpers) helper.terminate();
    this.helpers = [];
    this.helperLock.release(this);
  }

  /**
   * Returns the number of threads to use: those requested once all are ready, until then 1. The results are the same.
   */
  private threadCount(network: Network, wanted: number): number {
    if (wanted === 1 || this.isClosed || !this.helperLock.acquire(this)) return 1;
    while (this.helpers.length < wanted - 1)
      this.helpers.push(this.startHelperThread(network, this.helpers.length + 1));
    const ready = Atomics.load(this.ints, at.READY >> 2);
    return ready === this.helpers.length ? wanted : 1;
  }

  private startHelperThread(network: Network, thread: number): Helper {
    const { module, memory } = this;
    return this.startHelper({ module, memory, thread, network });
  }
}
