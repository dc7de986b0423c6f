/** A run and what is known of it. */
import type { EpochMetrics } from '../engine/metrics.js';
import type { Floats } from '../engine/network.js';

export type RunId = string;
export type CheckId = number;

export type RunState = 'ready' | 'loading' | 'training' | 'paused' | 'stopped' | 'done' | 'failed';

/** Columns of equal length; NaN where a metric does not exist. */
export interface History {
  readonly epoch: Float64Array;
  readonly loss: Float64Array;
  readonly validationLoss: Float64Array;
  readonly accuracy: Float64Array;
  readonly validationAccuracy: Float64Array;
  readonly learningRate: Float64Array;
  /** x and y of a plain function's descent; empty for a network. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}
export type HistoryColumn = keyof History;
export type MetricName = Exclude<keyof EpochMetrics, 'point'>;

export interface DataFacts {
  readonly trainingSamples: number;
  readonly validationSamples: number;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly classes: readonly string[] | null;
  /** The two inputs make a plane that can be drawn: a run on this data has a `Plane` and `Regions`. */
  readonly planar: boolean;
}

/** The plane of a network's two inputs, in the data's own units: a box around all samples, with some of them in it. */
export interface Plane {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly training: PlaneSamples;
  readonly validation: PlaneSamples;
}

export interface PlaneSamples {
  readonly count: number;
  /** [count][2] */
  readonly points: Float32Array;
  /** As the network's outputs are compared with them: [count][outputs]. */
  readonly targets: Float32Array;
}

/** What the network says at each point of a grid whose outer points lie on the plane's box. */
export interface Regions {
  readonly epoch: number;
  readonly columns: number;
  readonly rows: number;
  readonly outputs: number;
  /** [outputs][rows][columns], rows from the lowest up. */
  readonly values: Float32Array;
}

/** The network as it stands, for a drawing. */
export interface Snapshot {
  readonly epoch: number;
  readonly sample: number;
  /** The sample's inputs, where there are few enough to draw. */
  readonly inputs: Floats | null;
  readonly targets: Floats | null;
  readonly layers: readonly LayerSnapshot[];
}

export interface LayerSnapshot {
  readonly inputs: number;
  readonly units: number;
  readonly activation: string;
  /** All the weights, [units][inputs], where the layer is small enough to draw; else null, and `heat` is there. */
  readonly weights: Floats | null;
  readonly bias: Floats | null;
  readonly biasShared: boolean;
  /** Outputs for the sample; null where the layer is summarised. */
  readonly outputs: Floats | null;
  /** The weights averaged into a grid of at most 64 × 64 cells. */
  readonly heat: { readonly rows: number; readonly columns: number; readonly values: Float32Array } | null;
  readonly minWeight: number;
  readonly maxWeight: number;
}
