import { affine } from '../maths/products.js';
import type { Floats, Network } from '../model/network.js';
import type { ChangedRows } from './changedRows.js';
import type { Moved } from './moved.js';
import type { Parameter } from './parameters.js';
import { ProbedUnit } from './probedUnit.js';
import type { RecordedLayer } from './record.js';
import { regionsOfActivation, withoutTargets, type Points, type Regions } from './regions.js';

/** The work of an activation and of detecting its crossings, for one value, in multiply-adds. */
const valueWork = 20;

/** Returns the work of a layer for a row, in multiply-adds. */
export function workOf({ layer }: RecordedLayer): number {
  return layer.units * (layer.inputs + valueWork);
}

/** A layer after a change of the parameters, in the rows that the change reaches. */
export class ProbedLayer {
  readonly nets: Float64Array;
  readonly passed: Float64Array;
  /** A single unit of the layer, for changes that only change one. */
  readonly unit: ProbedUnit;
  private readonly outputs: Float64Array;
  private readonly before: Points;
  private readonly after: Points;
  private readonly regions: Regions | null;

  constructor(
    network: Network,
    readonly recorded: RecordedLayer,
    /** The layer, from 1. */
    private readonly number: number,
    /** The largest number of rows, over all steps. */
    most: number,
  ) {
    const { units, activation } = recorded.layer;
    const values = () => new Float64Array(most * units);
    this.regions = regionsOfActivation(network, activation);
    [this.nets, this.outputs] = [values(), values()];
    [this.before, this.after] = withoutTargets(values(), this.nets);
    this.passed = recorded.mask ? values() : this.outputs;
    this.unit = new ProbedUnit(recorded, number, this.regions, most);
  }

  /** Computes the net inputs from the recorded ones after a change of a parameter of this layer. */
  stepNets({ tensor, unit, input }: Parameter, steps: readonly number[], changed: ChangedRows): void {
    const { nets, recorded } = this;
    const { units, inputs, biasShared } = recorded.layer;
    const [first, last] = tensor === 'bias' && biasShared ? [0, units - 1] : [unit, unit];
    for (let p = 0; p < changed.count; p++) {
      const row = changed.rows[p];
      const step = steps[changed.steps[p]];
      const change = tensor === 'weights' ? step * recorded.inputs[row * inputs + input] : step;
      copyRow(recorded.nets, row, nets, p, units);
      for (let u = first; u <= last; u++) nets[p * units + u] += change;
    }
  }

  /** Computes the net inputs from the recorded ones after a change of one unit of the layer before. */
  addUnit(before: ProbedLayer, unit: number, { rows, count }: ChangedRows): void {
    const { nets } = this;
    const { layer, nets: recordedNets } = this.recorded;
    const { units, inputs, weights } = layer;
    const recordedInputs = before.recorded.passed;
    const { passed } = before.unit;
    for (let p = 0; p < count; p++) {
      const from = rows[p] * units;
      const to = p * units;
      const change = passed[p] - recordedInputs[rows[p] * inputs + unit];
      for (let u = 0; u < units; u++)
        nets[to + u] = recordedNets[from + u] + change * weights[u * inputs + unit];
    }
  }

  /** Takes the recorded values, and those of the changed unit in their place. */
  takeUnit(unit: number, { rows, count }: ChangedRows): void {
    const { recorded, nets, passed } = this;
    const { units } = recorded.layer;
    for (let p = 0; p < count; p++) {
      copyRow(recorded.nets, rows[p], nets, p, units);
      copyRow(recorded.passed, rows[p], passed, p, units);
      nets[p * units + unit] = this.unit.nets[p];
      passed[p * units + unit] = this.unit.passed[p];
    }
  }

  /** Computes the net inputs `to..to + rows` from the inputs `from..from + rows`. */
  computeNets(
    x: Floats,
    { from, to, rows }: { readonly from: number; readonly to: number; readonly rows: number },
    { weights, bias }: { readonly weights: Floats; readonly bias: Floats | null },
  ): void {
    const { units, inputs } = this.recorded.layer;
    affine(
      { values: x, offset: from * inputs, columns: inputs },
      rows,
      { values: weights, offset: 0, columns: inputs },
      bias,
      { values: this.nets, offset: to * units, columns: units },
      { from: 0, to: units },
    );
  }

  /** Computes what the layer passes on. */
  activate({ rows, count }: ChangedRows): void {
    const { recorded, nets, outputs, passed } = this;
    const { layer, activation, mask } = recorded;
    const { units } = layer;
    activation.forward(nets, outputs, 0, count, units);
    if (!mask) return;
    for (let p = 0; p < count; p++)
      for (let u = 0; u < units; u++)
        passed[p * units + u] = outputs[p * units + u] * mask[rows[p] * units + u];
  }

  /** Reports the borders that units have crossed. */
  watch({ rows, steps, count }: ChangedRows, moved: readonly Moved[]): void {
    const { recorded, regions, before, after } = this;
    if (!regions) return;
    const { layer, mask } = recorded;
    const { units } = layer;
    for (let p = 0; p < count; p++) copyRow(recorded.nets, rows[p], before.x, p, units);
    for (const i of regions.crossings(before, after, count * units)) {
      const p = Math.floor(i / units);
      const unit = i - p * units;
      if (!mask || mask[rows[p] * units + unit] !== 0)
        moved[steps[p]].cross(regions, this.number, unit, rows[p]);
    }
  }

  /** Returns the largest change of a net input. */
  reach({ rows, count }: ChangedRows): number {
    const { recorded, nets } = this;
    const { units } = recorded.layer;
    let furthest = 0;
    for (let p = 0; p < count; p++)
      for (let u = 0; u < units; u++)
        furthest = Math.max(furthest, Math.abs(nets[p * units + u] - recorded.nets[rows[p] * units + u]));
    return furthest;
  }
}

function copyRow(from: Floats, row: number, to: Floats, toRow: number, columns: number): void {
  for (let i = 0; i < columns; i++) to[toRow * columns + i] = from[row * columns + i];
}
