import type { RecordedLayer } from '../record.js';
import type { Context } from './context.js';
import {
  BiasSlips,
  constantCost,
  constantSlip,
  WeightSlips,
  type LocalSlip,
  type LossGradient,
} from './local.js';
import type { Mistake, Slip } from './mistake.js';
import type { Pace } from '../pace.js';
import { isSame, largestError, reproduces, type Level, type Target } from './target.js';

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
  /** Of weights, as it follows from δ. */
  readonly loss: LossGradient;
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
export function* localExplanations(
  claim: Claim,
  limits: Limits,
  isAllowed: (mistake: Mistake) => boolean,
  pace: Pace,
): Generator<undefined, Slip[][]> {
  const { target, level, loss } = claim;
  const forced = forcedSlips(claim);
  const unknown = limits.unknown ? [[...forced, slipIn(target, { code: 'unknown' }, unknownCost)]] : [];
  if (target.rows) return unknown;
  if (pace.spend(probeWork(claim))) yield undefined;
  const made = slipsOf(claim);
  const fitting = made.slips().filter(({ mistake, cost }) => cost <= limits.cost && isAllowed(mistake));
  const few = target.probes;
  const likely = fitting.filter(({ predict }) => reproduces(target, predict, level, few));
  const pointwise = pointwiseSlips(claim, made.right, fitting, few);
  const mayBeConstant =
    constantCost <= limits.cost && isAllowed({ code: 'factor', factor: 1, of: 'gradient' });
  if (likely.length === 0 && pointwise.length === 0 && !mayBeConstant) return unknown;
  if (target.tensor === 'weights') yield* loss.complete(pace);
  const whole: LocalSlip[] = [];
  for (const slip of [...likely, ...(mayBeConstant ? constantSlip(target, made.right, level) : [])]) {
    if (pace.spend(entryWork * target.entries.length)) yield undefined;
    if (reproduces(target, slip.predict, level)) whole.push(slip);
  }
  if (whole.length > 0) return whole.map(({ mistake, cost }) => [...forced, slipIn(target, mistake, cost)]);
  if (pace.spend(entryWork * target.entries.length)) yield undefined;
  const parts = partial(claim, made.right, pointwise);
  return parts.length > 0 ? parts.map((part) => [...forced, part]) : unknown;
}

/** Of one prediction, and its comparison. */
const entryWork = 10;

/** A row's share in each entry that is looked at first. */
function probeWork({ target, deltas, recorded: { layer } }: Claim): number {
  const rows = deltas.length / layer.units;
  return target.tensor === 'weights' ? rows * (target.probes.length + 1) : deltas.length;
}

/** The δ gives the numbers as they are. */
export function* followsDirectly(claim: Claim, pace: Pace): Generator<undefined, boolean> {
  const { recorded, target, deltas, level, loss } = claim;
  if (pace.spend(target.rows ? deltas.length : probeWork(claim))) yield undefined;
  if (target.rows) return areRowsRight(target, deltas, recorded.layer.units);
  const { right } = asGiven(claim);
  if (!reproduces(target, right, level, target.probes)) return false;
  if (target.tensor === 'weights') yield* loss.complete(pace);
  if (pace.spend(entryWork * target.entries.length)) yield undefined;
  return reproduces(target, right, level);
}

const fewest = 2;

/** Whether the numbers could follow from δ times a factor, by the first of them. */
export function followsScaled(claim: Claim): (factor: number) => boolean {
  const { target, level } = claim;
  if (target.rows) return () => true;
  const { unpenalized, penalty } = asGiven(claim);
  const few = target.probes.slice(0, fewest);
  return (factor) => reproduces(target, (entry) => factor * unpenalized(entry) + penalty(entry), level, few);
}

/** What an entry should be, and its parts. */
function asGiven({ context, recorded, target, deltas, loss }: Claim): Expected {
  if (target.tensor === 'weights') {
    const { right, penalty } = new WeightSlips(context, recorded, deltas, loss);
    return { right, penalty, unpenalized: (entry) => loss.at(entry) };
  }
  const slips = new BiasSlips(context, recorded, deltas);
  const right = target.forced?.code === 'bias-not-summed' ? slips.ofUnit : slips.right;
  return { right, unpenalized: right, penalty: () => 0 };
}

interface Expected {
  readonly right: (entry: number) => number;
  readonly unpenalized: (entry: number) => number;
  readonly penalty: (entry: number) => number;
}

/** Each row's own δ, with or without the 1/N of the mean. */
function areRowsRight(
  { rows: given, lax, noise, most }: Target,
  deltas: Float64Array,
  units: number,
): boolean {
  if (!given) return false;
  const rows = deltas.length / units;
  return [1, rows].some((factor) =>
    given.values.every(
      (value, i) =>
        Number.isNaN(value) ||
        Math.abs(value - factor * deltas[i]) <=
          Math.min(
            given.rounding[i] + factor * lax[i % units],
            factor * largestError({ most }, Math.abs(deltas[i]), noise[i % units]),
          ),
    ),
  );
}

function slipsOf({ context, recorded, target, deltas, loss }: Claim): WeightSlips | BiasSlips {
  return target.tensor === 'weights'
    ? new WeightSlips(context, recorded, deltas, loss)
    : new BiasSlips(context, recorded, deltas);
}

/** Slips of single entries that give those of `entries` that are wrong. */
function pointwiseSlips(
  { target, level }: Claim,
  right: (entry: number) => number,
  slips: readonly LocalSlip[],
  entries: readonly number[],
): LocalSlip[] {
  const wrong = entries.filter((entry) => !isSame(target, entry, right(entry), level));
  return slips
    .filter(({ mistake }) => isPointwise(mistake))
    .filter(({ predict }) => wrong.every((entry) => isSame(target, entry, predict(entry), level)));
}

/** Slips that reproduce all the wrong entries, while the others are right. */
function partial(claim: Claim, right: (entry: number) => number, slips: readonly LocalSlip[]): Slip[] {
  const { target, level } = claim;
  const wrong = target.entries.filter((entry) => !isSame(target, entry, right(entry), level));
  if (
    wrong.length === 0 ||
    wrong.length > Math.max(1, target.entries.length / 2) ||
    wrong.length === target.entries.length
  )
    return [];
  return pointwiseSlips(claim, right, slips, wrong).map(({ mistake, cost }) =>
    slipIn(target, mistake, cost + partly, wrong),
  );
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
