import type { ClassificationReport, ConfusedPair } from '../model/evaluation.js';

/** The largest number of pairs of classes that are listed. */
const mostPairs = 10;

type ClassFigures = Pick<
  ClassificationReport,
  'accuracy' | 'precision' | 'recall' | 'f1' | 'support' | 'macro'
>;

/** Returns the figures of each class and their means, from counts: confusion[truth][predicted]. */
export function classFigures(confusion: readonly (readonly number[])[]): ClassFigures {
  const right = confusion.map((row, k) => row[k]);
  const support = confusion.map(sum);
  const predicted = confusion.map((_, k) => sum(confusion.map((row) => row[k])));
  const precision = right.map((count, k) => ratio(count, predicted[k]));
  const recall = right.map((count, k) => ratio(count, support[k]));
  const f1 = right.map((count, k) => ratio(2 * count, support[k] + predicted[k]));
  const mean = (figures: readonly (number | null)[]) => {
    const occurring = figures.filter((_, k) => support[k] + predicted[k] > 0);
    return sum(occurring.map((figure) => figure ?? 0)) / Math.max(1, occurring.length);
  };
  return {
    accuracy: sum(right) / sum(support),
    precision,
    recall,
    f1,
    support,
    macro: { precision: mean(precision), recall: mean(recall), f1: mean(f1) },
  };
}

/** Returns the most frequent confusions; of equally frequent ones, the first in the order of the classes. */
export function confusedPairs(confusion: readonly (readonly number[])[]): ConfusedPair[] {
  return confusion
    .flatMap((counts, truth) => counts.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostPairs);
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
