import type { DataColumn } from '../../engine/model/dataColumn.js';

/** Returns the share of the rarest class of a target; null where the counts are not known. */
export function rarestClass({ distinct, top, histogram }: DataColumn): number | null {
  // Whole numbers within a range of at most 20 have bins of their own.
  const counts = top?.map(({ count }) => count) ?? histogram?.counts.filter((count) => count > 0) ?? [];
  if (counts.length === 0 || counts.length !== distinct) return null;
  return Math.min(...counts) / counts.reduce((sum, count) => sum + count, 0);
}
