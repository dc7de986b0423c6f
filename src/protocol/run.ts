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
