import type { Samples } from '../../engine/model/dataset.js';
import { drawFactors, dropoutDraws } from '../../engine/pass/dropout.js';
import type { Matrix, Network } from '../../engine/model/network.js';
import type { Random } from '../../engine/maths/random.js';
import { viewOf } from './host.js';
import type { Program } from './program.js';

/** Supplies what the kernels request before a chunk: rows that are outside their memory, and the factors of dropout. */
export class ChunkSource {
  private samples: Samples | null = null;
  private order: Uint32Array | null = null;
  private drops = false;
  private draws: readonly Random[] = [];

  constructor(
    private readonly network: Network,
    private readonly program: Program,
    private readonly buffer: SharedArrayBuffer,
  ) {}

  /** Sets the source of training rows, in the given order or that of the data; null is the kernels' own memory. */
  trainOn(samples: Samples | null, order: Uint32Array | null): void {
    this.samples = samples;
    this.order = order;
    this.drops = true;
  }

  /** Sets the source of rows for a forward pass, which has no dropout. A batch in progress keeps its masks. */
  forwardOnly(samples: Samples | null): void {
    this.samples = samples;
    this.order = null;
    this.drops = false;
  }

  /** Starts the random draws of a step's masks. */
  drawFor(seed: number, step: number): void {
    this.draws = dropoutDraws(this.network, seed, step);
  }

  /** Supplies rows `start..start + rows`. */
  readonly prepare = (start: number, rows: number): void => {
    const { program, samples } = this;
    if (samples) {
      this.fetch(samples.inputs, program.gatheredInputs, start, rows);
      this.fetch(samples.targets, program.gatheredTargets, start, rows);
    }
    if (this.drops) this.draws.forEach((draws, index) => this.drop(index, draws, rows));
  };

  private drop(index: number, draws: Random, rows: number): void {
    const { mask } = this.program.layers[index];
    if (!mask) return;
    const { dropout, units } = this.network.layers[index];
    const factors = viewOf(this.network, this.buffer, mask, rows * units);
    drawFactors(factors, 0, factors.length, dropout, draws);
  }

  private fetch({ columns, values }: Matrix, to: number, start: number, rows: number): void {
    const { order } = this;
    const place = viewOf(this.network, this.buffer, to, rows * columns);
    if (!order) {
      place.set(values.subarray(start * columns, (start + rows) * columns));
      return;
    }
    for (let row = 0; row < rows; row++) {
      const from = order[start + row] * columns;
      place.set(values.subarray(from, from + columns), row * columns);
    }
  }
}
