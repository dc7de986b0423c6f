const leastDistance = 14;
const fractions = [0.28, 0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46];

/**
 * Returns the position of labels along the lines between two columns of units, as a fraction, such that no two labels
 * are closer than their `lines` of text; null where there is no such position. Lines cross, so the middle is often the
 * worst. Fractions from `least` on are clear of the text below the units.
 */
export function labelFraction(
  from: readonly number[],
  to: readonly number[],
  least: number,
  lines = 1,
): number | null {
  if (from.length * to.length > 16) return null;
  let best: number | null = null;
  let bestDistance = leastDistance * lines;
  for (const fraction of fractions.filter((candidate) => candidate >= least)) {
    const distance = closest(from, to, fraction);
    if (distance < bestDistance + 0.5) continue;
    best = fraction;
    bestDistance = distance;
  }
  return best;
}

function closest(from: readonly number[], to: readonly number[], fraction: number): number {
  const heights = from.flatMap((a) => to.map((b) => a + (b - a) * fraction)).sort((a, b) => a - b);
  let distance = Infinity;
  for (let index = 1; index < heights.length; index++)
    distance = Math.min(distance, heights[index] - heights[index - 1]);
  return distance;
}
