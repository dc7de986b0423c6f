/** The distance of neighboring classes in a column over the spread within them, beyond which the column is a code. */
const apart = 5;

/**
 * Returns how well a column's value gives the class, from 0 for the most frequent class to 1, where the column is a code of
 * the classes: it has one value for each class, or values that are much closer within a class than between classes.
 */
export function codeAgreement(values: readonly number[], classes: readonly number[]): number {
  const classCount = new Set(classes).size;
  if (classCount < 2) return 0;
  const distinct = new Set(values);
  if (distinct.size === classCount) return ofValues(values, classes, classCount);
  return distinct.size > classCount && areClustersApart(values, classes) ? 1 : 0;
}

function ofValues(values: readonly number[], classes: readonly number[], classCount: number): number {
  const counts = new Map<number, Map<number, number>>();
  values.forEach((value, i) => {
    const ofValue = counts.get(value) ?? new Map<number, number>();
    counts.set(value, ofValue.set(classes[i], (ofValue.get(classes[i]) ?? 0) + 1));
  });
  const winners = [...counts.values()].map((ofValue) => [...ofValue].reduce((a, b) => (b[1] > a[1] ? b : a)));
  if (new Set(winners.map(([winner]) => winner)).size !== classCount) return 0;
  const agreement = winners.reduce((sum, [, count]) => sum + count, 0) / values.length;
  const largest = Math.max(...frequencies(classes)) / values.length;
  return largest < 1 ? Math.max(0, (agreement - largest) / (1 - largest)) : 0;
}

function frequencies(classes: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const each of classes) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()];
}

/** Returns whether the classes are intervals of the column with gaps that are wide for the spread within them. */
function areClustersApart(values: readonly number[], classes: readonly number[]): boolean {
  const groups = new Map<number, number[]>();
  values.forEach((value, i) => {
    const group = groups.get(classes[i]);
    if (group) group.push(value);
    else groups.set(classes[i], [value]);
  });
  const intervals = [...groups.values()]
    .map((group) => ({ low: Math.min(...group), high: Math.max(...group), spread: spreadOf(group) }))
    .sort((a, b) => a.low - b.low);
  return intervals.every(({ low, spread }, i) => {
    if (i === 0) return true;
    const before = intervals[i - 1];
    return low - before.high > apart * Math.max(spread, before.spread);
  });
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
