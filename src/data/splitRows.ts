import { Random, shuffle } from '../engine/maths/random.js';

/** The row indices of the two parts, each in ascending order. */
export interface Split {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Holds out a random fraction of the rows, determined by the seed. With `classOf` the split is stratified (by largest
 * remainders), and every class keeps at least one row for training.
 */
export function splitRows(rows: number, fraction: number, classOf: Int32Array | null, seed: number): Split {
  const groups = groupRows(rows, classOf);
  const heldOut = new Uint8Array(rows);
  const counts = shares(
    groups.map((group) => group.length),
    fraction,
    classOf !== null,
  );
  groups.forEach((group, i) => {
    shuffle(group, new Random(seed, 'split', i), 0, counts[i]);
    for (const row of group.subarray(0, counts[i])) heldOut[row] = 1;
  });
  return { training: rowsWhere(heldOut, 0), validation: rowsWhere(heldOut, 1) };
}

function groupRows(rows: number, classOf: Int32Array | null): Uint32Array[] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  if (!classOf) return [all];
  const groups = Array.from({ length: classOf.reduce((a, b) => Math.max(a, b), -1) + 1 }, (): number[] => []);
  for (const row of all) groups[classOf[row]].push(row);
  return groups.map((group) => Uint32Array.from(group));
}

/** Returns the number of held-out rows of each group. Their sum is the rounded fraction of all, unless groups are too small. */
function shares(sizes: readonly number[], fraction: number, keepOne: boolean): number[] {
  const most = sizes.map((size) => (keepOne ? Math.max(0, size - 1) : size));
  const counts = sizes.map((size, i) => Math.min(most[i], Math.floor(size * fraction)));
  let missing =
    Math.round(sizes.reduce((sum, size) => sum + size, 0) * fraction) - counts.reduce((a, b) => a + b, 0);
  const byRemainder = sizes
    .map((size, i) => ({ i, remainder: size * fraction - Math.floor(size * fraction) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (missing > 0 && counts[i] < most[i]) {
      counts[i]++;
      missing--;
    }
  }
  return counts;
}

function rowsWhere(heldOut: Uint8Array, part: 0 | 1): Uint32Array {
  const rows = new Uint32Array(heldOut.reduce((count, each) => count + Number(each === part), 0));
  let next = 0;
  heldOut.forEach((each, row) => {
    if (each === part) rows[next++] = row;
  });
  return rows;
}
