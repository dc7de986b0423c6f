/** One step of a range test. */
export interface RangePoint {
  readonly rate: number;
  /** The loss after the step; Infinity where the step led to a value that is not finite. */
  readonly loss: number;
}

/** What the losses of a range test say. */
export interface RangeTest {
  /** The points before the loss exploded, with the loss smoothed. */
  readonly smoothed: readonly RangePoint[];
  /** The learning rate at which the loss exploded; null where it did not. */
  readonly exploded: number | null;
  /** The learning rates at which the smoothed loss falls most steeply and is lowest; null where it hardly falls. */
  readonly steepest: number | null;
  readonly lowest: number | null;
}

/** The standard deviation, in steps, of the Gaussian with which the loss is smoothed. */
const smoothing = 6;
/** The multiple of the fall so far by which a loss that explodes is above the first one. */
const explosion = 3;
/** The fraction of the first loss by which the smoothed loss has to fall. */
const leastFall = 0.01;
/** The number of rates that are tried, and how far the last one is above the rate with the lowest loss. */
const candidates = { count: 6, beyond: 2 } as const;

/** Returns whether the last loss is far above the first one: by a multiple of what training had gained. */
export function hasExploded(points: readonly RangePoint[]): boolean {
  if (points.length === 0) return false;
  const [{ loss: first }] = points;
  const last = points[points.length - 1].loss;
  const lowest = points.reduce((best, { loss }) => Math.min(best, loss), Infinity);
  return !Number.isFinite(last) || (last > first + explosion * (first - lowest) && last > 1.5 * lowest);
}

/** Evaluates the points of a range test, which end where the loss exploded. */
export function rangeOf(points: readonly RangePoint[]): RangeTest {
  const isOver = hasExploded(points);
  const smoothed = smooth(isOver ? points.slice(0, -1) : points);
  const exploded = isOver ? points[points.length - 1].rate : null;
  const lowest = smoothed.reduce((best, { loss }, index) => (loss < smoothed[best].loss ? index : best), 0);
  if (lowest === 0 || !(smoothed[0].loss - smoothed[lowest].loss > leastFall * Math.abs(smoothed[0].loss)))
    return { smoothed, exploded, steepest: null, lowest: null };
  const fall = (index: number): number => smoothed[index - 1].loss - smoothed[index].loss;
  let steepest = lowest;
  for (let i = 1; i <= lowest; i++) if (fall(i) > fall(steepest)) steepest = i;
  return { smoothed, exploded, steepest: smoothed[steepest].rate, lowest: smoothed[lowest].rate };
}

/**
 * Returns the learning rates to try, each to one significant digit: from the steepest descent, where a rate is safe, to
 * beyond the lowest loss, where it is about to become too high.
 */
export function candidateRates({ steepest, lowest }: RangeTest): number[] {
  if (steepest === null || lowest === null) return [];
  const ratio = (candidates.beyond * lowest) / steepest;
  const rates = Array.from({ length: candidates.count }, (_, index) =>
    Number((steepest * ratio ** (index / (candidates.count - 1))).toPrecision(1)),
  );
  return [...new Set(rates)];
}

/** Returns the points with the mean of the losses around each, weighted by a Gaussian. */
function smooth(points: readonly RangePoint[]): RangePoint[] {
  const reach = 3 * smoothing;
  return points.map(({ rate }, center) => {
    let sum = 0;
    let total = 0;
    for (let i = Math.max(0, center - reach); i <= Math.min(points.length - 1, center + reach); i++) {
      const weight = Math.exp(-(((i - center) / smoothing) ** 2) / 2);
      sum += weight * points[i].loss;
      total += weight;
    }
    return { rate, loss: sum / total };
  });
}
