import type { Samples } from '../../engine/model/dataset.js';
import type { Floats } from '../../engine/model/network.js';
import type { Pass } from '../../engine/pass/pass.js';
import { viewOf } from './host.js';
import type { KernelRunner } from './kernelRunner.js';

/**
 * Computes the forward pass in blocks as large as the kernels allow, and copies the results into the chunks of a pass.
 */
export class BlockwiseForward {
  /** The rows whose results are in memory. They may belong to another sweep than that of the next call. */
  private rows: { readonly of: Samples | null; readonly from: number; readonly to: number } = {
    of: null,
    from: 0,
    to: 0,
  };
  private readonly nets: Floats;
  private readonly outputs: Floats;
  private readonly rowWork: number;

  constructor(
    private readonly runner: KernelRunner,
    /** The samples that are in the kernels' memory; null where none are. */
    private readonly loaded: Samples | null,
    buffer: SharedArrayBuffer,
  ) {
    const { network, program } = runner;
    const { nets, outputs } = program.layers[program.layers.length - 1];
    const size = program.capacity * network.layers[network.layers.length - 1].units;
    this.nets = viewOf(network, buffer, nets, size);
    this.outputs = nets === outputs ? this.nets : viewOf(network, buffer, outputs, size);
    this.rowWork = network.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  }

  /** Computes one chunk of a sweep. The chunks come in order, from row 0 on. */
  readonly forward = ({ samples, start, rows, output }: Pass): void => {
    const { columns } = output;
    const end = start + rows;
    for (let row = start; row < end;) {
      if (row === 0 || !this.has(samples, row)) this.go(samples, row);
      const last = Math.min(end, this.rows.to);
      const from = (row - this.rows.from) * columns;
      const to = (last - this.rows.from) * columns;
      output.outputs.set(this.outputs.subarray(from, to), (row - start) * columns);
      output.nets.set(this.nets.subarray(from, to), (row - start) * columns);
      row = last;
    }
  };

  private has(samples: Samples, row: number): boolean {
    const { of, from, to } = this.rows;
    return samples === of && row >= from && row < to;
  }

  private go(samples: Samples, from: number): void {
    const { runner, rowWork } = this;
    const to = Math.min(samples.inputs.rows, from + runner.program.capacity);
    this.rows = { of: samples, from, to };
    runner.forward(samples, samples === this.loaded, from, to - from, rowWork * (to - from));
  }
}
