/** What a column is to explain: numbers, or classes as indices from 0. Both have one value for each sample. */
export type Explained =
  | { readonly kind: 'numbers'; readonly values: ArrayLike<number> }
  | { readonly kind: 'classes'; readonly values: ArrayLike<number> };

/**
 * Returns the share of a target's variance that groups of samples explain: ε² (Kelley, 1935), the correlation ratio η²
 * without what groups explain by chance,
 *
 *   ε² = 1 − (W / (n − g)) / (T / (n − 1)).
 *
 * T is the sum of the squared distances of n targets from their mean, and W that of their distances from the means of
 * their g groups. Classes are one-hot vectors, for which η² is Goodman and Kruskal's τ. A share below 0 is 0.
 * @param groups the group of each sample, as an index from 0
 * @returns null where the target does not vary, or each group has a single sample
 */
export function explainedShare(groups: ArrayLike<number>, target: Explained): number | null {
  const n = groups.length;
  const { total, within, count } =
    target.kind === 'numbers'
      ? squaresOfNumbers(groups, target.values)
      : squaresOfClasses(groups, target.values);
  if (!(total > 0) || n <= count) return null;
  return Math.max(0, 1 - within / (n - count) / (total / (n - 1)));
}

/** The sums of squared distances, and the number of groups. */
interface Squares {
  readonly total: number;
  readonly within: number;
  readonly count: number;
}

function squaresOfNumbers(groups: ArrayLike<number>, values: ArrayLike<number>): Squares {
  const n = groups.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  const sums = new Map<number, { count: number; sum: number }>();
  for (let i = 0; i < n; i++) {
    const group = sums.get(groups[i]) ?? { count: 0, sum: 0 };
    group.count++;
    group.sum += values[i] - mean;
    sums.set(groups[i], group);
  }
  let [total, within] = [0, 0];
  for (let i = 0; i < n; i++) {
    const { count, sum } = sums.get(groups[i]) ?? { count: 1, sum: 0 };
    const distance = values[i] - mean;
    total += distance ** 2;
    within += (distance - sum / count) ** 2;
  }
  return { total, within, count: sums.size };
}

/** Of one-hot vectors, n of which are in a group, the sum of squared distances is n − Σ n_c² / n over the classes c. */
function squaresOfClasses(groups: ArrayLike<number>, classes: ArrayLike<number>): Squares {
  const all = new Map<number, number>();
  const byGroup = new Map<number, Map<number, number>>();
  for (let i = 0; i < groups.length; i++) {
    const own = byGroup.get(groups[i]) ?? new Map<number, number>();
    byGroup.set(groups[i], own);
    for (const counts of [all, own]) counts.set(classes[i], (counts.get(classes[i]) ?? 0) + 1);
  }
  const within = [...byGroup.values()].reduce((sum, counts) => sum + impurity(counts), 0);
  return { total: impurity(all), within, count: byGroup.size };
}

function impurity(counts: ReadonlyMap<number, number>): number {
  let [n, squares] = [0, 0];
  for (const count of counts.values()) {
    n += count;
    squares += count ** 2;
  }
  return n - squares / n;
}
