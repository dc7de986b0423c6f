import type { Samples } from '../../engine/model/dataset.js';
import type { Network } from '../../engine/model/network.js';
import { createHost, viewOf } from './host.js';
import type { KernelInstance } from './kernels.js';
import * as at from './layout.js';
import type { Program } from './program.js';
import { ChunkSource } from './chunkSource.js';

/** The number of multiply-adds, about 12 µs, from which on a task is faster with several threads (docs/kernels.md). */
const worthThreads = { float32: 250_000, float64: 100_000 };

/** Values for the header, by their addresses. */
export type Fields = readonly (readonly [number, number])[];

/** Runs tasks on the kernels, whose memory contains a network's program. */
export class KernelRunner {
  readonly source: ChunkSource;
  /** Whether the kernels request rows or masks from the host, which limits a task to one batch. */
  readonly needsHost: boolean;
  private readonly ints: Int32Array;

  constructor(
    readonly network: Network,
    readonly program: Program,
    private readonly instance: KernelInstance,
    /** The number of threads for tasks that are large enough. */
    private readonly threads: number,
  ) {
    const { buffer } = instance;
    this.ints = new Int32Array(buffer);
    const drops = network.layers.some(({ dropout }) => dropout > 0);
    this.needsHost = drops || program.inputs === 0;
    this.source = new ChunkSource(network, program, buffer);
    instance.host = createHost(network, buffer, this.source.prepare);
  }

  /** Copies the data into the memory if there is room reserved for it. */
  load({ inputs, targets }: Samples): void {
    const { network, program, instance } = this;
    if (!program.inputs) return;
    const put = (address: number, values: Samples['inputs']['values']) =>
      viewOf(network, instance.buffer, address, values.length).set(values);
    put(program.inputs, inputs.values);
    put(program.targets, targets.values);
  }

  setOrder(order: Uint32Array): void {
    this.ints.set(order, this.program.order >> 2);
  }

  /** Runs a training task of `count` times `grain` multiply-adds. Returns the number of batches done. */
  train(
    task: number,
    fields: Fields,
    samples: Samples,
    order: Uint32Array | null,
    grain: number,
    count: number,
  ): number {
    const { program, ints } = this;
    this.source.trainOn(program.inputs ? null : samples, order);
    ints[at.ORDER >> 2] = order ? program.order : 0;
    ints[at.ROWS >> 2] = samples.inputs.rows;
    this.run(task, fields, { isLoaded: program.inputs !== 0, needsHost: this.needsHost, grain, count });
    return ints[at.DONE >> 2];
  }

  /** Computes the forward pass of rows. `isLoaded` is whether they are in the kernels' memory. */
  forward(samples: Samples, isLoaded: boolean, start: number, rows: number, work: number): void {
    this.source.forwardOnly(isLoaded ? null : samples);
    this.ints[at.ORDER >> 2] = 0;
    const fields: Fields = [
      [at.CHUNK_START, start],
      [at.CHUNK_ROWS, rows],
    ];
    this.run(at.FORWARD, fields, { isLoaded, needsHost: !isLoaded, grain: work, count: 1 });
  }

  /** Returns the number of threads for a task whose steps have `grain` multiply-adds each. */
  threadsFor(grain: number): number {
    return grain >= worthThreads[this.network.precision] ? this.threads : 1;
  }

  private run(
    task: number,
    fields: Fields,
    {
      isLoaded,
      needsHost,
      grain,
      count,
    }: Record<'isLoaded' | 'needsHost', boolean> & Record<'grain' | 'count', number>,
  ): void {
    const { ints, program, network } = this;
    ints[at.TASK >> 2] = task;
    ints[at.INPUTS >> 2] = isLoaded ? program.inputs : 0;
    ints[at.TARGETS >> 2] = isLoaded ? program.targets : 0;
    ints[at.PREPARED >> 2] = needsHost ? 1 : 0;
    for (const [address, value] of fields) ints[address >> 2] = value;
    this.instance.run(network, this.threadsFor(grain), grain * count);
  }
}
