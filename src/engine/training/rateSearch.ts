import type { Trainee } from './trainee.js';
import { candidateRates, hasExploded, type RangePoint, type RangeTest, rangeOf } from './rangeTest.js';

/** The learning rates of a range test, and the number of steps over which they rise by equal factors. */
export const range = { from: 1e-6, to: 10, steps: 240 } as const;

/** The number of steps of a trial, and of those at its end over which the loss is averaged. */
const trial = { steps: 160, measured: 8 } as const;

/** How far a search for a learning rate has come. Plain data, except that the lists grow while the search goes on. */
export interface RateSearch {
  /** The fraction of the search that is done. */
  readonly fraction: number;
  /** The points of the range test. */
  readonly points: readonly RangePoint[];
  /** The points of the range test with the loss smoothed, and where it exploded; null while the test goes on. */
  readonly test: RangeTest | null;
  /** The loss after training with one of some candidate rates; Infinity where it exploded. */
  readonly trials: readonly RangePoint[];
  /** The suggested learning rate; null while the search goes on, and where no rate makes the loss fall. */
  readonly rate: number | null;
}

/** Returns the learning rate of a step of the range test, counted from 0. */
export const rateAt = (step: number): number =>
  range.from * (range.to / range.from) ** (step / (range.steps - 1));

/**
 * Searches a learning rate. A range test trains with a rate that rises from step to step (Smith, 2015, "Cyclical
 * learning rates for training neural networks"). Since every rate is used for one step alone, some rates from the
 * steepest descent to the lowest loss are tried for more steps, each from the same start. The best of them is suggested.
 *
 * @param begin returns a new trainee in the same state each time
 */
export function* searchRate(begin: () => Trainee): Generator<RateSearch | undefined, RateSearch> {
  const points: RangePoint[] = [];
  const trials: RangePoint[] = [];
  const so = (fraction: number, test: RangeTest | null): RateSearch => ({ fraction, points, test, trials, rate: null }); // prettier-ignore
  const ramp = begin();
  for (let step = 0; step < range.steps && !hasExploded(points); step++) {
    const rate = rateAt(step);
    const loss = (yield* ramp.step(rate)) ? finite(yield* ramp.loss()) : Infinity;
    points.push({ rate, loss });
    yield so((0.2 * points.length) / range.steps, null);
  }
  const test = rangeOf(points);
  const candidates = candidateRates(test);
  for (const rate of candidates) {
    trials.push({ rate, loss: yield* tryRate(begin(), rate) });
    yield so(0.2 + (0.8 * trials.length) / candidates.length, test);
  }
  return { ...so(1, test), rate: chooseRate(trials, points[0].loss) };
}

/** Returns the rate with the lowest loss; null where no trial made the loss fall. */
function chooseRate(trials: readonly RangePoint[], first: number): number | null {
  const best = trials.reduce((a, b) => (b.loss < a.loss ? b : a), { rate: NaN, loss: first });
  return Number.isNaN(best.rate) ? null : best.rate;
}

/** Trains with one rate and returns the mean loss after each of the last steps; Infinity where it exploded. */
function* tryRate(trainee: Trainee, rate: number): Generator<undefined, number> {
  let sum = 0;
  for (let step = 1; step <= trial.steps; step++) {
    if (!(yield* trainee.step(rate))) return Infinity;
    if (step > trial.steps - trial.measured) sum += finite(yield* trainee.loss());
  }
  return sum / trial.measured;
}

const finite = (loss: number): number => (Number.isFinite(loss) ? loss : Infinity);
