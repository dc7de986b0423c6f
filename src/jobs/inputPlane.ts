import type { Backend } from '../engine/training/backend.js';
import type { Dataset, Normalization, Samples } from '../engine/model/dataset.js';
import { derivedColumns, givenInputsOf, usedNames } from '../engine/model/derivedInputs.js';
import { emptyMatrix } from '../engine/pass/forward.js';
import type { Floats, Matrix, Network } from '../engine/model/network.js';
import { inTargetUnits } from '../engine/model/targetUnits.js';
import { predictSteps } from '../engine/pass/predict.js';
import { Random } from '../engine/maths/random.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Plane, PlaneSamples, Regions, UnitPlace } from '../protocol.js';

/** The maximum number of outputs: more colors could not be distinguished. */
const mostOutputs = 10;
/** The number of points along each side of the grid. During training it is coarser, and coarsest for a large network. */
const side = { fine: 61, live: 41, least: 25 };
/** The number of points of the curve over a single input. */
const points = { fine: 301, live: 151, least: 61 };
/** The maximum number of multiplications for a grid, unless the grid would become too coarse. */
const mostWork = 2e8;
const mostSamples = 500;
/** The margin on each side, as a fraction of the samples' extent. */
const margin = 0.1;

/** Returns whether the one or two given inputs, of which all others are derived, can be drawn as a line or a plane. */
export function isPlanar(dataset: Dataset): boolean {
  const { training, derived } = dataset;
  const given = givenInputsOf(dataset);
  return (
    (given.length === 1 || given.length === 2) &&
    usedNames(derived ?? []).every((name) => given.includes(name)) &&
    training.inputs.rows > 0 &&
    training.targets.columns <= mostOutputs
  );
}

export type Box = Pick<Plane, 'xMin' | 'xMax' | 'yMin' | 'yMax'>;
/** Returns an input's value in the units of the data, given its normalized value. */
type Undo = (value: number, input: number) => number;

/** The plane of a network's two given inputs or the line of its only one, which is constant during the run, and its values there. */
export class InputPlane {
  readonly plane: Plane;
  /** The samples' box in the normalized units of the network's inputs. */
  readonly box: Box;
  readonly dimensions: Plane['dimensions'];
  /** The points of the fine grid and of the live grid as inputs of the network. */
  private readonly grids: readonly [Grid, Grid];
  private readonly undo: Undo;
  private readonly dataset: Pick<Dataset, 'inputNames' | 'derived' | 'normalization'>;
  private readonly targetNormalization: Normalization | null;

  constructor(dataset: Dataset, network: Network) {
    const { training, validation, normalization, targetNormalization } = dataset;
    const undo: Undo = (value, input) =>
      value * (normalization?.scale[input] ?? 1) + (normalization?.shift[input] ?? 0);
    const parts = validation ? [training, validation] : [training];
    const rows = parts.reduce((sum, { inputs }) => sum + inputs.rows, 0);
    const share = Math.min(1, mostSamples / rows);
    const dimensions = givenInputsOf(dataset).length === 1 ? 1 : 2;
    const box = boxAround(parts, dimensions);
    const [most, live] = sizesFor(network, dimensions);
    this.undo = undo;
    this.dataset = dataset;
    this.targetNormalization = targetNormalization;
    this.box = box;
    this.dimensions = dimensions;
    this.grids = [this.grid(most, network), this.grid(live, network)];
    this.plane = {
      dimensions,
      xMin: undo(box.xMin, 0),
      xMax: undo(box.xMax, 0),
      yMin: dimensions === 1 ? 0 : undo(box.yMin, 1),
      yMax: dimensions === 1 ? 0 : undo(box.yMax, 1),
      training: pickSamples(training, share, dimensions, undo, targetNormalization),
      validation: pickSamples(validation, share, dimensions, undo, targetNormalization),
    };
  }

  /** Returns a grid whose outer points are on the box, with all inputs of the network at each point. */
  grid(size: Size, network: Network): Grid {
    const given = gridOf(this.box, size, network);
    return { ...given, inputs: this.withDerived(given.inputs, network) };
  }

  /** Returns the values of the derived inputs at the points of a grid, [derived][points]; null where there are none. */
  derivedAt({ inputs }: Grid): Float32Array | null {
    const count = this.dataset.derived?.length ?? 0;
    if (count === 0) return null;
    const columns = Array.from({ length: count }, (_, i) => this.dimensions + i);
    const planes = columns.map((column) => columnOf(inputs, column, (value) => this.undo(value, column)));
    const values = new Float32Array(count * inputs.rows);
    planes.forEach((plane, i) => values.set(plane, i * inputs.rows));
    return values;
  }

  private withDerived(given: Matrix, network: Network): Matrix {
    const { derived, inputNames, normalization } = this.dataset;
    if (!derived) return given;
    const { rows, columns } = given;
    const columnAt = (column: number): Float64Array =>
      Float64Array.from({ length: rows }, (_, row) =>
        this.undo(given.values[row * columns + column], column),
      );
    const named = inputNames.slice(0, columns).map((name, column) => [name, columnAt(column)] as const);
    const further = derivedColumns(derived, Object.fromEntries(named), rows);
    const inputs = emptyMatrix(network, rows, columns + derived.length);
    for (let row = 0; row < rows; row++) {
      const at = row * inputs.columns;
      inputs.values.set(given.values.subarray(row * columns, (row + 1) * columns), at);
      further.forEach((values, i) => {
        const column = columns + i;
        inputs.values[at + column] =
          (values[row] - (normalization?.shift[column] ?? 0)) / (normalization?.scale[column] ?? 1);
      });
    }
    return inputs;
  }

  /** Computes the network's outputs in the targets' units, or those of one unit, at the points of a grid. */
  *regions(
    { network, epoch }: TrainingState,
    backend: Backend | null,
    fine: boolean,
    wanted: UnitPlace | null = null,
  ): Generator<undefined, Regions> {
    const { columns, rows, inputs } = this.grids[fine ? 0 : 1];
    const unit = wanted && hasUnit(network, wanted) ? wanted : null;
    if (unit)
      return { epoch, columns, rows, outputs: 1, values: yield* this.unit(network, inputs, unit), unit };
    const { columns: outputs, values } = this.inUnits(yield* predictSteps(network, inputs, backend));
    return { epoch, columns, rows, outputs, values: planesOf(values, outputs), unit };
  }

  private *unit(
    network: Network,
    inputs: Matrix,
    { layer, unit }: UnitPlace,
  ): Generator<undefined, Float32Array> {
    if (layer === 0) return columnOf(inputs, unit, (value) => this.undo(value, unit));
    const before = { ...network, layers: network.layers.slice(0, layer) };
    const outputs = yield* predictSteps(before, inputs);
    return columnOf(layer === network.layers.length ? this.inUnits(outputs) : outputs, unit);
  }

  /** Returns the outputs of the network in the targets' own units. */
  inUnits(outputs: Matrix): Matrix {
    return { ...outputs, values: inTargetUnits(outputs.values, this.targetNormalization) };
  }
}

/** Returns whether a network has a unit. A page that shows an older network may ask for one that is gone. */
function hasUnit({ inputs, layers }: Network, { layer, unit }: UnitPlace): boolean {
  const count = layer === 0 ? inputs : (layers.at(layer - 1)?.units ?? 0);
  return Number.isInteger(unit) && unit >= 0 && unit < count;
}

/** The points of a grid, row-major from the lower left, as inputs of the network. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly inputs: Matrix;
}

/** Returns [rows][columns] values as [columns][rows]. */
export function planesOf(values: Floats, columns: number): Float32Array {
  const points = values.length / columns;
  const planes = new Float32Array(values.length);
  for (let point = 0; point < points; point++)
    for (let column = 0; column < columns; column++)
      planes[column * points + point] = values[point * columns + column];
  return planes;
}

function columnOf(
  { rows, columns, values }: Matrix,
  column: number,
  map: (value: number) => number = (value) => value,
): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => map(values[row * columns + column]));
}

export type Size = readonly [columns: number, rows: number];

function sizesFor({ layers }: Network, dimensions: Plane['dimensions']): readonly [Size, Size] {
  const work = layers.reduce((sum, { weights }) => sum + weights.length, 0);
  if (dimensions === 1) {
    const most = Math.max(points.least, Math.min(points.fine, Math.floor(mostWork / work)));
    return [[most, 1], [Math.min(most, points.live), 1]]; // prettier-ignore
  }
  const most = Math.max(side.least, Math.min(side.fine, Math.floor(Math.sqrt(mostWork / work))));
  const live = Math.min(most, side.live);
  return [[most, most], [live, live]]; // prettier-ignore
}

function boxAround(parts: readonly Samples[], dimensions: Plane['dimensions']): Box {
  const [xMin, xMax] = endsOf(parts, 0);
  const [yMin, yMax] = dimensions === 1 ? [0, 0] : endsOf(parts, 1);
  return { xMin, xMax, yMin, yMax };
}

function endsOf(parts: readonly Samples[], input: number): readonly [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const { inputs } of parts) {
    for (let at = input; at < inputs.values.length; at += inputs.columns) {
      min = Math.min(min, inputs.values[at]);
      max = Math.max(max, inputs.values[at]);
    }
  }
  const beside = margin * (max - min) || 1;
  return [min - beside, max + beside];
}

/** Returns the points of a grid without derived inputs; with one row, the points are those of a single input. */
function gridOf({ xMin, xMax, yMin, yMax }: Box, [columns, rows]: Size, network: Network): Grid {
  const inputs = emptyMatrix(network, columns * rows, rows === 1 ? 1 : 2);
  for (let at = 0; at < columns * rows; at++) {
    const x = xMin + ((at % columns) * (xMax - xMin)) / (columns - 1);
    if (rows === 1) inputs.values[at] = x;
    else inputs.values.set([x, yMin + (Math.floor(at / columns) * (yMax - yMin)) / (rows - 1)], 2 * at);
  }
  return { columns, rows, inputs };
}

/** Picks a random row of each group of rows. Rows at a fixed interval might all be of one class, where classes alternate. */
function pickSamples(
  samples: Samples | null,
  share: number,
  dimensions: Plane['dimensions'],
  undo: Undo,
  targetNormalization: Normalization | null,
): PlaneSamples {
  const rows = samples?.inputs.rows ?? 0;
  const count = Math.min(rows, Math.ceil(rows * share));
  const outputs = samples?.targets.columns ?? 0;
  const columns = samples?.inputs.columns ?? 0;
  const points = new Float32Array(count * dimensions);
  const targets = new Float32Array(count * outputs);
  const random = new Random(0, 'order');
  for (let index = 0; samples && index < count; index++) {
    const row = Math.floor(((index + random.uniform()) * rows) / count);
    for (let input = 0; input < dimensions; input++)
      points[dimensions * index + input] = undo(samples.inputs.values[columns * row + input], input);
    const own = samples.targets.values.subarray(row * outputs, (row + 1) * outputs);
    targets.set(inTargetUnits(own, targetNormalization), index * outputs);
  }
  return { count, points, targets };
}
