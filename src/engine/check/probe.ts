import { affine, type Rows } from '../maths/products.js';
import type { Floats } from '../model/network.js';
import { WorkMeter } from './workMeter.js';
import type { Parameter } from './parameters.js';
import type { Recorded, RecordedLayer } from './record.js';
import { regionsOfActivation, regionsOfLoss, type Regions } from './regions.js';

/** A border between two smooth pieces that a change of the parameters crossed. */
export interface Crossing {
  /** The layer, from 1; null for the loss. */
  readonly layer: number | null;
  /** The index of the layer's unit, or of the output. */
  readonly unit: number;
  /** The row of the recorded samples. */
  readonly sample: number;
}

/** The effect of a change of the parameters. */
export interface Moved {
  /** The loss of each row, before averaging. */
  readonly losses: Float64Array;
  readonly crossings: readonly Crossing[];
  /** The crossings over which the derivative is continuous. */
  readonly softCrossings: readonly Crossing[];
  /** The largest change of a net input. */
  readonly furthest: number;
}

/** A step in one parameter, or along a direction with an entry for each parameter. */
export type Direction =
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  | {
      readonly kind: 'all';
      readonly layers: readonly { readonly weights: Floats; readonly bias: Floats | null }[];
    };

interface Buffers {
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
  readonly passed: Float64Array;
  readonly regions: Regions | null;
}

/** The work of an activation and of detecting its crossings, for one value. */
const valueWork = 20;

/** The largest number of crossings stored for a change. More would add no information. */
const mostCrossings = 1000;

/**
 * Computes losses at parameters near the recorded ones, with fixed dropout masks. A change is propagated from its layer
 * on: earlier layers are not recomputed, and in the next layer only the contributions of the changed units are added.
 */
export class Probe {
  private readonly buffers: readonly Buffers[];
  private readonly lossRegions: Regions | null;
  private readonly targets: Float64Array;
  private readonly noTargets: Float64Array;
  private readonly recordedLosses: Float64Array;
  private crossings: Crossing[] = [];
  private softCrossings: Crossing[] = [];
  private furthest = 0;
  private readonly meter = new WorkMeter();

  constructor(private readonly recorded: Recorded) {
    const { network, rows, samples, layers } = recorded;
    this.buffers = layers.map(({ layer }) => {
      const buffer = () => new Float64Array(rows * layer.units);
      const regions = regionsOfActivation(network, layer.activation);
      return { nets: buffer(), outputs: buffer(), passed: buffer(), regions };
    });
    this.lossRegions = recorded.fused ? null : regionsOfLoss(network);
    this.targets = Float64Array.from(samples.targets.values);
    this.noTargets = new Float64Array(Math.max(...layers.map(({ nets }) => nets.length)));
    const last = layers[layers.length - 1];
    this.recordedLosses = this.lossesOf(last.nets, last.passed);
  }

  get rows(): number {
    return this.recorded.rows;
  }

  /** Returns the losses at the recorded parameters. */
  get start(): Float64Array {
    return this.recordedLosses;
  }

  /** Returns the losses at the recorded parameters plus h times the direction. */
  *move(direction: Direction, h: number): Generator<undefined, Moved> {
    this.crossings = [];
    this.softCrossings = [];
    this.furthest = 0;
    if (direction.kind === 'parameter') yield* this.moveOne(direction.parameter, h);
    else yield* this.moveAll(direction.layers, h);
    const last = this.buffers[this.buffers.length - 1];
    this.watchLoss(last.passed);
    const { crossings, softCrossings, furthest } = this;
    return { losses: this.lossesOf(last.nets, last.passed), crossings, softCrossings, furthest };
  }

  private *moveOne({ layer: number, tensor, unit, input }: Parameter, h: number): Generator<undefined, void> {
    const index = number - 1;
    const { layer, inputs, nets } = this.recorded.layers[index];
    const to = this.buffers[index];
    to.nets.set(nets);
    for (let row = 0; row < this.rows; row++) {
      const change = tensor === 'weights' ? h * inputs[row * layer.inputs + input] : h;
      const units = tensor === 'bias' && layer.biasShared ? [0, layer.units] : [unit, unit + 1];
      for (let u = units[0]; u < units[1]; u++) to.nets[row * layer.units + u] += change;
    }
    yield* this.activate(index);
    const single = layer.activation !== 'softmax' && !(tensor === 'bias' && layer.biasShared);
    if (index + 1 < this.buffers.length) {
      if (single) this.addColumn(index, unit);
      else yield* this.computeNets(index + 1);
      yield* this.activate(index + 1);
    }
    for (let after = index + 2; after < this.buffers.length; after++) {
      yield* this.computeNets(after);
      yield* this.activate(after);
    }
  }

  /** Updates the next layer's net inputs where only one of its inputs has changed. */
  private addColumn(index: number, unit: number): void {
    const { layer, nets } = this.recorded.layers[index + 1];
    const { passed: before } = this.recorded.layers[index];
    const { passed } = this.buffers[index];
    const to = this.buffers[index + 1].nets;
    to.set(nets);
    for (let row = 0; row < this.rows; row++) {
      const change = passed[row * layer.inputs + unit] - before[row * layer.inputs + unit];
      if (change === 0) continue;
      for (let u = 0; u < layer.units; u++)
        to[row * layer.units + u] += change * layer.weights[u * layer.inputs + unit];
    }
  }

  private *moveAll(
    layers: Extract<Direction, { kind: 'all' }>['layers'],
    h: number,
  ): Generator<undefined, void> {
    for (const [index, direction] of layers.entries()) {
      const { layer } = this.recorded.layers[index];
      const weights = layer.weights.map((w, i) => w + h * direction.weights[i]);
      const bias = layer.bias && layer.bias.map((b, i) => b + h * (direction.bias?.[i] ?? 0));
      yield* this.computeNets(index, weights, bias);
      yield* this.activate(index);
    }
  }

  private *computeNets(index: number, weights?: Floats, bias?: Floats | null): Generator<undefined, void> {
    const { layer, inputs } = this.recorded.layers[index];
    const rows = (values: Floats, columns: number, offset = 0): Rows => ({ values, offset, columns });
    const from = index === 0 ? inputs : this.buffers[index - 1].passed;
    const w = rows(weights ?? layer.weights, layer.inputs);
    const b = bias === undefined ? layer.bias : bias;
    yield* this.byRows(layer.units * layer.inputs, (start, end) => {
      const x = rows(from, layer.inputs, start * layer.inputs);
      const y = rows(this.buffers[index].nets, layer.units, start * layer.units);
      affine(x, end - start, w, b, y, { from: 0, to: layer.units });
    });
  }

  /** Processes ranges of rows, and yields before one if enough work has been done since the last yield. */
  private *byRows(workEach: number, run: (from: number, to: number) => void): Generator<undefined, void> {
    const atOnce = this.meter.rowsAtOnce(workEach);
    for (let from = 0; from < this.rows; from += atOnce) {
      const to = Math.min(from + atOnce, this.rows);
      if (this.meter.spend((to - from) * workEach)) yield undefined;
      run(from, to);
    }
  }

  private *activate(index: number): Generator<undefined, void> {
    const recorded = this.recorded.layers[index];
    const { nets, outputs, passed, regions } = this.buffers[index];
    const { units } = recorded.layer;
    yield* this.byRows(valueWork * units, (from, to) =>
      recorded.activation.forward(nets, outputs, from, to, units),
    );
    const { mask } = recorded;
    for (let i = 0; i < passed.length; i++) passed[i] = mask ? outputs[i] * mask[i] : outputs[i];
    for (let i = 0; i < nets.length; i++)
      this.furthest = Math.max(this.furthest, Math.abs(nets[i] - recorded.nets[i]));
    regions?.crossings(this.points(recorded.nets), this.points(nets), nets.length, (element) => {
      if (!mask || mask[element] !== 0) this.cross(regions, recorded, index + 1, element);
    });
  }

  private watchLoss(outputs: Float64Array): void {
    const last = this.recorded.layers[this.recorded.layers.length - 1];
    const before = { x: last.passed, t: this.targets };
    const regions = this.lossRegions;
    regions?.crossings(before, { x: outputs, t: this.targets }, outputs.length, (element) => {
      this.cross(regions, last, null, element);
    });
  }

  private cross({ soft }: Regions, { layer }: RecordedLayer, number: number | null, element: number): void {
    const to = soft ? this.softCrossings : this.crossings;
    if (to.length >= mostCrossings) return;
    to.push({
      layer: number,
      unit: element % layer.units,
      sample: Math.floor(element / layer.units),
    });
  }

  private points(x: Float64Array) {
    return { x, t: this.noTargets };
  }

  private lossesOf(nets: Float64Array, outputs: Float64Array): Float64Array {
    const { loss, samples } = this.recorded;
    const { columns } = samples.targets;
    const rows = { nets, outputs, targets: { values: this.targets, offset: 0, columns }, columns };
    return Float64Array.from({ length: this.rows }, (_, row) => loss.sum(rows, row, row + 1));
  }
}
