import type { SourceColumn } from './sourceColumn.js';

/** The number of cells that are read between two yields. */
const cellsPerStep = 1 << 18;

/**
 * Finds the rows that repeat an earlier one: all cells of some columns are equal, or missing in both. It yields between
 * slices of its work.
 * @param rows the rows of the file that are compared
 * @returns 1 for each row that repeats an earlier one, by its position in `rows`
 */
export function* repeatedRowSteps(
  columns: readonly SourceColumn[],
  rows: Uint32Array,
): Generator<undefined, Uint8Array> {
  const cells = columns.map(cellsOf);
  const isSame = (a: number, b: number): boolean => cells.every((cell) => Object.is(cell(a), cell(b)));
  const isRepeated = new Uint8Array(rows.length);
  const table = new RowTable(rows.length);
  const perStep = Math.max(1, Math.floor(cellsPerStep / Math.max(1, columns.length)));
  const hash = new CellHash();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    hash.restart();
    for (const cell of cells) hash.add(cell(row));
    if (table.has(row, hash.value, isSame)) isRepeated[i] = 1;
    if ((i + 1) % perStep === 0) yield undefined;
  }
  return isRepeated;
}

/** Returns a function that gives equal numbers for equal cells of a column, and NaN for missing ones. */
function cellsOf({ content, labels, numberAt, labelAt }: SourceColumn): (row: number) => number {
  const isText = labels && (content === 'category' || content === 'text');
  if (!isText) return (row) => numberAt(row) + 0; // −0 becomes 0
  return (row) => {
    const label = labelAt(row);
    return label < 0 ? NaN : label;
  };
}

/** The hash of a row's cells (FNV-1a over 32-bit words, with the finalizer of MurmurHash3). */
class CellHash {
  private hash = 0;
  private readonly number = new Float64Array(1);
  private readonly words = new Uint32Array(this.number.buffer);

  restart(): void {
    this.hash = 0x811c9dc5;
  }

  add(cell: number): void {
    const { number, words } = this;
    number[0] = Number.isNaN(cell) ? NaN : cell;
    this.hash = Math.imul(this.hash ^ words[0], 0x01000193);
    this.hash = Math.imul(this.hash ^ words[1] ^ (this.hash >>> 15), 0x01000193);
  }

  get value(): number {
    let hash = this.hash;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

/** A hash table of rows with open addressing. */
class RowTable {
  /** The rows plus 1; 0 where there is none. */
  private readonly slots: Uint32Array;
  private readonly mask: number;

  constructor(rows: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * rows)));
    this.slots = new Uint32Array(size);
    this.mask = size - 1;
  }

  /** Returns whether an equal row is present, and adds this one where there is none. */
  has(row: number, hash: number, isSame: (a: number, b: number) => boolean): boolean {
    const { slots, mask } = this;
    let slot = hash & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) if (isSame(slots[slot] - 1, row)) return true;
    slots[slot] = row + 1;
    return false;
  }
}
