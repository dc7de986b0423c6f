import type { Matrix } from './network.js';

/** Rows of `inputs` and `targets` belong together. */
export interface Samples {
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

export type Task = 'classification' | 'regression';

/** Everything the engine needs of the data; normalised, encoded and split already. Plain data. */
export interface Dataset {
  readonly training: Samples;
  /** null where nothing was held out. */
  readonly validation: Samples | null;
  readonly task: Task;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  /** The classes in the order of the one-hot targets (or of the one column's 0 and 1); null for regression. */
  readonly classes: readonly string[] | null;
  /** x' = (x − shift) / scale for each input column, fitted on the training part; null where not normalised. */
  readonly normalization: { readonly shift: Float64Array; readonly scale: Float64Array } | null;
}
