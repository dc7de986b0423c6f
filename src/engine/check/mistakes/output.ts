import { divisor, losses } from '../../losses.js';
import { lossNames, type LossName } from '../../spec.js';
import { outputGradient } from '../rounding.js';
import type { Context } from './context.js';
import { applyDerivative, derivativeSlips } from './derivative.js';
import type { Mistake, Reach } from './mistake.js';
import { scaled, scalesOf } from './scales.js';

/** A δ of the last layer. */
export interface OutputSlip {
  /** null: the right one. */
  readonly mistake: Mistake | null;
  readonly cost: number;
  readonly reach: Reach;
  readonly delta: () => Float64Array;
}

/** The right δ of the last layer and every wrong one that a slip is known to make of it. */
export function outputSlips(context: Context, likelyRows: readonly number[] | null): OutputSlip[] {
  const { recorded } = context;
  const last = recorded.layers.length - 1;
  const { deltas, outputs } = recorded.layers[last];
  const scaling = scalesOf(context).map(({ mistake, cost, factor }) =>
    all(mistake, cost, () => scaled(deltas, factor)),
  );
  const derivatives = derivativeSlips(recorded, last).map(({ mistake, cost, reach, apply }): OutputSlip => ({
    mistake, cost, reach,
    delta: () => {
      const e = outputGradient(recorded, outputs, recorded.scale);
      apply(e);
      return e;
    },
  })); // prettier-ignore
  return [
    all(null, 0, () => deltas),
    ...scaling,
    ...derivatives,
    ...otherLosses(context),
    ...differences(context),
    ...someRows(context),
    ...(likelyRows ? theseRows(context, likelyRows) : []),
  ];
}

function all(mistake: Mistake | null, cost: number, delta: () => Float64Array): OutputSlip {
  return { mistake, cost, reach: 'both', delta };
}

/** The gradient of another loss, on its own scale or on the right one's. */
function otherLosses({ recorded, rows, outputs }: Context): OutputSlip[] {
  const { network } = recorded;
  const squared = (name: unknown) => name === 'halfSquaredError' || name === 'meanSquaredError';
  return lossNames
    .filter((name) => name !== network.loss)
    .flatMap((name) => {
      const isFactor = squared(name) && squared(network.loss);
      const natural = 1 / divisor(losses[name], rows, outputs);
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
}): OutputSlip[] {
  const layer = recorded.layers[recorded.layers.length - 1];
  const gradient = () =>
    outputGradient({ ...recorded, network: { ...recorded.network, loss: name } }, layer.outputs, scale);
  const mistake: Mistake = { code: 'wrong-loss-derivative', used: name };
  const right = all(mistake, cost, () => {
    const e = gradient();
    applyDerivative(layer, e);
    return e;
  });
  const elementwise = all(mistake, cost + 0.15, () =>
    gradient().map((e, i) => e * layer.outputs[i] * (1 - layer.outputs[i])),
  );
  return layer.layer.activation === 'softmax' ? [right, elementwise] : [right];
}

/** y − t taken for δ itself, as it is with cross entropy after softmax or sigmoid. */
function differences({ recorded, rows, outputs }: Context): OutputSlip[] {
  if (recorded.fused) return [];
  const { layer, outputs: y } = recorded.layers[recorded.layers.length - 1];
  const { values: t } = recorded.samples.targets;
  const isFactor =
    layer.activation === 'identity' &&
    (recorded.network.loss === 'halfSquaredError' || recorded.network.loss === 'meanSquaredError');
  const scales = [...new Set([recorded.scale, 1 / rows, 1 / (rows * outputs), 2 * recorded.scale])];
  return scales.map((scale, i) =>
    all({ code: 'wrong-loss-derivative', used: 'difference' }, isFactor ? 1.3 : 0.98 + i / 10, () =>
      y.map((y, at) => scale * (y - t[at])),
    ),
  );
}

/** Rows tried one by one, and every stretch of rows. */
const mostRows = 512;
const mostStretches = 24;

/** Only some rows of the batch, averaged over themselves or as they stand in the whole. */
function someRows({ recorded, rows, batchSize }: Context): OutputSlip[] {
  const { deltas, layer } = recorded.layers[recorded.layers.length - 1];
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
    const slip = (averaged: boolean) =>
      all(
        { code: 'single-sample', from, to, except, averaged, rows: null },
        averaged ? cost : cost + 0.02,
        () => {
          const factor = averaged ? rows / count : 1;
          return deltas.map((delta, i) => {
            const row = Math.floor(i / layer.units);
            return (row >= from && row < to) !== except ? factor * delta : 0;
          });
        },
      );
    return [slip(true), slip(false)];
  });
}

function theseRows({ recorded, rows }: Context, chosen: readonly number[]): OutputSlip[] {
  const { deltas, layer } = recorded.layers[recorded.layers.length - 1];
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
      () => {
        const factor = averaged ? rows / chosen.length : 1;
        return deltas.map((delta, i) => (isChosen.has(Math.floor(i / layer.units)) ? factor * delta : 0));
      },
    ),
  );
}
