import { penaltyOf, type Context } from '../mistakes/context.js';
import type { Mistake } from '../mistakes/mistake.js';
import type { Computation, Computed } from './computation.js';
import { valueOf } from './computation.js';
import { constant, outer, power, product, quotient, rows, sum, type Expression } from './expression.js';
import { deltaOf, outputsOf, penaltiesOf, type LayerFormulas } from './formulas.js';
import type { Named } from './named.js';
import { scalesOf } from './scales.js';

/** Returns a value of the same shape as another, computed from it at once. */
function changed(
  of: Computation,
  change: (values: Float64Array) => Float64Array,
  isGeneral = false,
): Computed {
  return {
    kind: 'computed',
    isGeneral,
    *compute(evaluate, meter) {
      const value = yield* valueOf(of, evaluate, meter);
      if (meter.spend(value.values.length)) yield undefined;
      return { ...value, values: change(value.values) };
    },
  };
}

/** Returns the mistakes in the gradient of a layer's weights alone. The layer counts from 0. */
export function otherWeights(context: Context, index: number, { weights }: LayerFormulas): Named[] {
  const [loss, penalty] = weights.kind === 'sum' ? weights.parts : [weights, null];
  const withPenalty = (of: Expression) => (penalty ? sum(of, penalty) : of);
  const scales = scalesOf(context).flatMap(({ mistake, cost, factor }): Named[] => [
    { mistake, cost, wrote: product(constant(factor), weights) },
    ...(penalty ? [{ mistake, cost: cost + 0.05, wrote: withPenalty(product(constant(factor), loss)) }] : []),
  ]);
  const missing = outer(deltaOf(index), power(outputsOf(index - 1), 0));
  const mistake: Mistake = { code: 'missing-input' };
  return [
    ...scales,
    ...layouts(context, index, weights),
    { mistake, cost: 1, wrote: withPenalty(missing) },
    ...(penalty
      ? [{ mistake, cost: 1.05, wrote: missing }, ...penalties(context, index, loss, penalty)]
      : []),
    ...oneRow(context, index, withPenalty),
  ];
}

function layouts({ recorded }: Context, index: number, weights: Expression): Named[] {
  const { units, inputs } = recorded.layers[index].layer;
  if (units === 1 || inputs === 1) return [];
  const turned = changed(weights, (values) => values.map((_, entry) => values[(entry % units) * inputs + Math.floor(entry / units)])); // prettier-ignore
  const mistake: Mistake = { code: 'transposed-gradient', reshaped: units !== inputs, of: 'tensor' };
  return [{ mistake, cost: 0.95, wrote: turned }];
}

function penalties(context: Context, index: number, loss: Expression, penalty: Expression): Named[] {
  const { l1, l2 } = context.regularization;
  const left = (part: 'l1' | 'l2' | 'all', cost: number, kept: Expression | null): Named => ({ mistake: { code: 'missing-regularization', part }, cost, wrote: kept ? sum(loss, kept) : loss }); // prettier-ignore
  const times = (factor: number, cost: number): Named => ({
    mistake:
      factor === -1 ? { code: 'wrong-sign', of: 'penalty' } : { code: 'factor', factor, of: 'penalty' },
    cost,
    wrote: sum(loss, product(constant(factor), penalty)),
  });
  const { rows } = context;
  const only = (part: 'l1' | 'l2') =>
    penaltiesOf({ l1: 0, l2: 0, [part]: context.regularization[part] }, index);
  return [
    left('all', 0.9, null),
    ...(l1 !== 0 && l2 !== 0 ? [left('l1', 1, only('l2')), left('l2', 1, only('l1'))] : []),
    ...[2, 0.5, -1].map((factor) => times(factor, 1)),
    ...(rows > 1
      ? [times(1 / rows, 1.1), times(rows, 1.1), times(2 / rows, 1.2), times(0.5 / rows, 1.2)]
      : []),
  ];
}

const mostWeightRows = 64;
const mostBiasRows = 2000;

/** Returns the mistakes where only this tensor was computed from one sample. */
function oneRow(context: Context, index: number, withPenalty: (of: Expression) => Expression): Named[] {
  if (context.rows < 2 || context.rows > mostWeightRows) return [];
  const isMean = context.recorded.network.reduction !== 'sum';
  return Array.from({ length: context.rows }).flatMap((_, row) =>
    (isMean ? [true, false] : [false]).map((averaged): Named => ({
      mistake: { code: 'single-sample', from: row, to: row + 1, except: false, averaged, rows: null },
      cost: 1.3,
      wrote: rowOf(row, averaged ? context.rows : 1, index, withPenalty),
    })),
  );
}

/** Returns the gradient of the weights from one sample. */
function rowOf(
  row: number,
  factor: number,
  index: number,
  withPenalty: (of: Expression) => Expression,
): Computed {
  return {
    kind: 'computed',
    isGeneral: false,
    *compute(evaluate, meter) {
      const delta = yield* evaluate(deltaOf(index));
      const input = yield* evaluate(outputsOf(index - 1));
      const penalty = yield* evaluate(withPenalty(constant(0)));
      const [units, inputs] = [delta.columns, input.columns];
      if (meter.spend(units * inputs)) yield undefined;
      const values = new Float64Array(units * inputs);
      for (let entry = 0; entry < values.length; entry++) {
        const share = delta.values[row * units + Math.floor(entry / inputs)] * input.values[row * inputs + (entry % inputs)]; // prettier-ignore
        values[entry] = factor * share + penalty.values[penalty.values.length === 1 ? 0 : entry];
      }
      return { rows: units, columns: inputs, values };
    },
  };
}

/** Returns the mistakes in the gradient of a layer's bias alone. The layer counts from 0. */
export function otherBias(context: Context, index: number, { bias }: LayerFormulas): Named[] {
  if (!bias) return [];
  const scales = scalesOf(context).map(({ mistake, cost, factor }): Named => ({ mistake, cost, wrote: product(constant(factor), bias) })); // prettier-ignore
  return [
    ...scales,
    ...notSummed(context, index, bias),
    ...notSummedOverUnits(context, index),
    ...penalizedBias(context, index, bias),
  ];
}

function notSummed({ rows: count, recorded }: Context, index: number, bias: Expression): Named[] {
  if (count < 2) return [];
  const { biasShared } = recorded.layers[index].layer;
  const mean: Named = {
    mistake: { code: 'bias-not-summed', of: 'mean', index: null },
    cost: 0.95,
    wrote: quotient(bias, constant(count, 'N')),
  };
  const single = Array.from({ length: Math.min(count, mostBiasRows) }).flatMap((_, row) =>
    [1, count].map((factor): Named => ({
      mistake: { code: 'bias-not-summed', of: 'row', index: row },
      cost: 1.1,
      wrote: deltaOfRow(row, factor, index, biasShared),
    })),
  );
  return [mean, ...single];
}

function deltaOfRow(row: number, factor: number, index: number, isShared: boolean): Computed {
  return {
    kind: 'computed',
    isGeneral: false,
    *compute(evaluate) {
      const { values, columns } = yield* evaluate(deltaOf(index));
      const own = values.slice(row * columns, (row + 1) * columns).map((value) => factor * value);
      const total = () => Float64Array.of(own.reduce((sum, value) => sum + value, 0));
      return { rows: 1, columns: isShared ? 1 : columns, values: isShared ? total() : own };
    },
  };
}

function notSummedOverUnits({ recorded }: Context, index: number): Named[] {
  const { units, biasShared } = recorded.layers[index].layer;
  if (!biasShared || units === 1) return [];
  const perUnit = rows(deltaOf(index));
  const ofUnits = (choose: (sums: Float64Array) => number): Computed => ({
    kind: 'computed',
    isGeneral: false,
    *compute(evaluate) {
      const { values } = yield* evaluate(perUnit);
      return { rows: 1, columns: 1, values: Float64Array.of(choose(values)) };
    },
  });
  const single = Array.from({ length: units }, (_, unit): Named => ({
    mistake: { code: 'bias-not-summed', of: 'unit', index: unit },
    cost: 1,
    wrote: ofUnits((sums) => sums[unit]),
  }));
  const mean = ofUnits((sums) => sums.reduce((total, value) => total + value, 0) / units);
  return [
    ...single,
    { mistake: { code: 'bias-not-summed', of: 'unitMean', index: null }, cost: 0.97, wrote: mean },
  ];
}

function penalizedBias(context: Context, index: number, right: Expression): Named[] {
  const { l1, l2 } = context.regularization;
  const { bias } = context.recorded.layers[index].layer;
  if (!bias || (l1 === 0 && l2 === 0)) return [];
  const added = (part: 'l1' | 'l2' | 'all', cost: number, penalty: { l1: number; l2: number }): Named => ({
    mistake: { code: 'regularized-bias', part },
    cost,
    wrote: changed(right, (values) => values.map((value, unit) => value + penaltyOf(penalty, bias[unit]))),
  });
  const some = l1 !== 0 && l2 !== 0 ? [added('l1', 1.1, { l1, l2: 0 }), added('l2', 1.1, { l1: 0, l2 })] : [];
  return [added('all', 0.9, { l1, l2 }), ...some];
}
