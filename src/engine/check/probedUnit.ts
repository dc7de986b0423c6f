import type { ChangedRows } from './changedRows.js';
import type { Moved } from './moved.js';
import type { Parameter } from './parameters.js';
import type { RecordedLayer } from './record.js';
import { withoutTargets, type Points, type Regions } from './regions.js';

/** Returns whether a change of the parameter changes one unit of its layer alone. */
export function changesOneUnit({ layer }: RecordedLayer, { tensor }: Parameter): boolean {
  return layer.activation !== 'softmax' && !(tensor === 'bias' && layer.biasShared);
}

/** A single unit of a layer after a change of one of its parameters. */
export class ProbedUnit {
  readonly nets: Float64Array;
  readonly passed: Float64Array;
  private readonly outputs: Float64Array;
  private readonly netsBefore: Float64Array;
  private readonly before: Points;
  private readonly after: Points;
  private unit = 0;

  constructor(
    private readonly recorded: RecordedLayer,
    /** The layer, from 1. */
    private readonly number: number,
    private readonly regions: Regions | null,
    /** The largest number of rows, over all steps. */
    most: number,
  ) {
    const column = () => new Float64Array(most);
    [this.nets, this.netsBefore, this.outputs] = [column(), column(), column()];
    [this.before, this.after] = withoutTargets(this.netsBefore, this.nets);
    this.passed = recorded.mask ? column() : this.outputs;
  }

  /** Computes the parameter's unit in the given rows. */
  compute(parameter: Parameter, steps: readonly number[], { rows, steps: stepOf, count }: ChangedRows): void {
    const { recorded, nets, netsBefore, outputs, passed } = this;
    const { nets: recordedNets, inputs, mask, activation, layer } = recorded;
    const { tensor, unit, input } = parameter;
    this.unit = unit;
    for (let p = 0; p < count; p++) {
      const step = steps[stepOf[p]];
      netsBefore[p] = recordedNets[rows[p] * layer.units + unit];
      nets[p] = netsBefore[p] + (tensor === 'weights' ? step * inputs[rows[p] * layer.inputs + input] : step);
    }
    activation.forward(nets, outputs, 0, count, 1);
    if (mask) for (let p = 0; p < count; p++) passed[p] = outputs[p] * mask[rows[p] * layer.units + unit];
  }

  /** Reports the borders that the unit has crossed. */
  watch({ rows, steps, count }: ChangedRows, moved: readonly Moved[]): void {
    const { recorded, regions, before, after, unit } = this;
    if (!regions) return;
    const { layer, mask } = recorded;
    for (const p of regions.crossings(before, after, count))
      if (!mask || mask[rows[p] * layer.units + unit] !== 0)
        moved[steps[p]].cross(regions, this.number, unit, rows[p]);
  }

  /** Returns the largest change of the unit's net input. */
  reach({ count }: ChangedRows): number {
    let furthest = 0;
    for (let p = 0; p < count; p++)
      furthest = Math.max(furthest, Math.abs(this.nets[p] - this.netsBefore[p]));
    return furthest;
  }

  /**
   * Keeps only the rows in which the change has an effect.
   * @param byNet whether an effect is one on the net input, or else on what the unit passes on
   */
  keepChanged(changed: ChangedRows, byNet: boolean): void {
    const { recorded, nets, passed, unit } = this;
    const { rows, steps, count } = changed;
    const { units } = recorded.layer;
    const [before, after] = byNet ? [recorded.nets, nets] : [recorded.passed, passed];
    changed.clear();
    for (let p = 0; p < count; p++) {
      if (before[rows[p] * units + unit] === after[p]) continue;
      nets[changed.count] = nets[p];
      passed[changed.count] = passed[p];
      changed.add(rows[p], steps[p]);
    }
  }
}
