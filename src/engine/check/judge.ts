import { oneSidedSteps, riddersSteps, type Estimate, type LongDifference } from './ridders.js';
import type { Unit } from './checkOptions.js';
import type { Crossing } from './moved.js';
import type { Direction, Probe } from './probe.js';

export type Verdict = 'pass' | 'fail' | 'kink';

export interface Tolerances {
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
}

/** A point without a derivative, and how the analytic value compares with the derivatives from both sides. */
export interface Kink {
  /**
   * The unit on the border; of several, the first that is not excluded. null: the objective is not defined on all
   * sides.
   */
  readonly at: Crossing | null;
  /** Whether only excluded units are on the border. */
  readonly excluded: boolean;
  /** The number of units on a border, counted once per sample. */
  readonly count: number;
  /** The derivatives of the objective for steps down and up; null where they could not be computed. */
  readonly left: number | null;
  readonly right: number | null;
}

export interface Judgment {
  readonly numeric: number;
  /** The error bound of the numeric derivative. */
  readonly numericError: number;
  readonly verdict: Verdict;
  readonly kink: Kink | null;
}

/** The analytic derivative along a direction. */
export interface Analytic {
  readonly value: number;
  /** Returns each row's share; their sum is the value. */
  readonly rows: () => Float64Array;
}

export interface Setting extends Tolerances {
  readonly probe: Probe;
  /** 1 / the divisor of the sum of the losses. */
  readonly scale: number;
  /** The largest rounding error of a difference of two mean losses. */
  readonly rounding: number;
  readonly exclude: readonly Unit[];
}

/** Returns |a − n| / max(|a|, |n|); 0 where both are within the absolute floor. */
export function relativeError(analytic: number, numeric: number, floor: number): number {
  const largest = Math.max(Math.abs(analytic), Math.abs(numeric));
  return largest <= floor ? 0 : Math.abs(analytic - numeric) / largest;
}

export function agrees(analytic: number, { value, error }: Estimate, tolerances: Tolerances): boolean {
  const difference = Math.abs(analytic - value);
  const relative = tolerances.relativeTolerance * Math.max(Math.abs(analytic), Math.abs(value));
  return difference <= Math.max(tolerances.absoluteTolerance, relative, error);
}

/** The change of net inputs in the first step: large enough for ten digits, small enough for a Taylor series. */
const firstMove = 0.2;
const steps = 9;
const stepShrink = 6;

/**
 * Judges the analytic derivative along a direction by the numeric one. A step that crosses a border between smooth
 * pieces is reduced; the verdict is about a kink only where no step stays on its piece. Yields within a step, too.
 * @param start a step that changes a net input of the first layer it reaches by about 1
 */
export function* judge(
  setting: Setting,
  direction: Direction,
  analytic: Analytic,
  start: number,
): Generator<undefined, Judgment> {
  const { everyRow } = setting.probe;
  const smooth = yield* central(setting, direction, start, everyRow, analytic.value);
  if (smooth.estimate) return verdictOf(setting, analytic.value, smooth.estimate);
  if (smooth.crossings.length === 0) return undefinedAround;
  return yield* judgeKink(setting, direction, analytic, start, smooth.crossings);
}

const undefinedAround: Judgment = {
  numeric: NaN,
  numericError: Infinity,
  verdict: 'kink',
  kink: { at: null, excluded: false, count: 0, left: null, right: null },
};

function verdictOf(setting: Setting, analytic: number, estimate: Estimate): Judgment {
  const verdict = agrees(analytic, estimate, setting) ? 'pass' : 'fail';
  return { numeric: estimate.value, numericError: estimate.error, verdict, kink: null };
}

interface Central {
  readonly estimate: Estimate | null;
  /** The crossings of the smallest step. */
  readonly crossings: readonly Crossing[];
}

/**
 * Returns the derivative of the chosen rows' share; null where even the smallest step crosses a border in one of them.
 */
function* central(
  setting: Setting,
  direction: Direction,
  start: number,
  rows: Uint8Array,
  scaleHint: number,
): Generator<undefined, Central> {
  const { probe, rounding } = setting;
  let best: Estimate | null = null;
  let crossings: readonly Crossing[] = [];
  let soft: readonly Crossing[] = [];
  const differenceOver = (overSoft: boolean): LongDifference => ({
    compute: (h) => probe.move(direction, [h, -h]),
    result() {
      const [up, down] = probe.moved;
      crossings = crossingsIn(rows, up.crossings, down.crossings);
      soft = crossingsIn(rows, up.softCrossings, down.softCrossings);
      const isSmooth = crossings.length === 0 && (overSoft || soft.length === 0);
      return isSmooth ? sumOf(setting, up.losses, down.losses, rows) : null;
    },
  });
  const difference = differenceOver(false);
  yield* probe.reach(direction, start) ?? [];
  let h = limitStep(probe.furthest, start);
  const goal = Math.max(setting.absoluteTolerance, setting.relativeTolerance * Math.abs(scaleHint)) / 10;
  for (let step = 0; step < steps; step++, h /= stepShrink) {
    const estimate = yield* riddersSteps(difference, h, rounding);
    if (estimate && Number.isFinite(estimate.value) && !(best && best.error <= estimate.error))
      best = estimate;
    if (best && best.error <= goal) break;
    if (best && rounding / h > best.error) break;
  }
  if (!best && crossings.length === 0 && soft.length > 0)
    best = yield* atSoftBorder(differenceOver(true), start * tiny, rounding);
  return { estimate: best, crossings };
}

/** Returns the crossings of a step up and down in the chosen rows. */
function crossingsIn(
  rows: Uint8Array,
  up: readonly Crossing[],
  down: readonly Crossing[],
): readonly Crossing[] {
  if (up.length + down.length === 0) return none;
  return [...up, ...down].filter(({ sample }) => rows[sample]);
}

const none: readonly Crossing[] = [];

/**
 * Estimates the derivative across a jump of the second derivative, where the error of a difference quotient is
 * proportional to h, so that two quotients determine it.
 */
function* atSoftBorder(
  difference: LongDifference,
  h: number,
  rounding: number,
): Generator<undefined, Estimate | null> {
  yield* difference.compute(h) ?? [];
  const wide = difference.result();
  yield* difference.compute(h / 2) ?? [];
  const narrow = difference.result();
  if (wide === null || narrow === null) return null;
  const value = narrow / h;
  return { value, error: 2 * Math.abs(wide / (2 * h) - value) + rounding / h };
}

/** Returns a step that changes no net input by more than the intended amount. */
function limitStep(furthest: number, h: number): number {
  if (furthest <= firstMove) return h;
  return Number.isFinite(furthest) ? (h * firstMove) / furthest : h / 1e6;
}

function sumOf({ scale }: Setting, losses: Float64Array, others: Float64Array, rows: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < losses.length; row++) if (rows[row]) sum += losses[row] - others[row];
  return sum * scale;
}

/**
 * Judges rows on a border separately. The derivative of the other rows must be right; for the rows on a border, the
 * analytic value must be one of the two one-sided derivatives, or lie between them.
 */
function* judgeKink(
  setting: Setting,
  direction: Direction,
  analytic: Analytic,
  start: number,
  crossings: readonly Crossing[],
): Generator<undefined, Judgment> {
  const rows = new Uint8Array(setting.probe.rows);
  for (const { sample } of crossings) rows[sample] = 1;
  const others = rows.map((on) => 1 - on);
  const shares = analytic.rows();
  const shareOf = (chosen: Uint8Array) =>
    shares.reduce((sum, share, row) => sum + (chosen[row] ? share : 0), 0);
  const rest = others.some(Boolean)
    ? (yield* central(setting, direction, start, others, analytic.value)).estimate
    : { value: 0, error: 0 };
  const left = yield* fromSide(setting, direction, -tiny * start, rows);
  const right = yield* fromSide(setting, direction, tiny * start, rows);
  const restNumeric = rest ?? { value: shareOf(others), error: 0 };
  const whole = (side: Estimate | null) => side && restNumeric.value + side.value;
  const kink = { ...kinkAt(crossings, setting), left: whole(left), right: whole(right) };
  const numeric = left && right ? restNumeric.value + (left.value + right.value) / 2 : restNumeric.value;
  const numericError = restNumeric.error + (left && right ? Math.abs(left.value - right.value) / 2 : 0);
  const isRestRight = !rest || agrees(shareOf(others), rest, setting);
  if (!isRestRight) return { numeric, numericError, verdict: 'fail', kink };
  if (left && right && isSame(left, right, setting)) {
    return verdictOf(setting, analytic.value, {
      value: numeric,
      error: numericError + left.error + right.error,
    });
  }
  const single = places(crossings) === 1 && left && right;
  const isWithin = !single || isBetween(shareOf(rows), left, right, setting);
  return { numeric, numericError, verdict: isWithin ? 'kink' : 'fail', kink };
}

function kinkAt(
  crossings: readonly Crossing[],
  { exclude }: Setting,
): Pick<Kink, 'at' | 'excluded' | 'count'> {
  const isExcluded = (at: Crossing) =>
    exclude.some(({ layer, unit }) => layer === at.layer && unit === at.unit);
  const at = crossings.find((crossing) => !isExcluded(crossing)) ?? null;
  return { at: at ?? crossings[0], excluded: at === null, count: places(crossings) };
}

/** The steps from a border, small enough that no other border is near. */
const tiny = 1e-4;

function* fromSide(
  setting: Setting,
  direction: Direction,
  start: number,
  rows: Uint8Array,
): Generator<undefined, Estimate | null> {
  const { probe } = setting;
  const difference: LongDifference = {
    compute: (h) => probe.move(direction, [h]),
    result() {
      const value = sumOf(setting, probe.moved[0].losses, probe.start, rows);
      return Number.isFinite(value) ? value : null;
    },
  };
  const estimate = yield* oneSidedSteps(difference, start, setting.rounding * Math.sign(start));
  return estimate && { value: estimate.value, error: Math.abs(estimate.error) };
}

function places(crossings: readonly Crossing[]): number {
  return new Set(crossings.map(({ layer, unit, sample }) => `${layer ?? 'loss'} ${unit} ${sample}`)).size;
}

/** The tolerance of one-sided derivatives, which are less precise than central ones. */
const witness = 1e-4;

function isSame(left: Estimate, right: Estimate, { absoluteTolerance }: Tolerances): boolean {
  const largest = Math.max(Math.abs(left.value), Math.abs(right.value));
  return (
    Math.abs(left.value - right.value) <=
    Math.max(absoluteTolerance, left.error + right.error, witness * witness * largest)
  );
}

function isBetween(
  analytic: number,
  left: Estimate,
  right: Estimate,
  { absoluteTolerance }: Tolerances,
): boolean {
  const slack =
    absoluteTolerance +
    left.error +
    right.error +
    witness * Math.max(Math.abs(left.value), Math.abs(right.value));
  return (
    analytic >= Math.min(left.value, right.value) - slack &&
    analytic <= Math.max(left.value, right.value) + slack
  );
}
