import type { Samples } from '../../engine/model/dataset.js';
import type { Network } from '../../engine/model/network.js';
import { createHost, viewOf } from './host.js';
import type { Workshop } from './kernels.js';
import * as at from './layout.js';
import type { Program } from './program.js';
import { Supply } from './supply.js';

/** Multiply-adds of a task from which on more threads are worth their while: some 12 µs of them (docs/kernels.md). */
const worthThreads = { float32: 250_000, float64: 100_000 };

/** Values for the header, by their addresses. */
export type Fields = readonly (readonly [number, number])[];

/** The kernels with a network's program in their memory: takes tasks. */
export class Machine {
  readonly supply: Supply;
  /** Rows and masks are asked for, so a task can be no more than one batch. */
  readonly asks: boolean;
  private readonly ints: Int32Array;

  constructor(
    readonly network: Network,
    readonly program: Program,
    private readonly workshop: Workshop,
    /** Where they are worth their while. */
    private readonly threads: number,
  ) {
    const { buffer } = workshop;
    this.ints = new Int32Array(buffer);
    const drops = network.layers.some(({ dropout }) => dropout > 0);
    this.asks = drops || program.inputs === 0;
    this.supply = new Supply(network, program, buffer);
    workshop.host = createHost(network, buffer, this.supply.prepare);
  }

  /** The data into the memory, if they have a place there. */
  load({ inputs, targets }: Samples): void {
    const { network, program, workshop } = this;
    if (!program.inputs) return;
    const put = (address: number, values: Samples['inputs']['values']) =>
      viewOf(network, workshop.buffer, address, values.length).set(values);
    put(program.inputs, inputs.values);
    put(program.targets, targets.values);
  }

  setOrder(order: Uint32Array): void {
    this.ints.set(order, this.program.order >> 2);
  }

  /** Does a task on training data, `count` times `grain` multiply-adds large; what `DONE` says then. */
  train(
    task: number,
    fields: Fields,
    samples: Samples,
    order: Uint32Array | null,
    grain: number,
    count: number,
  ): number {
    const { program, ints } = this;
    this.supply.trainOn(program.inputs ? null : samples, order);
    ints[at.ORDER >> 2] = order ? program.order : 0;
    ints[at.ROWS >> 2] = samples.inputs.rows;
    this.run(task, fields, { isLoaded: program.inputs !== 0, asks: this.asks, grain, count });
    return ints[at.DONE >> 2];
  }

  /** Takes rows forward; `isLoaded`: they are of the data in the memory. */
  forward(samples: Samples, isLoaded: boolean, start: number, rows: number, work: number): void {
    this.supply.forwardOnly(isLoaded ? null : samples);
    this.ints[at.ORDER >> 2] = 0;
    const fields: Fields = [
      [at.CHUNK_START, start],
      [at.CHUNK_ROWS, rows],
    ];
    this.run(at.FORWARD, fields, { isLoaded, asks: !isLoaded, grain: work, count: 1 });
  }

  /** For a task of so many multiply-adds, or one of many such. */
  threadsFor(grain: number): number {
    return grain >= worthThreads[this.network.precision] ? this.threads : 1;
  }

  private run(
    task: number,
    fields: Fields,
    {
      isLoaded,
      asks,
      grain,
      count,
    }: Record<'isLoaded' | 'asks', boolean> & Record<'grain' | 'count', number>,
  ): void {
    const { ints, program, network } = this;
    ints[at.TASK >> 2] = task;
    ints[at.INPUTS >> 2] = isLoaded ? program.inputs : 0;
    ints[at.TARGETS >> 2] = isLoaded ? program.targets : 0;
    ints[at.PREPARED >> 2] = asks ? 1 : 0;
    for (const [address, value] of fields) ints[address >> 2] = value;
    this.workshop.run(network, this.threadsFor(grain), grain * count);
  }
}
