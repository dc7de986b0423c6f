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

/** A tensor's given numbers beside the δ they should follow from. */
export interface Claim {
  readonly context: Context;
  readonly recorded: RecordedLayer;
  readonly target: Target;
  readonly deltas: Float64Array;
  readonly level: Level;
}

/** The slip that a tensor's shape gives away, if there is one. */
export function forcedSlips({ target }: Claim): Slip[] {
  return target.forced ? [slipIn(target, target.forced, 0.9)] : [];
}

function slipIn(
  { layer, tensor }: Target,
  mistake: Mistake,
  cost: number,
  entries: readonly number[] | null = null,
): Slip {
  return { mistake, layer, tensor, cost, entries };
}

/** Every slip, made in this tensor alone, by which its given numbers come from its layer's δ. */
export function localExplanations(
  claim: Claim,
  limits: Limits,
  isAllowed: (mistake: Mistake) => boolean,
): Slip[][] {
  const { target } = claim;
  const forced = forcedSlips(claim);
  const unknown = limits.unknown ? [[...forced, slipIn(target, { code: 'unknown' }, unknownCost)]] : [];
  if (target.rows) return unknown;
  const { right, slips } = localSlips(claim);
  const fitting = slips.filter(({ mistake, cost }) => cost <= limits.cost && isAllowed(mistake));
  const whole = fitting.filter(({ predict }) => reproduces(target, predict, limits.level));
  if (whole.length > 0) return whole.map(({ mistake, cost }) => [...forced, slipIn(target, mistake, cost)]);
  const parts = partial(claim, right, fitting);
  return parts.length > 0 ? parts.map((part) => [...forced, part]) : unknown;
}

/** The δ gives the numbers as they are. Entry by entry, so that most wrong hypotheses are done with after one. */
export function followsDirectly({ context, recorded, target, deltas, level }: Claim): boolean {
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

function localSlips({ context, recorded, target, deltas, level }: Claim) {
  const slips =
    target.tensor === 'weights'
      ? new WeightSlips(context, recorded, deltas)
      : new BiasSlips(context, recorded, deltas);
  return { right: slips.right, slips: [...slips.slips(), ...constantSlip(target, slips.right, level)] };
}

/** Slips that reproduce all the wrong entries, while the others are right. */
function partial(
  { target, level }: Claim,
  right: (entry: number) => number,
  slips: readonly LocalSlip[],
): Slip[] {
  const wrong = target.entries.filter((entry) => !isSame(target, entry, right(entry), level));
  if (
    wrong.length === 0 ||
    wrong.length > Math.max(1, target.entries.length / 2) ||
    wrong.length === target.entries.length
  )
    return [];
  return slips
    .filter(({ mistake }) => isPointwise(mistake))
    .filter(({ predict }) => wrong.every((entry) => isSame(target, entry, predict(entry), level)))
    .map(({ mistake, cost }) => slipIn(target, mistake, cost + partly, wrong));
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

/** Codes that a slip in one tensor can have. */
export const localCodes: ReadonlySet<string> = new Set([
  'wrong-sign', 'factor', 'missing-batch-mean', 'double-batch-mean', 'single-sample', 'transposed-gradient', 'missing-input',
  'bias-not-summed', 'missing-regularization', 'regularized-bias', 'learning-rate-included',
]); // prettier-ignore
