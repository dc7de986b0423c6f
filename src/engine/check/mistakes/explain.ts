import type { RecordedLayer } from '../record.js';
import { penaltyOf, type Context } from './context.js';
import { BiasSlips, constantSlip, WeightSlips, type LocalSlip } from './local.js';
import type { Mistake, Slip } from './mistake.js';
import { isSame, reproduces, type Level, type Target } from './target.js';

/** What may be assumed in an explanation. */
export interface Limits {
  readonly level: Level;
  /** Different codes in one explanation. */
  readonly codes: number;
  /** Slips that are more far-fetched are left out. */
  readonly cost: number;
  /** A tensor that nothing reproduces may stay so. */
  readonly unknown: boolean;
}

/** Only some entries of a tensor are wrong: less likely than a rule gone wrong. */
const partly = 0.7;
const unknownCost = 2;

/** Every way in which a tensor's given numbers follow from its layer's δ: no slip at all, or one made in this tensor. */
export function explainTensor(
  context: Context,
  recorded: RecordedLayer,
  target: Target,
  deltas: Float64Array,
  limits: Limits,
  isAllowed: (mistake: Mistake) => boolean,
): Slip[][] {
  const slipOf = (mistake: Mistake, cost: number, entries: readonly number[] | null = null): Slip => ({
    mistake, layer: target.layer, tensor: target.tensor, cost, entries,
  }); // prettier-ignore
  const forced = target.forced ? [slipOf(target.forced, 0.9)] : [];
  const reach = { context, recorded, target, deltas, level: limits.level };
  if (isRight(reach)) return [forced];
  const fitting = localSlips(reach).filter(({ mistake, cost }) => cost <= limits.cost && isAllowed(mistake));
  const whole = fitting.filter(({ predict }) => reproduces(target, predict, limits.level));
  const found = whole.map(({ mistake, cost }) => [...forced, slipOf(mistake, cost)]);
  if (found.length > 0) return found;
  const parts = partial(reach, fitting).map(({ mistake, cost, entries }) => [
    ...forced,
    slipOf(mistake, cost, entries),
  ]);
  if (parts.length > 0 || !limits.unknown) return parts;
  return [[...forced, slipOf({ code: 'unknown' }, unknownCost)]];
}

interface Reach {
  readonly context: Context;
  readonly recorded: RecordedLayer;
  readonly target: Target;
  readonly deltas: Float64Array;
  readonly level: Level;
}

/** Entry by entry, so that most wrong hypotheses are done with after one. */
function isRight({ context, recorded, target, deltas, level }: Reach): boolean {
  const { layer, inputs } = recorded;
  if (target.rows) return areRowsRight(target, deltas, layer.units);
  const rows = deltas.length / layer.units;
  const sum = (unit: number, input: number | null) => {
    let value = 0;
    for (let row = 0; row < rows; row++)
      value += deltas[row * layer.units + unit] * (input === null ? 1 : inputs[row * layer.inputs + input]);
    return value;
  };
  if (target.tensor === 'weights') {
    const predict = (entry: number) =>
      sum(Math.floor(entry / layer.inputs), entry % layer.inputs) +
      penaltyOf(context.regularization, layer.weights[entry]);
    return reproduces(target, predict, level);
  }
  const slips = new BiasSlips(context, recorded, deltas);
  return reproduces(target, target.forced?.code === 'bias-not-summed' ? slips.ofUnit : slips.right, level);
}

/** Each row's own δ, with or without the 1/N of the mean. */
function areRowsRight({ rows: given, lax }: Target, deltas: Float64Array, units: number): boolean {
  if (!given) return false;
  const rows = deltas.length / units;
  return [1, rows].some((factor) =>
    given.values.every(
      (value, i) =>
        Number.isNaN(value) ||
        Math.abs(value - factor * deltas[i]) <= given.rounding[i] + factor * lax[i % units],
    ),
  );
}

function localSlips({ context, recorded, target, deltas, level }: Reach): LocalSlip[] {
  if (target.rows) return [];
  const slips =
    target.tensor === 'weights'
      ? new WeightSlips(context, recorded, deltas)
      : new BiasSlips(context, recorded, deltas);
  return [...slips.slips(), ...constantSlip(target, slips.right, level)];
}

/** Slips that reproduce all the wrong entries, while the others are right. */
function partial({ context, recorded, target, deltas, level }: Reach, slips: readonly LocalSlip[]) {
  const right =
    target.tensor === 'weights'
      ? new WeightSlips(context, recorded, deltas).right
      : new BiasSlips(context, recorded, deltas).right;
  const wrong = target.entries.filter((entry) => !isSame(target, entry, right(entry), level));
  if (
    target.rows ||
    wrong.length === target.entries.length ||
    wrong.length > Math.max(1, target.entries.length / 2)
  )
    return [];
  return slips
    .filter(({ mistake }) => isPointwise(mistake) && wrong.length > 0)
    .filter(({ predict }) => wrong.every((entry) => isSame(target, entry, predict(entry), level)))
    .map(({ mistake, cost }) => ({ mistake, cost: cost + partly, entries: wrong }));
}

/** Made in one entry as easily as in all. */
function isPointwise({ code }: Mistake): boolean {
  return (
    code === 'wrong-sign' ||
    code === 'factor' ||
    code === 'missing-input' ||
    code === 'learning-rate-included'
  );
}
