import type { DataColumn } from '../../engine/model/dataColumn.js';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const mostBars = 10;

/** Returns the distribution of a column as a line of blocks: of its numbers, or of its most frequent texts. */
export function histogramText({ histogram, top }: DataColumn): string {
  const counts = histogram
    ? merged(histogram.counts)
    : (top ?? []).slice(0, mostBars).map(({ count }) => count);
  const most = Math.max(...counts, 1);
  return counts.map((count) => blocks[Math.ceil((count / most) * (blocks.length - 1))]).join('');
}

/** Merges neighboring bins until there are few enough. */
function merged(counts: readonly number[]): readonly number[] {
  if (counts.length <= mostBars) return counts;
  const pairs = counts.flatMap((count, i) => (i % 2 === 0 ? [count + (counts.at(i + 1) ?? 0)] : []));
  return merged(pairs);
}
