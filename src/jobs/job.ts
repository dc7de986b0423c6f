import type { Evaluation, TestScores } from '../engine/model/evaluation.js';
import type { Importance } from '../engine/model/importance.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { DescentState } from '../engine/training/descent.js';
import type { KeptState } from '../engine/training/keptState.js';
import type { Position } from '../engine/training/recorder.js';
import type { SavedModel } from '../models/savedModel.js';
import type { HealthMonitor } from './healthMonitor.js';
import type {
  ClassPredictions,
  DataFacts,
  FromWorker,
  Gallery,
  HistogramsView,
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

/** A copy of a job's state. */
export type KeptJob = KeptState | DescentState;

/** The training of a network on data, or the descent on a function. Each generator yields every few milliseconds. */
export interface Job {
  /** The facts about the data; null where there is no data. */
  readonly facts: DataFacts | null;
  /** What is measured of the run while it trains; null where nothing is. */
  readonly health: HealthMonitor | null;
  /** The state as plain data, from which another thread can continue with identical results. */
  readonly state: { readonly epoch: number };
  /** The position of the present state in the run. */
  readonly position: Position;
  /** The number of bytes of a kept state. */
  readonly keptBytes: number;
  /** Copies the present state. Equal parts are shared with a former copy. */
  keep(former: KeptJob | null): KeptJob;
  /**
   * Returns a job beside this one: at a state that was kept, or at the initial state. It has a backend of its own, which
   * is closed by `closeView` or by another call.
   */
  beside(kept: KeptJob | null): Generator<undefined, Job>;
  closeView(): void;
  /** Returns this job at a state that was kept, in its place. */
  returned(kept: KeptJob): Job;
  /** Returns this job with another value for a parameter, in its place; null where there is no such parameter. */
  withParameter(place: ParameterPlace, value: number): Job | null;
  /** Trains to the end of an epoch that the run has done before. */
  advance(epoch: number): Generator<undefined, void>;
  /** Trains from the present state to the end, with metrics of every `interval`th epoch. */
  train(interval?: number): Generator<EpochMetrics | undefined, Outcome>;
  /** Computes the metrics of the present state. */
  measure(): Generator<undefined, EpochMetrics>;
  /** Returns the network with the values of one sample; null where there is no network. */
  snapshot(sample: number): Snapshot | null;
  evaluations(): readonly { readonly part: Part; readonly steps: Generator<undefined, Evaluation> }[];
  /** Measures the network on the test samples; null where there are none. */
  test(): Generator<undefined, TestScores> | null;
  /** Computes the permutation importance of the columns and yields the fraction that is done; null where the inputs are pixels. */
  importance(): Generator<number, Importance> | null;
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
  /** Lists the predictions of each part of a classification; none where the targets are not classes. */
  classPredictions(): readonly Generator<undefined, ClassPredictions>[];
  /** Computes the outputs for an image with pixels from 0 to 1; null where the inputs are not such images. */
  classify(pixels: Float32Array): Float32Array | null;
  /** Returns the network with all that a prediction needs; null where there is none. */
  model(hasTraining: boolean): SavedModel | null;
  /** Computes the histograms of a layer, by its index from 0; null where the network has fewer layers. */
  histograms(layer: number): Generator<undefined, HistogramsView> | null;
  /** Computes the outputs of all units on a coarse grid; null where there is no plane. */
  unitMaps(): Generator<undefined, UnitMaps> | null;
}
