import type { Expression } from '../maths/expression.js';
import type { ClassWeights } from './classWeights.js';
import type { ColumnUse } from './dataColumn.js';
import type { TrainingProgress } from '../training/trainingProgress.js';
import type { InitialParameters } from './initialParameters.js';
import type { InputEncoding } from './inputEncoding.js';
import type { Matrix } from './network.js';

/** Inputs and targets; row i of both belongs to sample i. */
export interface Samples {
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

export type Task = 'classification' | 'regression';

/** The size of the images whose pixels are a data set's inputs, row by row. */
export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
  /** The number of values of each pixel: one for its brightness, or three for red, green and blue. */
  readonly channels: 1 | 3;
}

/** The normalization x' = (x − shift) / scale, with one shift and scale for each column. */
export interface Normalization {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

/** The data as the engine needs them: normalized, encoded and split. Plain data. */
export interface Dataset {
  readonly training: Samples;
  /** The validation part; null where nothing was held out. */
  readonly validation: Samples | null;
  /** The samples on which the network is measured once, at the end of a run; absent where there are none. */
  readonly test?: Samples;
  readonly task: Task;
  readonly inputNames: readonly string[];
  /** The formulas of the last inputs in the names of those before them; absent where all inputs are given. */
  readonly derived?: readonly Expression[];
  readonly targetNames: readonly string[];
  /** The classes in the order of the one-hot targets, or of 0 and 1 in a single column; null for regression. */
  readonly classes: readonly string[] | null;
  /** The weight of each class in the loss; null where all samples count alike. */
  readonly classWeights: ClassWeights | null;
  /** The normalization of the input columns, fitted on the training part; null where inputs are not normalized. */
  readonly normalization: Normalization | null;
  /** The normalization of the target columns, fitted on the training part; null where targets are not normalized. */
  readonly targetNormalization: Normalization | null;
  /** The size of the images that the inputs are; null where they are not images of one or three channels. */
  readonly image: ImageSize | null;
  /** The rows of each part's samples in the source of the data, counted from 0; null for data without a source. */
  readonly rows: { readonly training: Uint32Array; readonly validation: Uint32Array } | null;
  /** The parameters of the saved model that training starts with; absent where the config says them. */
  readonly initial?: InitialParameters;
  /** The state of that model's optimizer and schedule; absent where training begins with its first epoch. */
  readonly progress?: TrainingProgress;
  /** How the cells of a table became the given inputs; absent for inputs that were numbers already. */
  readonly encoding?: InputEncoding;
  /** All columns of the table that the data come from; absent for data from elsewhere. */
  readonly columns?: readonly ColumnUse[];
  /** The line of each row of the source in its file, from 1; absent for data without lines. */
  readonly lines?: Uint32Array;
  /** The same for the validation samples where they have a file of their own. */
  readonly validationLines?: Uint32Array;
}
