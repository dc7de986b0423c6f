import type { RecordedLayer } from '../record.js';
import { penaltyOf, type Context } from './context.js';
import type { Mistake } from './mistake.js';
import type { WorkMeter } from '../workMeter.js';
import { weightGradient } from './propagation.js';
import { scalesOf } from './scales.js';
import { isSame, type Level, type Target } from './target.js';

/** A tensor's gradient as changed by a mistake in this tensor alone. */
export interface LocalCandidate {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly predict: (entry: number) => number;
}

/** Δᵀ X, computed one entry at a time until it is computed in full. */
export class LossGradient {
  private values: Float64Array | null = null;
  private readonly probed = new Map<number, number>();

  constructor(
    private readonly recorded: RecordedLayer,
    private readonly deltas: Float64Array,
  ) {}

  at(entry: number): number {
    if (this.values) return this.values[entry];
    const known = this.probed.get(entry);
    if (known !== undefined) return known;
    const value = this.sum(entry);
    this.probed.set(entry, value);
    return value;
  }

  private sum(entry: number): number {
    const { layer, inputs } = this.recorded;
    const [unit, input] = [Math.floor(entry / layer.inputs), entry % layer.inputs];
    const rows = this.deltas.length / layer.units;
    let sum = 0;
    for (let row = 0; row < rows; row++)
      sum += this.deltas[row * layer.units + unit] * inputs[row * layer.inputs + input];
    return sum;
  }

  *complete(meter: WorkMeter): Generator<undefined, void> {
    this.values ??= yield* weightGradient(this.recorded, this.deltas, meter);
  }
}

/** The gradient of a layer's weights as it follows from δ, and its variants by mistake. */
export class WeightCandidates {
  constructor(
    private readonly context: Context,
    private readonly recorded: RecordedLayer,
    private readonly deltas: Float64Array,
    private readonly loss: LossGradient,
  ) {}

  readonly right = (entry: number): number => this.loss.at(entry) + this.penalty(entry);

  readonly penalty = (entry: number): number =>
    penaltyOf(this.context.regularization, this.recorded.layer.weights[entry]);

  candidates(): LocalCandidate[] {
    const { right, loss, penalty } = this;
    const hasPenalty = this.recorded.layer.weights.some((_, entry) => penalty(entry) !== 0);
    const scales = scalesOf(this.context).flatMap(({ mistake, cost, factor }): LocalCandidate[] => [
      { mistake, cost, predict: (entry) => factor * right(entry) },
      ...(hasPenalty
        ? [
            {
              mistake,
              cost: cost + 0.05,
              predict: (entry: number) => factor * loss.at(entry) + penalty(entry),
            },
          ]
        : []),
    ]);
    return [
      ...scales,
      ...this.layouts(),
      ...this.missingInput(),
      ...(hasPenalty ? this.penalties() : []),
      ...this.oneRow(),
    ];
  }

  private layouts(): LocalCandidate[] {
    const { units, inputs } = this.recorded.layer;
    if (units === 1 || inputs === 1) return [];
    const cost = 0.95;
    if (units === inputs) {
      const predict = (entry: number) => this.right((entry % inputs) * inputs + Math.floor(entry / inputs));
      return [{ mistake: { code: 'transposed-gradient', reshaped: false, of: 'tensor' }, cost, predict }];
    }
    const predict = (entry: number) => this.right((entry % units) * inputs + Math.floor(entry / units));
    return [{ mistake: { code: 'transposed-gradient', reshaped: true, of: 'tensor' }, cost, predict }];
  }

  private missingInput(): LocalCandidate[] {
    const { units, inputs } = this.recorded.layer;
    const sums = unitSums(this.deltas, units);
    const mistake: Mistake = { code: 'missing-input' };
    return [
      { mistake, cost: 1, predict: (entry) => sums[Math.floor(entry / inputs)] + this.penalty(entry) },
      { mistake, cost: 1.05, predict: (entry) => sums[Math.floor(entry / inputs)] },
    ];
  }

  private penalties(): LocalCandidate[] {
    const { loss, right, context } = this;
    const { weights } = this.recorded.layer;
    const { l1, l2 } = context.regularization;
    const without = (
      part: 'l1' | 'l2' | 'all',
      cost: number,
      kept: { l1: number; l2: number },
    ): LocalCandidate => ({
      mistake: { code: 'missing-regularization', part },
      cost,
      predict: (entry) => loss.at(entry) + penaltyOf(kept, weights[entry]),
    });
    const times = (factor: number, cost: number): LocalCandidate => ({
      mistake:
        factor === -1 ? { code: 'wrong-sign', of: 'penalty' } : { code: 'factor', factor, of: 'penalty' },
      cost,
      predict: (entry) => loss.at(entry) + factor * (right(entry) - loss.at(entry)),
    });
    const { rows } = context;
    return [
      without('all', 0.9, { l1: 0, l2: 0 }),
      ...(l1 !== 0 && l2 !== 0 ? [without('l1', 1, { l1: 0, l2 }), without('l2', 1, { l1, l2: 0 })] : []),
      times(2, 1),
      times(0.5, 1),
      times(-1, 1),
      ...(rows > 1
        ? [times(1 / rows, 1.1), times(rows, 1.1), times(2 / rows, 1.2), times(0.5 / rows, 1.2)]
        : []),
    ];
  }

  /** Returns the mistakes where only this tensor was computed from one sample. */
  private oneRow(): LocalCandidate[] {
    const { recorded, deltas, context, penalty } = this;
    const { units, inputs } = recorded.layer;
    const { rows } = context;
    if (rows < 2 || rows > mostLocalRows) return [];
    const isMean = context.recorded.network.reduction !== 'sum';
    return Array.from({ length: rows }).flatMap((_, row) =>
      (isMean ? [true, false] : [false]).map((averaged): LocalCandidate => ({
        mistake: { code: 'single-sample', from: row, to: row + 1, except: false, averaged, rows: null },
        cost: 1.3,
        predict: (entry) => {
          const share =
            deltas[row * units + Math.floor(entry / inputs)] *
            recorded.inputs[row * inputs + (entry % inputs)];
          return (averaged ? rows : 1) * share + penalty(entry);
        },
      })),
    );
  }
}

const mostLocalRows = 64;
const mostBiasRows = 2000;

/** Returns the sum over the rows for each unit. */
export function unitSums(deltas: Float64Array, units: number): Float64Array {
  const sums = new Float64Array(units);
  for (let start = 0; start < deltas.length; start += units)
    for (let unit = 0; unit < units; unit++) sums[unit] += deltas[start + unit];
  return sums;
}

/** The gradient of a layer's bias as it follows from δ, and its variants by mistake. */
export class BiasCandidates {
  private readonly sums: Float64Array;
  private readonly total: number;

  constructor(
    private readonly context: Context,
    private readonly recorded: RecordedLayer,
    private readonly deltas: Float64Array,
  ) {
    this.sums = unitSums(deltas, recorded.layer.units);
    this.total = this.sums.reduce((sum, value) => sum + value, 0);
  }

  readonly right = (entry: number): number =>
    this.recorded.layer.biasShared ? this.total : this.sums[entry];
  /** Returns the unit's entry where a shared bias was given as one number for each unit. */
  readonly ofUnit = (entry: number): number => this.sums[entry];

  candidates(): LocalCandidate[] {
    const scales = scalesOf(this.context).map(({ mistake, cost, factor }): LocalCandidate => ({
      mistake,
      cost,
      predict: (entry) => factor * this.right(entry),
    }));
    return [...scales, ...this.notSummed(), ...this.notSummedOverUnits(), ...this.penalties()];
  }

  private notSummed(): LocalCandidate[] {
    const { recorded, deltas, context } = this;
    const { units, biasShared } = recorded.layer;
    const { rows } = context;
    if (rows < 2) return [];
    const rowOf = (row: number, entry: number) =>
      biasShared
        ? deltas.subarray(row * units, (row + 1) * units).reduce((sum, delta) => sum + delta, 0)
        : deltas[row * units + entry];
    const mean: LocalCandidate = {
      mistake: { code: 'bias-not-summed', of: 'mean', index: null },
      cost: 0.95,
      predict: (entry) => this.right(entry) / rows,
    };
    const single = Array.from({ length: Math.min(rows, mostBiasRows) }).flatMap((_, row) =>
      [1, rows].map((factor): LocalCandidate => ({
        mistake: { code: 'bias-not-summed', of: 'row', index: row },
        cost: 1.1,
        predict: (entry) => factor * rowOf(row, entry),
      })),
    );
    return [mean, ...single];
  }

  private notSummedOverUnits(): LocalCandidate[] {
    const { units, biasShared } = this.recorded.layer;
    if (!biasShared || units === 1) return [];
    const single = Array.from({ length: units }, (_, unit): LocalCandidate => ({
      mistake: { code: 'bias-not-summed', of: 'unit', index: unit },
      cost: 1,
      predict: () => this.sums[unit],
    }));
    return [
      ...single,
      {
        mistake: { code: 'bias-not-summed', of: 'unitMean', index: null },
        cost: 0.97,
        predict: () => this.total / units,
      },
    ];
  }

  private penalties(): LocalCandidate[] {
    const { l1, l2 } = this.context.regularization;
    const { bias } = this.recorded.layer;
    if (!bias || (l1 === 0 && l2 === 0)) return [];
    const added = (
      part: 'l1' | 'l2' | 'all',
      cost: number,
      penalty: { l1: number; l2: number },
    ): LocalCandidate => ({
      mistake: { code: 'regularized-bias', part },
      cost,
      predict: (entry) => this.right(entry) + penaltyOf(penalty, bias[entry]),
    });
    const some =
      l1 !== 0 && l2 !== 0 ? [added('l1', 1.1, { l1, l2: 0 }), added('l2', 1.1, { l1: 0, l2 })] : [];
    return [added('all', 0.9, { l1, l2 }), ...some];
  }
}

/** The smallest number of entries that a constant factor must explain. */
const leastForConstant = 3;
export const constantCost = 1.8;

/** Returns the mistake of a constant factor, if all the given numbers differ from the right ones by the same factor. */
export function constantCandidate(
  target: Target,
  right: (entry: number) => number,
  level: Level,
): LocalCandidate[] {
  let [top, bottom] = [0, 0];
  let count = 0;
  for (const entry of target.entries) {
    const value = right(entry);
    if (isSame(target, entry, 0, level)) continue;
    top += value * target.given[entry];
    bottom += value * value;
    count++;
  }
  const factor = Number((top / bottom).toPrecision(6));
  if (count < leastForConstant || !Number.isFinite(factor) || factor === 0) return [];
  const exact = top / bottom;
  return [
    {
      mistake: { code: 'factor', factor, of: 'gradient' },
      cost: constantCost,
      predict: (entry) => exact * right(entry),
    },
  ];
}
