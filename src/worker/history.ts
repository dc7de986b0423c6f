import type { EpochMetrics } from '../engine/model/metrics.js';
import type { History, HistoryColumn } from '../protocol.js';

export const historyColumns: readonly HistoryColumn[] = [
  'epoch',
  'loss',
  'validationLoss',
  'accuracy',
  'validationAccuracy',
  'learningRate',
  'x',
  'y',
];

export function historyOf(column: (name: HistoryColumn) => Float64Array): History {
  return {
    epoch: column('epoch'),
    loss: column('loss'),
    validationLoss: column('validationLoss'),
    accuracy: column('accuracy'),
    validationAccuracy: column('validationAccuracy'),
    learningRate: column('learningRate'),
    x: column('x'),
    y: column('y'),
  };
}

export function emptyHistory(): History {
  return historyOf(() => new Float64Array(0));
}

/** A column that grows at its end. Adding a value takes amortized constant time. */
class Column {
  private values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  append(values: Float64Array): void {
    this.reserve(this.length + values.length);
    this.values.set(values, this.length);
    this.length += values.length;
  }

  copy(from = 0): Float64Array {
    return this.values.slice(from, this.length);
  }

  truncate(length: number): void {
    this.length = Math.min(length, this.length);
  }

  last(): number {
    return this.length ? this.values[this.length - 1] : NaN;
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = new Float64Array(Math.max(length, 2 * this.values.length));
    grown.set(this.values.subarray(0, this.length));
    this.values = grown;
  }
}

/** The metrics of a run's epochs as columns that grow. `x` and `y` stay empty for a network. */
export class HistoryBuffer {
  private readonly columns: Readonly<Record<HistoryColumn, Column>>;

  constructor() {
    const column = (): Column => new Column();
    this.columns = {
      epoch: column(),
      loss: column(),
      validationLoss: column(),
      accuracy: column(),
      validationAccuracy: column(),
      learningRate: column(),
      x: column(),
      y: column(),
    };
  }

  /** The number of epochs held. */
  get length(): number {
    return this.columns.epoch.length;
  }

  /** Returns the newest value of a column, or NaN where there is none. */
  last(name: HistoryColumn): number {
    return this.columns[name].last();
  }

  push(metrics: EpochMetrics): void {
    const { columns } = this;
    columns.epoch.push(metrics.epoch);
    columns.loss.push(metrics.loss);
    columns.validationLoss.push(metrics.validationLoss ?? NaN);
    columns.accuracy.push(metrics.accuracy ?? NaN);
    columns.validationAccuracy.push(metrics.validationAccuracy ?? NaN);
    columns.learningRate.push(metrics.learningRate);
    if (!metrics.point) return;
    columns.x.push(metrics.point[0]);
    columns.y.push(metrics.point[1]);
  }

  /** Appends epochs. Those that are held from the first of them on are replaced, since the run went back to it. */
  append(history: History): void {
    const first = history.epoch.at(0) ?? Infinity;
    while (this.last('epoch') >= first) this.truncate(this.length - 1);
    for (const name of historyColumns) this.columns[name].append(history[name]);
  }

  copy(): History {
    return historyOf((name) => this.columns[name].copy());
  }

  /** Drops all but the first `length` epochs. */
  truncate(length: number): void {
    for (const name of historyColumns) this.columns[name].truncate(length);
  }

  /** Returns the epochs held, and drops them. */
  take(): History {
    const taken = this.copy();
    this.truncate(0);
    return taken;
  }
}
