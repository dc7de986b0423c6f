import type { History, HistoryColumn } from '../src/protocol.js';

const columns: readonly HistoryColumn[] = [
  'epoch', 'loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'learningRate', 'x', 'y',
]; // prettier-ignore

/**
 * The complete history of a run in growing columns. It keeps every epoch, including those that a chart has no room for.
 */
export class HistoryStore {
  private readonly columns = new Map<HistoryColumn, Growing>(columns.map((name) => [name, new Growing()]));

  /** The number of recorded epochs. */
  get length(): number {
    return this.column('epoch').length;
  }

  /** Returns a view of the column, which is invalid after the next `append`. */
  column(name: HistoryColumn): Float64Array {
    return this.columns.get(name)!.values;
  }

  /** Returns the latest value; NaN for an empty column. */
  last(name: HistoryColumn): number {
    return this.column(name).at(-1) ?? NaN;
  }

  /** Returns a value; NaN where there is none at the index. */
  at(name: HistoryColumn, index: number): number {
    return this.column(name)[index] ?? NaN;
  }

  /** Appends epochs. Those that are held from the first of them on are replaced, since the run went back to it. */
  append(history: History): void {
    const first = history.epoch.at(0) ?? Infinity;
    const kept = this.column('epoch').findLastIndex((epoch) => epoch < first) + 1;
    if (kept < this.column('epoch').length) for (const column of this.columns.values()) column.truncate(kept);
    for (const [name, column] of this.columns) column.append(history[name]);
  }

  replace(history: History): void {
    this.clear();
    this.append(history);
  }

  clear(): void {
    for (const column of this.columns.values()) column.clear();
  }
}

class Growing {
  private buffer = new Float64Array(256);
  private length = 0;

  get values(): Float64Array {
    return this.buffer.subarray(0, this.length);
  }

  /** Drops all but the first values. */
  truncate(length: number): void {
    this.length = Math.min(length, this.length);
  }

  append(values: Float64Array): void {
    const needed = this.length + values.length;
    if (needed > this.buffer.length) {
      const larger = new Float64Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.values);
      this.buffer = larger;
    }
    this.buffer.set(values, this.length);
    this.length = needed;
  }

  clear(): void {
    this.length = 0;
  }
}

/** Returns the index of the lowest finite value; −1 if there is none. */
export function indexOfLowest(values: Float64Array): number {
  let best = -1;
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index]) && (best < 0 || values[index] < values[best])) best = index;
  }
  return best;
}

/** Returns the index of the value nearest to `wanted` in an ascending column; −1 for an empty one. */
export function indexOfNearest(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && wanted - ascending[before] < ascending[low] - wanted ? before : high < 0 ? -1 : low;
}

export function hasFinite(values: Float64Array): boolean {
  return values.some(Number.isFinite);
}
