/** The data of a run. */
import type { ImageSize } from '../engine/model/dataset.js';
import type { PredictSubject } from '../engine/model/predictField.js';
import type { Importance } from '../engine/model/importance.js';
import type { Floats } from '../engine/model/network.js';

export type RunId = string;
export type CheckId = number;

/** How fast a run trains: `watch` slowly enough at first that every epoch can be seen, `fast` as fast as possible. */
export type Pace = 'watch' | 'fast';

export type RunState = 'ready' | 'loading' | 'training' | 'paused' | 'stopped' | 'done' | 'failed';

/** Columns of equal length; NaN where a metric does not exist. */
export interface History {
  readonly epoch: Float64Array;
  readonly loss: Float64Array;
  readonly validationLoss: Float64Array;
  readonly accuracy: Float64Array;
  readonly validationAccuracy: Float64Array;
  readonly learningRate: Float64Array;
  /** The points of a function's descent; empty for a network. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}
export type HistoryColumn = keyof History;

export interface DataFacts {
  readonly trainingSamples: number;
  readonly validationSamples: number;
  readonly inputNames: readonly string[];
  /** The column of each input that is not derived; absent for data that do not come from a table. */
  readonly inputColumns?: readonly string[];
  /** The number of the last inputs that are derived from the others; absent where all are given. */
  readonly derivedInputs?: number;
  readonly targetNames: readonly string[];
  readonly classes: readonly string[] | null;
  /** Whether the one or two given inputs span a line or a plane that can be drawn, so that a run has a `Plane` and `Regions`. */
  readonly planar: boolean;
  /** The size of the images that the inputs are; null where they are not images. */
  readonly image: ImageSize | null;
  /** What a form for predictions has; absent where there are too many inputs. */
  readonly predict?: PredictSubject;
}

/**
 * The plane of a network's two inputs in the units of the data: a box around all samples, with some of the samples. With
 * one input it is a line, and `yMin` and `yMax` are 0.
 */
export interface Plane {
  readonly dimensions: 1 | 2;
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly training: PlaneSamples;
  readonly validation: PlaneSamples;
}

export interface PlaneSamples {
  readonly count: number;
  /** [count][dimensions] */
  readonly points: Float32Array;
  /** The targets in their own units and in the form of the outputs: [count][outputs]. */
  readonly targets: Float32Array;
}

/** The place of a unit: its layer from 1, with 0 for the inputs, and its index in the layer from 0. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/** The network's outputs in the targets' units at the points of a grid whose outer points lie on the plane's box; one row for one input. */
export interface Regions {
  readonly epoch: number;
  readonly columns: number;
  readonly rows: number;
  readonly outputs: number;
  /** [outputs][rows][columns]; rows run upward from the lowest. */
  readonly values: Float32Array;
  /** The unit whose outputs they are, in place of the network's; null for the network's. */
  readonly unit: UnitPlace | null;
}

/** The outputs of each unit on a coarse grid over the plane, those of the last layer in the targets' units. */
export interface UnitMaps {
  readonly epoch: number;
  readonly columns: number;
  readonly rows: number;
  /** The values of the derived inputs in their own units, [inputs][rows][columns]; absent where there are none. */
  readonly derived?: Float32Array;
  /** The outputs of each layer, [units][rows][columns]; null where the layer has too many units or is not drawn. */
  readonly layers: readonly (Float32Array | null)[];
}

/** The current network, for the diagram. */
export interface Snapshot {
  readonly epoch: number;
  readonly sample: number;
  /** The sample's inputs; null where they are too many to draw. */
  readonly inputs: Floats | null;
  readonly targets: Floats | null;
  /** The sample as an image, with pixels from 0 to 1; null where the inputs are not images. */
  readonly image: Image | null;
  readonly layers: readonly LayerSnapshot[];
}

/** An image, row by row from the upper left; the values of a pixel follow each other. */
export interface Image extends ImageSize {
  readonly pixels: Float32Array;
}

/** Samples of a classification by images whose class is not the predicted one, the most certain first. */
export interface Gallery {
  readonly epoch: number;
  readonly part: 'training' | 'validation';
  /** The number of misclassified samples, of which some are listed. */
  readonly total: number;
  /** The number of samples of the part. */
  readonly samples: number;
  readonly size: ImageSize;
  readonly items: readonly GalleryItem[];
}

export interface GalleryItem {
  /** The index that selects the sample: the validation samples are counted after the training samples. */
  readonly sample: number;
  /** The row in the data's file, from 0. */
  readonly row: number;
  readonly pixels: Float32Array;
  /** The classes as indices. */
  readonly label: number;
  readonly predicted: number;
  readonly probability: number;
}

/** Targets and outputs of a regression for some samples of one part of the data, in the targets' units. */
export interface Predictions {
  readonly epoch: number;
  readonly part: 'training' | 'validation';
  readonly columns: number;
  /** The number of samples of the part, of which some are listed. */
  readonly samples: number;
  /** The rows in the data's source, from 0; those with the largest errors come first. */
  readonly rows: Uint32Array;
  /** The lines of these rows in the data's file, from 1; null or absent for data without lines. */
  readonly lines?: Uint32Array | null;
  /** [rows][columns] */
  readonly targets: Float32Array;
  readonly outputs: Float32Array;
}

/**
 * Samples of one part of a classification, those with the lowest output for their class first: the worst of all, and the
 * worst of each cell of the confusion matrix.
 */
export interface ClassPredictions {
  readonly epoch: number;
  readonly part: 'training' | 'validation';
  /** The number of samples of the part, of which some are listed. */
  readonly samples: number;
  /** The rows in the data's source, from 0. */
  readonly rows: Uint32Array;
  /** The lines of these rows in the data's file, from 1; null for data without lines. */
  readonly lines: Uint32Array | null;
  /** The classes as indices. */
  readonly truth: Uint16Array;
  readonly predicted: Uint16Array;
  /** The output for the sample's class; for a single output y, y or 1 − y. */
  readonly outputs: Float32Array;
}

/** The importance of the columns to the network after an epoch. */
export interface MeasuredImportance extends Importance {
  readonly epoch: number;
}

export interface LayerSnapshot {
  readonly inputs: number;
  readonly units: number;
  readonly activation: string;
  /** All weights, [units][inputs]; null where the layer is too large to draw and `heat` summarizes it. */
  readonly weights: Floats | null;
  readonly bias: Floats | null;
  readonly biasShared: boolean;
  /** The outputs for the sample; null where the layer is summarized. */
  readonly outputs: Floats | null;
  /** The weights averaged into a grid of at most 64 × 64 cells. */
  readonly heat: { readonly rows: number; readonly columns: number; readonly values: Float32Array } | null;
  /** The incoming weights of the first units as images, [count][rows][columns]; null where the inputs are not images. */
  readonly patches: {
    readonly count: number;
    readonly size: ImageSize;
    readonly values: Float32Array;
  } | null;
  readonly minWeight: number;
  readonly maxWeight: number;
}
