import type { Samples } from '../model/dataset.js';
import type { NotSeparable } from '../model/metrics.js';
import { cut, runPieces, type Budget } from '../pacing.js';
import { solve } from '../maths/solve.js';

/** The largest number of pairs in the search, since solving for their weights becomes slow. */
const maxPairs = 64;
const maxRounds = 1000;
/** The distance below which two points count as equal, with each column scaled to the range 1. */
const tolerance = 1e-9;

/**
 * Finds a point in the convex hulls of both classes of a unit (samples with the target 1, and the others), which proves
 * that no plane separates them. Returns null where all units' classes can be separated, or where it cannot decide.
 */
export function* findNotSeparable(
  samples: Samples,
  budget: Budget,
): Generator<undefined, NotSeparable | null> {
  const scales = yield* columnRanges(samples, budget);
  for (let unit = 0; unit < samples.targets.columns; unit++) {
    const pairs = yield* meetingPairs(samples, unit, scales, budget);
    if (pairs) return { unit, ...witness(samples, pairs) };
  }
  return null;
}

/** A sample of either class, and their weight in a convex combination of such pairs. */
interface Pair {
  readonly positive: number;
  readonly negative: number;
  /** The positive sample minus the negative one, scaled. */
  readonly difference: Float64Array;
  weight: number;
}

/**
 * Finds pairs whose weighted differences sum to 0, or null: P. Wolfe, "Finding the nearest point in a polytope" (1976),
 * applied to the differences of the two classes. As soon as all of them lie on one side of a plane through 0, there are
 * no such pairs.
 */
function* meetingPairs(
  samples: Samples,
  unit: number,
  scales: Float64Array,
  budget: Budget,
): Generator<undefined, Pair[] | null> {
  let pairs: Pair[] = [];
  let nearest: Float64Array = new Float64Array(scales.length);
  for (let round = 0; round < maxRounds && pairs.length <= maxPairs; round++) {
    const extreme = yield* extremePair(samples, unit, nearest, scales, budget);
    if (!extreme) return null;
    const norm = Math.sqrt(dot(nearest, nearest));
    if (pairs.length > 0 && norm <= tolerance) return pairs;
    const isNew = pairs.every(
      ({ positive, negative }) => positive !== extreme.positive || negative !== extreme.negative,
    );
    if (dot(nearest, extreme.difference) > tolerance * norm || !isNew) return null;
    pairs = reweigh([...pairs, extreme]);
    budget.left -= 4 * pairs.length ** 3;
    nearest = combine(pairs);
  }
  return null;
}

/** Finds the positive sample with the smallest projection on a direction and the negative one with the largest. */
function* extremePair(
  { inputs, targets }: Samples,
  unit: number,
  direction: Float64Array,
  scales: Float64Array,
  budget: Budget,
): Generator<undefined, Pair | null> {
  const { columns, values: x } = inputs;
  let positive = -1;
  let negative = -1;
  let least = Infinity;
  let farthest = -Infinity;
  const pieces = cut(inputs.rows, columns, (from, to) => {
    for (let row = from; row < to; row++) {
      let along = 0;
      for (let c = 0; c < columns; c++) along += (direction[c] * x[row * columns + c]) / scales[c];
      const isPositive = targets.values[row * targets.columns + unit] === 1;
      if (isPositive && along < least) [positive, least] = [row, along];
      if (!isPositive && along > farthest) [negative, farthest] = [row, along];
    }
  });
  yield* runPieces(pieces, budget);
  if (positive < 0 || negative < 0) return null;
  const difference = scales.map(
    (scale, c) => (x[positive * columns + c] - x[negative * columns + c]) / scale,
  );
  return { positive, negative, difference, weight: 0 };
}

/** Runs Wolfe's minor cycle: finds nonnegative weights of the point nearest to 0, and removes pairs without weight. */
function reweigh(pairs: Pair[]): Pair[] {
  if (pairs.length === 1) pairs[0].weight = 1;
  let held = pairs;
  for (;;) {
    const wanted = affineWeights(held);
    if (!wanted) return held;
    const steps = held.map(({ weight }, i) => (wanted[i] >= 0 ? 1 : weight / (weight - wanted[i])));
    const step = Math.min(1, ...steps);
    held.forEach((pair, i) => (pair.weight += step * (wanted[i] - pair.weight)));
    if (step === 1) return held.filter(({ weight }) => weight > 0);
    held = held.filter((_, i) => steps[i] > step);
  }
}

/** Returns the weights, with the sum 1, of the point nearest to 0 in the affine hull of the pairs; null where undefined. */
function affineWeights(pairs: readonly Pair[]): number[] | null {
  const matrix = pairs.map((a) => pairs.map((b) => 1 + dot(a.difference, b.difference)));
  const weights = solve(matrix, pairs.map(() => 1)); // prettier-ignore
  const sum = weights?.reduce((total, weight) => total + weight, 0);
  return weights && sum ? weights.map((weight) => weight / sum) : null;
}

function combine(pairs: readonly Pair[]): Float64Array {
  return pairs[0].difference.map((_, c) =>
    pairs.reduce((sum, { difference, weight }) => sum + weight * difference[c], 0),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** Returns each sample's weight in the pairs, and the point that the weighted samples have in common. */
function witness({ inputs }: Samples, pairs: readonly Pair[]): Omit<NotSeparable, 'unit'> {
  const { columns, values } = inputs;
  const weightsOf = (side: 'positive' | 'negative') => {
    const weights = new Map<number, number>();
    for (const pair of pairs) weights.set(pair[side], (weights.get(pair[side]) ?? 0) + pair.weight);
    return [...weights].map(([sample, weight]) => ({ sample, weight })).sort((a, b) => a.sample - b.sample);
  };
  const positive = weightsOf('positive');
  const point = Array.from({ length: columns }, (_, c) =>
    positive.reduce((sum, { sample, weight }) => sum + weight * values[sample * columns + c], 0),
  );
  return { positive, negative: weightsOf('negative'), point };
}

/** Computes the range of each column; 1 where the column is constant. */
function* columnRanges({ inputs }: Samples, budget: Budget): Generator<undefined, Float64Array> {
  const { rows, columns, values } = inputs;
  const low = new Float64Array(columns).fill(Infinity);
  const high = new Float64Array(columns).fill(-Infinity);
  const pieces = cut(rows, 2 * columns, (from, to) => {
    for (let i = from * columns; i < to * columns; i++) {
      low[i % columns] = Math.min(low[i % columns], values[i]);
      high[i % columns] = Math.max(high[i % columns], values[i]);
    }
  });
  yield* runPieces(pieces, budget);
  return high.map((value, c) => value - low[c] || 1);
}
