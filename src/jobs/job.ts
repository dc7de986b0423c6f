import type { EpochMetrics, Evaluation, Outcome } from '../engine/model/metrics.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import type {
  DataFacts,
  FromWorker,
  Gallery,
  Plane,
  Predictions,
  Regions,
  Snapshot,
  Surface,
  UnitMaps,
  UnitPlace,
} from '../protocol.js';

/** The maximum number of points in a history. In a longer run only every second, third, … epoch is measured. */
const mostPoints = 1_000_000;

/** Returns the number of epochs from one measured epoch to the next. */
export const usualInterval = ({ epochs }: TrainingSpec): number =>
  Math.max(1, Math.ceil(epochs / mostPoints));

export type Part = Extract<FromWorker, { type: 'evaluation' }>['part'];

/** The training of a network on data, or the descent on a function. Each generator yields every few milliseconds. */
export interface Job {
  /** The facts about the data; null where there is no data. */
  readonly facts: DataFacts | null;
  /** The state as plain data, from which another thread can continue with identical results. */
  readonly state: { readonly epoch: number };
  /** Trains from the present state to the end, with metrics of every `interval`th epoch. */
  train(interval?: number): Generator<EpochMetrics | undefined, Outcome>;
  /** Computes the metrics of the present state. */
  measure(): Generator<undefined, EpochMetrics>;
  /** Returns the network with the values of one sample; null where there is no network. */
  snapshot(sample: number): Snapshot | null;
  evaluations(): readonly { readonly part: Part; readonly steps: Generator<undefined, Evaluation> }[];
  /** Returns the function's values on a grid; null where there is no plain function. */
  surface(): Surface | null;
  /** Returns the plane of the network's inputs; null where there are neither one nor two inputs. */
  plane(): Plane | null;
  /**
   * Computes the outputs of the network, or of one unit, on the plane; null where there is none. A `fine` grid takes
   * longer.
   */
  regions(fine: boolean, unit: UnitPlace | null): Generator<undefined, Regions> | null;
  /** Finds misclassified images; null where the data are not classes of images. */
  gallery(): Generator<undefined, Gallery> | null;
  /** Computes outputs beside their targets; null where there is no regression with several inputs. */
  predictions(): Generator<undefined, Predictions> | null;
  /** Computes the outputs for an image with pixels from 0 to 1; null where the inputs are not such images. */
  classify(pixels: Float32Array): Float32Array | null;
  /** Computes the outputs of all units on a coarse grid; null where there is no plane. */
  unitMaps(): Generator<undefined, UnitMaps> | null;
}
