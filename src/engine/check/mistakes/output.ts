import { divisor, losses } from '../../model/losses.js';
import { lossNames, type LossName } from '../../model/spec.js';
import type { Recorded } from '../record.js';
import { outputGradient } from '../roundedRows.js';
import type { Context } from './context.js';
import { derivativeCandidates, rightDerivative } from './derivative.js';
import type { Mistake, Reach } from './mistake.js';
import type { WorkMeter } from '../workMeter.js';
import { scalesOf } from './scales.js';

/** A δ of the last layer. */
export interface OutputCandidate {
  /** The mistake; null for the right δ. */
  readonly mistake: Mistake | null;
  readonly cost: number;
  readonly reach: Reach;
  /** Writes rows `from..to` of δ into an array of zeros. */
  readonly fill: Fill;
  /** The work of one value of δ. */
  readonly work: number;
}

type Fill = (delta: Float64Array, from: number, to: number) => void;

/** The work of one value: of a loss's gradient with a function's value and derivative, and of a stored number. */
const [madeWork, takenWork] = [60, 2];

/** Computes the δ of a mistake and yields during the work. */
export function* deltaOf(
  { fill, work }: OutputCandidate,
  { layers }: Recorded,
  meter: WorkMeter,
): Generator<undefined, Float64Array> {
  const { layer, deltas } = layers[layers.length - 1];
  const delta = new Float64Array(deltas.length);
  const rows = deltas.length / layer.units;
  const each = meter.rowsAtOnce(layer.units * work);
  for (let from = 0; from < rows; from += each) {
    const to = Math.min(from + each, rows);
    if (meter.spend((to - from) * layer.units * work)) yield undefined;
    fill(delta, from, to);
  }
  return delta;
}

/** Returns the right δ of the last layer and every wrong one that a known mistake results in. */
export function outputCandidates(context: Context, likelyRows: readonly number[] | null): OutputCandidate[] {
  const { recorded } = context;
  const last = recorded.layers.length - 1;
  const output = recorded.layers[last];
  const scaling = scalesOf(context).map(({ mistake, cost, factor }) =>
    all(mistake, cost, ofRows(recorded, factor)),
  );
  const derivatives = derivativeCandidates(recorded, last).map(({ mistake, cost, reach, apply }): OutputCandidate => ({
    mistake, cost, reach, work: madeWork,
    fill: (delta, from, to) => {
      outputGradient(recorded, output.outputs, delta, from, to);
      apply(delta, from, to);
    },
  })); // prettier-ignore
  return [
    all(null, 0, ofRows(recorded, 1)),
    ...scaling,
    ...derivatives,
    ...otherLosses(context),
    ...differences(context),
    ...someRows(context),
    ...(likelyRows ? theseRows(context, likelyRows) : []),
  ];
}

function all(mistake: Mistake | null, cost: number, fill: Fill, work = takenWork): OutputCandidate {
  return { mistake, cost, reach: 'both', fill, work };
}

/** Returns the gradients of other losses, with their own scale or the right one. */
function otherLosses({ recorded, rows, outputs }: Context): OutputCandidate[] {
  const { network } = recorded;
  const squared = (name: unknown) => name === 'halfSquaredError' || name === 'meanSquaredError';
  return lossNames
    .filter((name) => name !== network.loss)
    .flatMap((name) => {
      const isFactor = squared(name) && squared(network.loss);
      const natural = 1 / divisor(losses[name], network.reduction, rows, outputs);
      const scales = [
        ...new Set([
          natural,
          recorded.scale,
          1 / rows,
          1 / (rows * outputs),
          0.5 * recorded.scale,
          2 * recorded.scale,
        ]),
      ];
      return scales.flatMap((scale, i) =>
        otherLoss({ recorded, scale, name, cost: (isFactor ? 1.3 : 1.05) + (i === 0 ? 0 : 0.05 + i / 100) }),
      );
    });
}

function otherLoss({
  recorded,
  scale,
  name,
  cost,
}: {
  recorded: Context['recorded'];
  scale: number;
  name: LossName;
  cost: number;
}): OutputCandidate[] {
  const layer = recorded.layers[recorded.layers.length - 1];
  const other = { ...recorded, scale, network: { ...recorded.network, loss: name } };
  const mistake: Mistake = { code: 'wrong-loss-derivative', used: name };
  const derivative = rightDerivative(layer);
  const right = all(
    mistake,
    cost,
    (delta, from, to) => {
      outputGradient(other, layer.outputs, delta, from, to);
      derivative(delta, from, to);
    },
    madeWork,
  );
  const elementwise = all(
    mistake,
    cost + 0.15,
    (delta, from, to) => {
      outputGradient(other, layer.outputs, delta, from, to);
      for (let i = from * layer.layer.units; i < to * layer.layer.units; i++)
        delta[i] *= layer.outputs[i] * (1 - layer.outputs[i]);
    },
    madeWork,
  );
  return layer.layer.activation === 'softmax' ? [right, elementwise] : [right];
}

/** Returns y − t used as δ itself, which is right for cross entropy after softmax or sigmoid. */
function differences({ recorded, rows, outputs }: Context): OutputCandidate[] {
  if (recorded.fused) return [];
  const { layer, outputs: y } = recorded.layers[recorded.layers.length - 1];
  const squared: Recorded = { ...recorded, network: { ...recorded.network, loss: 'halfSquaredError' } };
  const isFactor =
    layer.activation === 'identity' &&
    (recorded.network.loss === 'halfSquaredError' || recorded.network.loss === 'meanSquaredError');
  const scales = [...new Set([recorded.scale, 1 / rows, 1 / (rows * outputs), 2 * recorded.scale])];
  return scales.map((scale, i) =>
    all(
      { code: 'wrong-loss-derivative', used: 'difference' },
      isFactor ? 1.3 : 0.98 + i / 10,
      (delta, from, to) => outputGradient({ ...squared, scale }, y, delta, from, to),
    ),
  );
}

/** The number of rows up to which each row and each range of rows is tried. */
const mostRows = 512;
const mostStretches = 24;

/** Returns the δ of only some rows of the batch: their mean, or their share of the whole batch. */
function someRows({ recorded, rows, batchSize }: Context): OutputCandidate[] {
  const stretches = new Map<string, { from: number; to: number; except: boolean; cost: number }>();
  const add = (from: number, to: number, except: boolean, cost: number) => {
    const key = `${from} ${to} ${except}`;
    if (from < to && to - from < rows && !stretches.has(key)) stretches.set(key, { from, to, except, cost });
  };
  for (let row = 0; row < Math.min(rows, mostRows); row++) add(row, row + 1, false, 1.1);
  add(rows - 1, rows, false, 1.1);
  const batch = batchSize ?? rows;
  for (let from = 0; from < rows && from / batch < mostRows; from += batch)
    add(from, Math.min(from + batch, rows), false, 1.12);
  for (let row = 1; row < Math.min(rows, mostRows); row++) {
    add(0, row, false, 1.2);
    add(row, rows, false, 1.2);
    if (rows > 2) add(row, row + 1, true, 1.25);
  }
  for (let from = 0; rows <= mostStretches && from < rows; from++)
    for (let to = from + 2; to <= rows; to++) add(from, to, false, 1.3);
  return [...stretches.values()].flatMap(({ from, to, except, cost }) => {
    const count = except ? rows - (to - from) : to - from;
    const candidate = (averaged: boolean) =>
      all(
        { code: 'single-sample', from, to, except, averaged, rows: null },
        averaged ? cost : cost + 0.02,
        ofRows(
          recorded,
          averaged ? meanOf(recorded, count) : 1,
          (row) => (row >= from && row < to) !== except,
        ),
      );
    return [candidate(true), candidate(false)];
  });
}

/** Returns the factor that turns the share of some rows in the batch's gradient into their own mean. */
const meanOf = ({ rows, network }: Recorded, count: number): number =>
  (network.reduction === 'sum' ? 1 : rows) / count;

function theseRows({ recorded }: Context, chosen: readonly number[]): OutputCandidate[] {
  const isChosen = new Set(chosen);
  return [true, false].map((averaged) =>
    all(
      {
        code: 'single-sample',
        from: chosen[0],
        to: chosen[chosen.length - 1] + 1,
        except: false,
        averaged,
        rows: chosen,
      },
      1.35,
      ofRows(recorded, averaged ? meanOf(recorded, chosen.length) : 1, (row) => isChosen.has(row)),
    ),
  );
}

/** Returns δ times a factor, of some rows or of all. */
function ofRows({ layers }: Recorded, factor: number, isChosen: (row: number) => boolean = () => true): Fill {
  const { layer, deltas } = layers[layers.length - 1];
  return (delta, from, to) => {
    for (let row = from; row < to; row++) {
      if (!isChosen(row)) continue;
      for (let i = row * layer.units; i < (row + 1) * layer.units; i++) delta[i] = factor * deltas[i];
    }
  };
}
