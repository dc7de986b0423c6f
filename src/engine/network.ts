import type { CustomFunction } from './expression.js';
import type { LossName, Precision } from './spec.js';

export type Floats = Float64Array | Float32Array;

/** Row-major: row r, column c is `values[r * columns + c]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Floats;
}

/** A fully connected layer: Y = activation(X Wᵀ + b). */
export interface Layer {
  readonly inputs: number;
  readonly units: number;
  /** A name in `ActivationName` or a key of `Network.functions`. */
  readonly activation: string;
  /** [units][inputs]: row = one unit's incoming weights. */
  readonly weights: Floats;
  readonly weightsTrainable: boolean;
  /** [units], or [1] where the units share it; null where there is none. */
  readonly bias: Floats | null;
  readonly biasShared: boolean;
  readonly biasTrainable: boolean;
  /** Fraction of outputs dropped during training. */
  readonly dropout: number;
}

/**
 * Plain data: it crosses threads and lands on disk as it is. Training never writes to the network it was given: the
 * parameters as they are now are those of `TrainingState.network`, another object after each batch.
 */
export interface Network {
  readonly inputs: number;
  readonly precision: Precision;
  readonly layers: readonly Layer[];
  readonly loss: LossName | CustomFunction;
  readonly functions: Readonly<Record<string, CustomFunction>>;
}

/** Gradients in the shape of a layer's parameters; null where there is nothing to train. */
export interface LayerGradients {
  readonly weights: Floats | null;
  /** Of length 1 where the units share the bias. */
  readonly bias: Floats | null;
}
