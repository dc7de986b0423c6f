import type { RecordedLayer } from '../record.js';
import type { Context } from './context.js';
import {
  BiasCandidates,
  constantCost,
  constantCandidate,
  WeightCandidates,
  type LocalCandidate,
  type LossGradient,
} from './local.js';
import type { Mistake, LocatedMistake } from './mistake.js';
import type { WorkMeter } from '../workMeter.js';
import { isSame, largestError, reproduces, type Level, type Target } from './target.js';

/** The limits on the mistakes of an explanation. */
export interface Limits {
  readonly level: Level;
  /** The largest number of different codes in one explanation. */
  readonly codes: number;
  /** The largest cost of a mistake. Less likely ones are left out. */
  readonly cost: number;
  /** Whether a tensor that no mistake reproduces may remain unexplained. */
  readonly unknown: boolean;
}

/** The additional cost if only some entries of a tensor are wrong, which is less likely than a wrong formula. */
const partly = 0.7;
const unknownCost = 2;

/** A tensor's given numbers and the δ they should follow from. */
export interface Claim {
  readonly context: Context;
  readonly recorded: RecordedLayer;
  readonly target: Target;
  readonly deltas: Float64Array;
  /** The weights' gradient as it follows from δ. */
  readonly loss: LossGradient;
  readonly level: Level;
}

/** Returns the mistake that the tensor's shape implies, if any. */
export function forcedMistakes({ target }: Claim): LocatedMistake[] {
  return target.forced ? [mistakeIn(target, target.forced, 0.9)] : [];
}

function mistakeIn(
  { layer, tensor }: Target,
  mistake: Mistake,
  cost: number,
  entries: readonly number[] | null = null,
): LocatedMistake {
  return { mistake, layer, tensor, cost, entries };
}

/** Returns every mistake in this tensor alone by which its given numbers follow from its layer's δ. */
export function* localExplanations(
  claim: Claim,
  limits: Limits,
  isAllowed: (mistake: Mistake) => boolean,
  meter: WorkMeter,
): Generator<undefined, LocatedMistake[][]> {
  const { target, level, loss } = claim;
  const forced = forcedMistakes(claim);
  const unknown = limits.unknown ? [[...forced, mistakeIn(target, { code: 'unknown' }, unknownCost)]] : [];
  if (target.rows) return unknown;
  if (meter.spend(probeWork(claim))) yield undefined;
  const made = candidatesOf(claim);
  const fitting = made.candidates().filter(({ mistake, cost }) => cost <= limits.cost && isAllowed(mistake));
  const few = target.probes;
  const likely = fitting.filter(({ predict }) => reproduces(target, predict, level, few));
  const pointwise = pointwiseCandidates(claim, made.right, fitting, few);
  const mayBeConstant =
    constantCost <= limits.cost && isAllowed({ code: 'factor', factor: 1, of: 'gradient' });
  if (likely.length === 0 && pointwise.length === 0 && !mayBeConstant) return unknown;
  if (target.tensor === 'weights') yield* loss.complete(meter);
  const whole: LocalCandidate[] = [];
  for (const candidate of [
    ...likely,
    ...(mayBeConstant ? constantCandidate(target, made.right, level) : []),
  ]) {
    if (meter.spend(entryWork * target.entries.length)) yield undefined;
    if (reproduces(target, candidate.predict, level)) whole.push(candidate);
  }
  if (whole.length > 0)
    return whole.map(({ mistake, cost }) => [...forced, mistakeIn(target, mistake, cost)]);
  if (meter.spend(entryWork * target.entries.length)) yield undefined;
  const parts = partial(claim, made.right, pointwise);
  return parts.length > 0 ? parts.map((part) => [...forced, part]) : unknown;
}

/** The work of one prediction and its comparison. */
const entryWork = 10;

/** Returns the work of a row's share in each entry that is checked first. */
function probeWork({ target, deltas, recorded: { layer } }: Claim): number {
  const rows = deltas.length / layer.units;
  return target.tensor === 'weights' ? rows * (target.probes.length + 1) : deltas.length;
}

/** Returns whether the given numbers follow from δ without a mistake. */
export function* followsDirectly(claim: Claim, meter: WorkMeter): Generator<undefined, boolean> {
  const { recorded, target, deltas, level, loss } = claim;
  if (meter.spend(target.rows ? deltas.length : probeWork(claim))) yield undefined;
  if (target.rows) return areRowsRight(target, deltas, recorded.layer.units);
  const { right } = asGiven(claim);
  if (!reproduces(target, right, level, target.probes)) return false;
  if (target.tensor === 'weights') yield* loss.complete(meter);
  if (meter.spend(entryWork * target.entries.length)) yield undefined;
  return reproduces(target, right, level);
}

const fewest = 2;

/** Returns a predicate that tests whether the first numbers can follow from δ times a factor. */
export function followsScaled(claim: Claim): (factor: number) => boolean {
  const { target, level } = claim;
  if (target.rows) return () => true;
  const { unpenalized, penalty } = asGiven(claim);
  const few = target.probes.slice(0, fewest);
  return (factor) => reproduces(target, (entry) => factor * unpenalized(entry) + penalty(entry), level, few);
}

/** Returns the expected entries and their parts. */
function asGiven({ context, recorded, target, deltas, loss }: Claim): Expected {
  if (target.tensor === 'weights') {
    const { right, penalty } = new WeightCandidates(context, recorded, deltas, loss);
    return { right, penalty, unpenalized: (entry) => loss.at(entry) };
  }
  const candidates = new BiasCandidates(context, recorded, deltas);
  const right = target.forced?.code === 'bias-not-summed' ? candidates.ofUnit : candidates.right;
  return { right, unpenalized: right, penalty: () => 0 };
}

interface Expected {
  readonly right: (entry: number) => number;
  readonly unpenalized: (entry: number) => number;
  readonly penalty: (entry: number) => number;
}

/** Returns whether the given numbers are each row's own δ, with or without the 1/N of the mean. */
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

function candidatesOf({ context, recorded, target, deltas, loss }: Claim): WeightCandidates | BiasCandidates {
  return target.tensor === 'weights'
    ? new WeightCandidates(context, recorded, deltas, loss)
    : new BiasCandidates(context, recorded, deltas);
}

/** Returns mistakes of single entries that reproduce the wrong ones of `entries`. */
function pointwiseCandidates(
  { target, level }: Claim,
  right: (entry: number) => number,
  candidates: readonly LocalCandidate[],
  entries: readonly number[],
): LocalCandidate[] {
  const wrong = entries.filter((entry) => !isSame(target, entry, right(entry), level));
  return candidates
    .filter(({ mistake }) => isPointwise(mistake))
    .filter(({ predict }) => wrong.every((entry) => isSame(target, entry, predict(entry), level)));
}

/** Returns mistakes that reproduce all the wrong entries, while the others are right. */
function partial(
  claim: Claim,
  right: (entry: number) => number,
  candidates: readonly LocalCandidate[],
): LocatedMistake[] {
  const { target, level } = claim;
  const wrong = target.entries.filter((entry) => !isSame(target, entry, right(entry), level));
  if (
    wrong.length === 0 ||
    wrong.length > Math.max(1, target.entries.length / 2) ||
    wrong.length === target.entries.length
  )
    return [];
  return pointwiseCandidates(claim, right, candidates, wrong).map(({ mistake, cost }) =>
    mistakeIn(target, mistake, cost + partly, wrong),
  );
}

/** Returns whether a mistake is as likely in one entry as in all. */
function isPointwise({ code }: Mistake): boolean {
  return (
    code === 'wrong-sign' ||
    code === 'factor' ||
    code === 'missing-input' ||
    code === 'learning-rate-included'
  );
}

/** The codes that a mistake in one tensor can have. */
export const localCodes: ReadonlySet<string> = new Set([
  'wrong-sign', 'factor', 'missing-batch-mean', 'double-batch-mean', 'single-sample', 'transposed-gradient', 'missing-input',
  'bias-not-summed', 'missing-regularization', 'regularized-bias', 'learning-rate-included',
]); // prettier-ignore
