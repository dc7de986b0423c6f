import { lossOfNets, type Loss } from '../model/losses.js';
import { fusedLossOf } from '../pass/pass.js';
import type { ChangedRows } from './changedRows.js';
import type { Moved } from './moved.js';
import type { Recorded } from './record.js';
import { regionsOfLoss, type Regions } from './regions.js';

/** The losses of rows after a change of the parameters, before averaging. */
export class ProbedLoss {
  /** The losses of all rows at the recorded parameters. */
  readonly start: Float64Array;
  /** Whether the loss is computed from the net inputs alone. */
  readonly isOfNets: boolean;
  private readonly loss: Loss;
  private readonly regions: Regions | null;
  private readonly targets: Float64Array;
  private readonly outputsBefore: Float64Array;

  constructor(
    private readonly recorded: Recorded,
    /** The largest number of rows, over all steps. */
    most: number,
  ) {
    const { network, rows, samples, layers, fused } = recorded;
    const ofNets = fused ? fusedLossOf(network, lossOfNets) : null;
    const { columns, values } = samples.targets;
    const { nets, passed } = layers[layers.length - 1];
    this.isOfNets = ofNets !== null;
    this.loss = ofNets ?? recorded.loss;
    this.regions = fused ? null : regionsOfLoss(network);
    this.targets = new Float64Array(most * columns);
    this.outputsBefore = new Float64Array(most * columns);
    const targets = { values: Float64Array.from(values), offset: 0, columns };
    const all = { nets, outputs: passed, targets, columns };
    this.start = Float64Array.from({ length: rows }, (_, row) => this.loss.sum(all, row, row + 1));
  }

  /** Computes the losses of the changed rows, and reports the borders that outputs have crossed. */
  compute(
    { nets, passed }: { readonly nets: Float64Array; readonly passed: Float64Array },
    { rows, steps, count }: ChangedRows,
    moved: readonly Moved[],
  ): void {
    const { recorded, targets, regions, outputsBefore, loss } = this;
    const { samples, layers } = recorded;
    const { columns, values } = samples.targets;
    const before = layers[layers.length - 1].passed;
    const at = { nets, outputs: passed, targets: { values: targets, offset: 0, columns }, columns };
    for (let p = 0; p < count; p++) {
      for (let i = 0; i < columns; i++) targets[p * columns + i] = values[rows[p] * columns + i];
      moved[steps[p]].losses[rows[p]] = loss.sum(at, p, p + 1);
    }
    if (!regions) return;
    for (let p = 0; p < count; p++)
      for (let i = 0; i < columns; i++) outputsBefore[p * columns + i] = before[rows[p] * columns + i];
    const points = [outputsBefore, passed].map((x) => ({ x, t: targets }));
    for (const i of regions.crossings(points[0], points[1], count * columns)) {
      const p = Math.floor(i / columns);
      moved[steps[p]].cross(regions, null, i - p * columns, rows[p]);
    }
  }
}
