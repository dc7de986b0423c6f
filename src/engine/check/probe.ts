import type { Floats } from '../model/network.js';
import { quantum } from '../pacing.js';
import { ChangedRows } from './changedRows.js';
import { Moved } from './moved.js';
import type { Parameter } from './parameters.js';
import { ProbedLayer, workOf } from './probedLayer.js';
import { ProbedLoss } from './probedLoss.js';
import { changesOneUnit, type ProbedUnit } from './probedUnit.js';
import type { Recorded } from './record.js';
import { WorkMeter } from './workMeter.js';

/** A step in one parameter, or along a direction with an entry for each parameter. */
export type Direction =
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  | { readonly kind: 'all'; readonly layers: Parameters };

/** The parameters of all layers, or changes of them. */
type Parameters = readonly { readonly weights: Floats; readonly bias: Floats | null }[];

/** The largest number of steps of one move. */
const mostSteps = 2;

/** What is computed for all rows. */
interface Change {
  readonly direction: Direction;
  readonly steps: readonly number[];
  /** The parameters after each step; null where only one parameter changes. */
  readonly points: readonly Parameters[] | null;
}

/**
 * Computes losses at parameters near the recorded ones, with fixed dropout masks. Only what a change reaches is computed
 * again: the unit whose parameter changes, what it adds to the next layer, and the layers after that, in those rows in
 * which the unit passes on another value than before.
 */
export class Probe {
  /** The effects of the steps of the last move. */
  readonly moved: readonly Moved[];
  /** The largest change of a net input by the step of the last `reach`. */
  furthest = 0;
  /** One for each row. */
  readonly everyRow: Uint8Array;
  private isReaching = false;
  private readonly layers: readonly ProbedLayer[];
  private readonly loss: ProbedLoss;
  private readonly changed: ChangedRows;
  /** The work of a move. */
  private readonly work: number;
  /** The number of rows that pass through a layer at once. */
  private readonly atOnce: number;
  private readonly meter: WorkMeter;
  private points: readonly Parameters[] | null = null;

  constructor(
    private readonly recorded: Recorded,
    private readonly workPerYield = quantum,
  ) {
    const { network, rows, layers } = recorded;
    this.meter = new WorkMeter(Infinity, workPerYield);
    const works = layers.map((layer) => mostSteps * workOf(layer));
    this.work = rows * works.reduce((sum, work) => sum + work, 0);
    this.atOnce =
      this.work <= workPerYield ? rows : Math.min(rows, this.meter.rowsAtOnce(Math.max(...works)));
    const most = mostSteps * this.atOnce;
    this.everyRow = new Uint8Array(rows).fill(1);
    this.moved = Array.from({ length: mostSteps }, () => new Moved(rows));
    this.changed = new ChangedRows(most);
    this.layers = layers.map((layer, index) => new ProbedLayer(network, layer, index + 1, most));
    this.loss = new ProbedLoss(recorded, most);
  }

  get rows(): number {
    return this.recorded.rows;
  }

  /** The losses of the rows at the recorded parameters, before averaging. */
  get start(): Float64Array {
    return this.loss.start;
  }

  /**
   * Adds each of at most two steps times the direction to the recorded parameters. The effects are in `moved` until the
   * next move. Returns null if that is done, or else what still has to run.
   */
  move(direction: Direction, steps: readonly number[]): Generator<undefined, void> | null {
    for (const moved of this.moved) moved.reset(this.start);
    this.isReaching = false;
    return this.pass(direction, steps);
  }

  /** Determines `furthest` for a step times the direction. Returns what `move` returns. */
  reach(direction: Direction, step: number): Generator<undefined, void> | null {
    this.furthest = 0;
    this.isReaching = true;
    return this.pass(direction, [step]);
  }

  private pass(direction: Direction, steps: readonly number[]): Generator<undefined, void> | null {
    const points = direction.kind === 'all' ? this.pointsAt(direction.layers, steps) : null;
    const change = { direction, steps, points };
    if (this.work > this.workPerYield) return this.passInPieces(change);
    for (let i = this.enter(change, 0, this.rows); i < this.layers.length; i++) this.passLayer(change, i);
    this.leave();
    return this.meter.spend(this.work) ? this.pause() : null;
  }

  private *pause(): Generator<undefined, void> {
    yield undefined;
  }

  private *passInPieces(change: Change): Generator<undefined, void> {
    const works = this.recorded.layers.map((layer, i, { [i + 1]: next = layer }) => workOf(next));
    for (let from = 0; from < this.rows; from += this.atOnce) {
      const to = Math.min(from + this.atOnce, this.rows);
      for (let i = this.enter(change, from, to); i < this.layers.length; i++) {
        if (this.meter.spend(this.changed.count * works[i])) yield undefined;
        this.passLayer(change, i);
      }
      this.leave();
    }
    for (const moved of this.moved) moved.sort();
  }

  /**
   * Begins with rows `from..to`. Computes the net inputs of the first layer of which every unit may change, and returns its
   * index, or the number of layers if there is none.
   */
  private enter({ direction, steps, points }: Change, from: number, to: number): number {
    const { changed, recorded } = this;
    changed.fill(from, to, steps.length);
    if (direction.kind === 'parameter') return this.step(direction.parameter, steps);
    if (points) this.computeNets(0, recorded.layers[0].inputs, points, () => from);
    return 0;
  }

  private step(parameter: Parameter, steps: readonly number[]): number {
    const { layers, changed } = this;
    const { layer: number, unit } = parameter;
    const own = layers[number - 1];
    if (!changesOneUnit(own.recorded, parameter)) {
      own.stepNets(parameter, steps, changed);
      return number - 1;
    }
    own.unit.compute(parameter, steps, changed);
    this.watch(own.unit);
    own.unit.keepChanged(changed, number === layers.length);
    if (number === layers.length) own.takeUnit(unit, changed);
    else layers[number].addUnit(own, unit, changed);
    return number;
  }

  /** Computes what a layer passes on from its net inputs, and the net inputs of the next layer. */
  private passLayer({ points }: Change, index: number): void {
    const { layers, changed, loss, isReaching, recorded } = this;
    const layer = layers[index];
    this.watch(layer);
    if (index < layers.length - 1) {
      layer.activate(changed);
      const next = points ?? [recorded.network.layers];
      this.computeNets(index + 1, layer.passed, next, (first) => first);
    } else if (!isReaching && !loss.isOfNets) layer.activate(changed);
  }

  private leave(): void {
    const { layers, changed, loss, moved, isReaching } = this;
    if (!isReaching) loss.compute(layers[layers.length - 1], changed, moved);
  }

  private watch(part: ProbedLayer | ProbedUnit): void {
    if (this.isReaching) this.furthest = Math.max(this.furthest, part.reach(this.changed));
    else part.watch(this.changed, this.moved);
  }

  /**
   * Computes the net inputs of a layer at each of the points. The changed rows are shared evenly among them.
   * @param rowOf the row of the inputs for the first changed row of a point
   */
  private computeNets(
    index: number,
    inputs: Floats,
    points: readonly Parameters[],
    rowOf: (first: number) => number,
  ): void {
    const rows = this.changed.count / points.length;
    for (let point = 0; point < points.length; point++) {
      const to = point * rows;
      this.layers[index].computeNets(inputs, { from: rowOf(to), to, rows }, points[point][index]);
    }
  }

  /** Returns the parameters after each step. They are valid until the next call. */
  private pointsAt(direction: Parameters, steps: readonly number[]): readonly Parameters[] {
    const { layers } = this.recorded.network;
    this.points ??= Array.from({ length: mostSteps }, () =>
      layers.map(({ weights, bias }) => ({ weights: weights.slice(), bias: bias && bias.slice() })),
    );
    for (const [i, h] of steps.entries())
      for (const [index, { weights, bias }] of this.points[i].entries()) {
        const { weights: from, bias: fromBias } = layers[index];
        const { weights: change, bias: biasChange } = direction[index];
        setSum(weights, from, h, change);
        if (bias && fromBias && biasChange) setSum(bias, fromBias, h, biasChange);
      }
    return this.points.slice(0, steps.length);
  }
}

/** Sets `to` to values + h changes. */
function setSum(to: Floats, values: Floats, h: number, changes: Floats): void {
  for (let i = 0; i < to.length; i++) to[i] = values[i] + h * changes[i];
}
