import type { EpochMetrics, Evaluation, Outcome } from '../engine/metrics.js';
import type { TrainingSpec } from '../engine/spec.js';
import type { TrainOptions } from '../engine/train.js';
import type { DataFacts, FromWorker, Plane, Regions, Snapshot, Surface } from '../protocol.js';
import type { DataIdentity } from './checkpoint.js';

/** A history has no more points than this: of a longer run every second epoch is measured, or every third, …. */
const mostPoints = 1_000_000;

export function optionsFor({ epochs }: TrainingSpec): TrainOptions {
  return { evaluateEvery: Math.max(1, Math.ceil(epochs / mostPoints)) };
}

export type Part = Extract<FromWorker, { type: 'evaluation' }>['part'];

/** What is trained: a network on data, or a point on a function. Each iterator stops for breath every few milliseconds. */
export interface Job {
  /** null where there is no data. */
  readonly facts: DataFacts | null;
  /** null where there is no data. */
  readonly data: DataIdentity | null;
  /** Plain data, from which another thread can go on to the same numbers. */
  readonly state: unknown;
  /** From where the state stands to the end. */
  train(): Iterator<EpochMetrics | undefined, Outcome>;
  /** The metrics where it stands, for a run that has not begun. */
  measure(): Iterator<undefined, EpochMetrics>;
  /** null where there is no network to draw. */
  snapshot(sample: number): Snapshot | null;
  evaluations(): readonly { readonly part: Part; readonly steps: Generator<undefined, Evaluation> }[];
  /** null where there is no contour to draw. */
  surface(): Surface | null;
  /** null where the inputs are no plane. */
  plane(): Plane | null;
  /** null where there is no plane; `fine` takes a little longer. */
  regions(fine: boolean): Generator<undefined, Regions> | null;
}
