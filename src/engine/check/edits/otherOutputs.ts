import { divisor, losses } from '../../model/losses.js';
import { lossNames, type LossName } from '../../model/spec.js';
import type { Context } from '../mistakes/context.js';
import type { Recorded } from '../record.js';
import { outputGradient } from '../roundedRows.js';
import { byRows, times, type Computation, type Computed } from './computation.js';
import { constant, difference, product, type Expression } from './expression.js';
import { errorsOfLoss, netsOf, outputsOf, targetsAt } from './formulas.js';
import type { Named } from './named.js';
import { derivedRight } from './otherDerivatives.js';

/** Returns the mistakes in δ of the last layer that are not in its derivative. */
export function otherOutputs(
  context: Context,
  right: Expression,
  likelyRows: readonly number[] | null,
): Named[] {
  return [
    ...otherLosses(context),
    ...differences(context),
    ...someRows(context, right),
    ...(likelyRows ? theseRows(context, right, likelyRows) : []),
  ];
}

/** Returns the gradients of other losses, with their own scale or the right one. */
function otherLosses({ recorded, rows, outputs }: Context): Named[] {
  const { network, layers, scale } = recorded;
  const last = layers.length - 1;
  const squared = (name: unknown) => name === 'halfSquaredError' || name === 'meanSquaredError';
  return lossNames
    .filter((name) => name !== network.loss)
    .flatMap((name) => {
      const natural = 1 / divisor(losses[name], network.reduction, rows, outputs);
      const scales = new Set([natural, scale, 1 / rows, 1 / (rows * outputs), 0.5 * scale, 2 * scale]);
      const likely = squared(name) && squared(network.loss) ? 1.3 : 1.05;
      return [...scales].flatMap((factor, i) => {
        const e = errorOf(recorded, name, factor);
        const cost = likely + (i === 0 ? 0 : 0.05 + i / 100);
        const mistake = { code: 'wrong-loss-derivative', used: name } as const;
        const elementwise = {
          mistake,
          cost: cost + 0.15,
          wrote: times(e, outputsOf(last), (y) => y * (1 - y)),
        };
        const derived = { mistake, cost, wrote: derivedRight(recorded, last, e) };
        return layers[last].layer.activation === 'softmax' ? [derived, elementwise] : [derived];
      });
    });
}

/** Returns a loss's gradient with respect to the outputs; of weighted classes, by its own function. */
function errorOf(recorded: Recorded, name: LossName, scale: number): Computation {
  const last = recorded.layers.length - 1;
  if (!recorded.network.classWeights) return product(constant(scale), errorsOfLoss(name, last)[0]);
  const other = { ...recorded, scale, network: { ...recorded.network, loss: name } };
  const fill = (_: unknown, values: Float64Array, from: number, to: number) => { outputGradient(other, recorded.layers[last].outputs, values, from, to); }; // prettier-ignore
  return byRows([netsOf(last)], fill, false);
}

/** Returns y − t used as δ itself, which is right for cross entropy after softmax or sigmoid. */
function differences({ recorded, rows, outputs }: Context): Named[] {
  if (recorded.fused) return [];
  const last = recorded.layers.length - 1;
  const { loss } = recorded.network;
  const isFactor = recorded.layers[last].layer.activation === 'identity' && (loss === 'halfSquaredError' || loss === 'meanSquaredError'); // prettier-ignore
  const scales = new Set([recorded.scale, 1 / rows, 1 / (rows * outputs), 2 * recorded.scale]);
  return [...scales].map((scale, i): Named => ({
    mistake: { code: 'wrong-loss-derivative', used: 'difference' },
    cost: isFactor ? 1.3 : 0.98 + i / 10,
    wrote: product(constant(scale), difference(outputsOf(last), targetsAt(last))),
  }));
}

/** The number of rows up to which each row and each range of rows is tried. */
const mostRows = 512;
const mostStretches = 24;

/** Returns the δ of only some rows of the batch: their mean, or their share of the whole batch. */
function someRows({ recorded, rows, batchSize }: Context, right: Expression): Named[] {
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
    return [true, false].map((averaged): Named => ({
      mistake: { code: 'single-sample', from, to, except, averaged, rows: null },
      cost: averaged ? cost : cost + 0.02,
      wrote: ofRows(
        right,
        averaged ? meanOf(recorded, count) : 1,
        (row) => (row >= from && row < to) !== except,
      ),
    }));
  });
}

/** Returns the factor that turns the share of some rows in the batch's gradient into their own mean. */
const meanOf = ({ rows, network }: Recorded, count: number): number =>
  (network.reduction === 'sum' ? 1 : rows) / count;

function theseRows({ recorded }: Context, right: Expression, chosen: readonly number[]): Named[] {
  const isChosen = new Set(chosen);
  const [from, to] = [chosen[0], chosen[chosen.length - 1] + 1];
  return [true, false].map((averaged): Named => ({
    mistake: { code: 'single-sample', from, to, except: false, averaged, rows: chosen },
    cost: 1.35,
    wrote: ofRows(right, averaged ? meanOf(recorded, chosen.length) : 1, (row) => isChosen.has(row)),
  }));
}

/** Returns δ of some rows times a factor, and 0 in the others. */
function ofRows(right: Expression, factor: number, isChosen: (row: number) => boolean): Computed {
  return byRows(
    [right],
    ([delta], values, from, to, units) => {
      for (let row = from; row < to; row++)
        if (isChosen(row))
          for (let i = row * units; i < (row + 1) * units; i++) values[i] = factor * delta[i];
    },
    false,
  );
}
