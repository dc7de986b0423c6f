import type { CustomFunction } from '../maths/expression.js';
import type { ClassWeights } from './classWeights.js';
import type { LossName, Precision, Reduction } from './spec.js';

export type Floats = Float64Array | Float32Array;

/** A row-major matrix: the entry in row r and column c is `values[r * columns + c]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Floats;
}

/** A fully connected layer: Y = activation(X Wᵀ + b). */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  /** An `ActivationName` or a key of `Network.functions`. */
  readonly activation: string;
  /** The weights, [units][inputs]: a row has one unit's incoming weights. */
  readonly weights: Floats;
  readonly weightsTrainable: boolean;
  /** The bias, [units], or [1] where the units share it; null where the layer has none. */
  readonly bias: Floats | null;
  readonly biasShared: boolean;
  readonly biasTrainable: boolean;
  /** The fraction of outputs that is dropped during training. */
  readonly dropout: number;
}

/**
 * A network as plain data, which crosses threads and is stored as it is. Training never writes to the network it was
 * given: the current parameters are those of `TrainingState.network`, which is another object after each batch.
 */
export interface Network {
  readonly inputs: number;
  readonly precision: Precision;
  readonly layers: readonly Layer[];
  readonly loss: LossName | CustomFunction;
  readonly reduction: Reduction;
  /** The weight of each class in the loss; null where all samples count alike. */
  readonly classWeights: ClassWeights | null;
  readonly functions: Readonly<Record<string, CustomFunction>>;
}

/** Gradients in the shape of a layer's parameters; null for tensors that are not trained. */
export interface LayerGradients {
  readonly weights: Floats | null;
  /** The gradient of the bias, of length 1 where the units share it. */
  readonly bias: Floats | null;
}
