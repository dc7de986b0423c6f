import { sortSteps } from '../maths/sortSteps.js';
import type { Curves } from '../model/evaluation.js';
import { quantum, type Budget } from '../pacing.js';

/** The largest number of points of a curve. */
const mostPoints = 200;
/** The number of thresholds between two looks at the budget, and the approximate work of one. */
const [stride, workEach] = [4096, 120];

/** The scores of the samples that belong to the second of two classes, and of the others; each is sorted in place. */
export interface BinaryScores {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/** Computes the curves of two classes and yields in between. All scores must be finite. */
export function* curveSteps(scores: BinaryScores, budget: Budget): Generator<undefined, Curves> {
  const { positive, negative } = scores;
  yield* sortSteps(positive, budget);
  yield* sortSteps(negative, budget);
  const steps = yield* thresholdSteps(scores, budget);
  return {
    roc: positive.length > 0 && negative.length > 0 ? rocOf(steps, scores) : null,
    precisionRecall: positive.length > 0 ? precisionRecallOf(steps, scores) : null,
  };
}

/** The numbers of true and false positives at each distinct threshold, from the highest. */
interface Steps {
  readonly count: number;
  readonly hits: Uint32Array;
  readonly falseAlarms: Uint32Array;
  /** Twice the area under the curve of hits by false alarms, by the trapezoidal rule: equal scores are half right. */
  readonly twiceArea: number;
  /** The sum of the precision at each threshold, times its new hits. */
  readonly precisionSum: number;
}

function* thresholdSteps({ positive, negative }: BinaryScores, budget: Budget): Generator<undefined, Steps> {
  const hits = new Uint32Array(positive.length + negative.length);
  const falseAlarms = new Uint32Array(hits.length);
  let [p, n, count] = [positive.length, negative.length, 0];
  let [twiceArea, precisionSum, hit, falseAlarm] = [0, 0, 0, 0];
  while (p > 0 || n > 0) {
    if (count % stride === 0) {
      if (budget.left <= 0) {
        budget.left = quantum;
        yield undefined;
      }
      budget.left -= stride * workEach;
    }
    const threshold = Math.max(p > 0 ? positive[p - 1] : -Infinity, n > 0 ? negative[n - 1] : -Infinity);
    while (p > 0 && positive[p - 1] >= threshold) p--;
    while (n > 0 && negative[n - 1] >= threshold) n--;
    hits[count] = positive.length - p;
    falseAlarms[count] = negative.length - n;
    twiceArea += (falseAlarms[count] - falseAlarm) * (hits[count] + hit);
    precisionSum += ((hits[count] - hit) * hits[count]) / (hits[count] + falseAlarms[count]);
    hit = hits[count];
    falseAlarm = falseAlarms[count];
    count++;
  }
  return { count, hits, falseAlarms, twiceArea, precisionSum };
}

function rocOf(
  { count, hits, falseAlarms, twiceArea }: Steps,
  { positive, negative }: BinaryScores,
): Curves['roc'] {
  const kept = spread(count, mostPoints - 1);
  return {
    x: [0, ...kept.map((i) => falseAlarms[i] / negative.length)],
    y: [0, ...kept.map((i) => hits[i] / positive.length)],
    auc: twiceArea / (2 * positive.length * negative.length),
  };
}

function precisionRecallOf(
  { count, hits, falseAlarms, precisionSum }: Steps,
  { positive }: BinaryScores,
): Curves['precisionRecall'] {
  const kept = spread(count, mostPoints - 1).reverse();
  return {
    recall: [...kept.map((i) => hits[i] / positive.length), 0],
    precision: [...kept.map((i) => hits[i] / (hits[i] + falseAlarms[i])), 1],
    averagePrecision: precisionSum / positive.length,
  };
}

/** Returns at most `most` of the indices below `count`, evenly spaced, with the first and the last. */
function spread(count: number, most: number): number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, kept - 1)));
}
