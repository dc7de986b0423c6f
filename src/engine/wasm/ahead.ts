import type { Samples } from '../dataset.js';
import type { Floats } from '../network.js';
import type { Pass } from '../pass.js';
import { viewOf } from './host.js';
import type { Machine } from './machine.js';

/** Takes rows forward, as many at once as the kernels like, and hands them out by the chunks of a pass. */
export class Ahead {
  /** Rows whose values are there. */
  private rows = { from: 0, to: 0 };
  private readonly nets: Floats;
  private readonly outputs: Floats;
  private readonly rowWork: number;

  constructor(
    private readonly machine: Machine,
    /** Those in the kernels' memory, if any are. */
    private readonly loaded: Samples | null,
    buffer: SharedArrayBuffer,
  ) {
    const { network, program } = machine;
    const { nets, outputs } = program.layers[program.layers.length - 1];
    const size = program.capacity * network.layers[network.layers.length - 1].units;
    this.nets = viewOf(network, buffer, nets, size);
    this.outputs = nets === outputs ? this.nets : viewOf(network, buffer, outputs, size);
    this.rowWork = network.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  }

  /** The chunks of a sweep in their order, from row 0 on. */
  readonly forward = ({ samples, start, rows, output }: Pass): void => {
    const { columns } = output;
    const end = start + rows;
    for (let row = start; row < end;) {
      if (row === 0 || row >= this.rows.to) this.go(samples, row);
      const last = Math.min(end, this.rows.to);
      const from = (row - this.rows.from) * columns;
      const to = (last - this.rows.from) * columns;
      output.outputs.set(this.outputs.subarray(from, to), (row - start) * columns);
      output.nets.set(this.nets.subarray(from, to), (row - start) * columns);
      row = last;
    }
  };

  private go(samples: Samples, from: number): void {
    const { machine, rowWork } = this;
    const to = Math.min(samples.inputs.rows, from + machine.program.capacity);
    this.rows = { from, to };
    machine.forward(samples, samples === this.loaded, from, to - from, rowWork * (to - from));
  }
}
