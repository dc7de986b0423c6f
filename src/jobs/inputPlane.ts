import type { Backend } from '../engine/training/backend.js';
import type { Dataset, Samples } from '../engine/model/dataset.js';
import { emptyMatrix } from '../engine/pass/forward.js';
import type { Matrix, Network } from '../engine/model/network.js';
import { predictSteps } from '../engine/pass/predict.js';
import { Random } from '../engine/maths/random.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Plane, PlaneSamples, Regions } from '../protocol.js';

/** The maximum number of outputs: more colors could not be distinguished. */
const mostOutputs = 10;
/** The number of points along each side of the grid. During training it is coarser, and coarsest for a large network. */
const side = { fine: 61, live: 41, least: 25 };
/** The maximum number of multiplications for a grid, unless the grid would become too coarse. */
const mostWork = 2e8;
const mostSamples = 500;
/** The margin on each side, as a fraction of the samples' extent. */
const margin = 0.1;

export function isPlanar({ training }: Dataset): boolean {
  const { rows, columns } = training.inputs;
  return columns === 2 && rows > 1 && training.targets.columns <= mostOutputs;
}

type Box = Pick<Plane, 'xMin' | 'xMax' | 'yMin' | 'yMax'>;
/** Returns an input's value in the units of the data, given its normalized value. */
type Undo = (value: number, input: number) => number;

/** The plane of a network's two inputs, which is constant during the run, and the network's outputs on it. */
export class InputPlane {
  readonly plane: Plane;
  /** The points of the fine grid and of the live grid as inputs of the network. */
  private readonly grids: readonly [Matrix, Matrix];

  constructor({ training, validation, normalization }: Dataset, network: Network) {
    const { shift, scale } = normalization ?? { shift: [0, 0], scale: [1, 1] };
    const undo: Undo = (value, input) => value * scale[input] + shift[input];
    const parts = validation ? [training, validation] : [training];
    const rows = parts.reduce((sum, { inputs }) => sum + inputs.rows, 0);
    const share = Math.min(1, mostSamples / rows);
    const box = boxAround(parts);
    const most = sideFor(network);
    this.grids = [gridOf(box, most, network), gridOf(box, Math.min(most, side.live), network)];
    this.plane = {
      xMin: undo(box.xMin, 0),
      xMax: undo(box.xMax, 0),
      yMin: undo(box.yMin, 1),
      yMax: undo(box.yMax, 1),
      training: pickSamples(training, share, undo),
      validation: pickSamples(validation, share, undo),
    };
  }

  *regions(
    { network, epoch }: TrainingState,
    backend: Backend | null,
    fine: boolean,
  ): Generator<undefined, Regions> {
    const grid = this.grids[fine ? 0 : 1];
    const { rows: points, columns: outputs, values } = yield* predictSteps(network, grid, backend);
    const planes = new Float32Array(points * outputs);
    for (let point = 0; point < points; point++)
      for (let output = 0; output < outputs; output++)
        planes[output * points + point] = values[point * outputs + output];
    const count = Math.sqrt(points);
    return { epoch, columns: count, rows: count, outputs, values: planes };
  }
}

function sideFor({ layers }: Network): number {
  const work = layers.reduce((sum, { weights }) => sum + weights.length, 0);
  return Math.max(side.least, Math.min(side.fine, Math.floor(Math.sqrt(mostWork / work))));
}

function boxAround(parts: readonly Samples[]): Box {
  const [xMin, xMax] = endsOf(parts, 0);
  const [yMin, yMax] = endsOf(parts, 1);
  return { xMin, xMax, yMin, yMax };
}

function endsOf(parts: readonly Samples[], input: number): readonly [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const { inputs } of parts) {
    for (let at = input; at < inputs.values.length; at += 2) {
      min = Math.min(min, inputs.values[at]);
      max = Math.max(max, inputs.values[at]);
    }
  }
  const beside = margin * (max - min) || 1;
  return [min - beside, max + beside];
}

function gridOf({ xMin, xMax, yMin, yMax }: Box, count: number, network: Network): Matrix {
  const grid = emptyMatrix(network, count * count, 2);
  for (let at = 0; at < count * count; at++) {
    grid.values[2 * at] = xMin + ((at % count) * (xMax - xMin)) / (count - 1);
    grid.values[2 * at + 1] = yMin + (Math.floor(at / count) * (yMax - yMin)) / (count - 1);
  }
  return grid;
}

/** Picks a random row of each group of rows. Rows at a fixed interval might all be of one class, where classes alternate. */
function pickSamples(samples: Samples | null, share: number, undo: Undo): PlaneSamples {
  const rows = samples?.inputs.rows ?? 0;
  const count = Math.min(rows, Math.ceil(rows * share));
  const outputs = samples?.targets.columns ?? 0;
  const points = new Float32Array(count * 2);
  const targets = new Float32Array(count * outputs);
  const random = new Random(0, 'order');
  for (let index = 0; samples && index < count; index++) {
    const row = Math.floor(((index + random.uniform()) * rows) / count);
    for (const input of [0, 1])
      points[2 * index + input] = undo(samples.inputs.values[2 * row + input], input);
    targets.set(samples.targets.values.subarray(row * outputs, (row + 1) * outputs), index * outputs);
  }
  return { count, points, targets };
}
