import type { Task } from '../../engine/model/dataset.js';

/** What decides how large a network may be and how long it trains. */
export interface ProblemSize {
  readonly task: Task;
  /** The number of classes; 0 for a regression. */
  readonly classes: number;
  /** The number of training rows. */
  readonly rows: number;
  readonly inputs: number;
}

export interface ProposedSizes {
  /** The units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly patience: number;
  readonly l2: number;
}

/** The most updates in a run, so that it is over within a minute or two also where the validation loss falls for long. */
const mostUpdates = 60_000;

/** Returns sizes that suit a problem. They were chosen by measurements on tables of 100 to 50 000 rows. */
export function proposedSizes({ rows, inputs }: ProblemSize): ProposedSizes {
  const batchSize = rows < 500 ? 16 : rows < 5000 ? 32 : rows < 50_000 ? 64 : 256;
  const updates = Math.ceil(rows / batchSize);
  const epochs = round(Math.min(300, Math.max(20, mostUpdates / updates)));
  const wide = inputs > 100 ? 128 : 64;
  const hidden = rows < 2000 ? [64] : [wide, 32];
  return {
    hidden,
    learningRate: 0.003,
    batchSize,
    epochs,
    patience: Math.min(40, Math.max(10, round(epochs / 7))),
    l2: rows < 500 ? 0.01 : 0.003,
  };
}

/** Rounds to a number with one or two leading digits. */
function round(value: number): number {
  const unit = value < 100 ? 5 : 50;
  return Math.max(5, Math.round(value / unit) * unit);
}
