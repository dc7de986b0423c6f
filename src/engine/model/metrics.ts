import type { Place } from '../trace/stepPlace.js';

/** The metrics at the end of an epoch, with the parameters at that time. */
export interface EpochMetrics {
  /** The number of epochs done; 0 is the start. */
  readonly epoch: number;
  /** The loss of the training part as of one batch: its mean or sum, without the penalty of regularization. */
  readonly loss: number;
  readonly validationLoss: number | null;
  /** The fraction of samples whose class is right; null for regression. */
  readonly accuracy: number | null;
  readonly validationAccuracy: number | null;
  /** The learning rate of this epoch. */
  readonly learningRate: number;
  /** The point (x, y), in the descent of a function. */
  readonly point?: readonly [number, number];
}

/** The proof that a unit with a step activation cannot classify all samples: a point in the convex hulls of both classes. */
export interface NotSeparable {
  /** The unit's index, from 0. */
  readonly unit: number;
  /** Training samples of either class by index, with weights that sum to 1; both combinations are `point`. */
  readonly positive: readonly { readonly sample: number; readonly weight: number }[];
  readonly negative: readonly { readonly sample: number; readonly weight: number }[];
  readonly point: readonly number[];
}

/** The reason why a run ended by itself. */
export type Outcome =
  /** All epochs are done. `notSeparable` is the proof that Rosenblatt's rule could not converge. */
  | { readonly kind: 'completed'; readonly notSeparable?: NotSeparable }
  /** Rosenblatt's rule misclassified no sample in a whole epoch, so nothing would change any more. */
  | { readonly kind: 'converged' }
  | { readonly kind: 'stoppedEarly'; readonly bestEpoch: number; readonly restored: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The place where NaN or infinity first appeared. The parameters are the last finite ones. */
export interface Failure {
  readonly epoch: number;
  /** The batch within its epoch, from 1. */
  readonly batch: number;
  /** The layer, from 1; 0 for the inputs; null for the loss. */
  readonly layer: number | null;
  readonly quantity: 'input' | 'net' | 'output' | 'loss' | 'gradient' | 'weights' | 'bias' | 'function';
  readonly value: number;
  /** The number of parameter updates before the failure. */
  readonly updates: number;
  /** The sample that causes it; absent where no single sample does. */
  readonly witness?: Witness;
  /** The operation that computed the value; absent where it could not be found. */
  readonly operation?: FailedOperation;
}

/** The step of a pass that computed the first value that is not finite, with its formula as plain text. */
export interface FailedOperation {
  readonly place: Place;
  /** The formula: `net_h1 = w1·x1 + w2·x2`. */
  readonly equation: string;
  /** The part of its right side that is not finite although its own parts are, as `w1·x1`; null: the right side as a whole. */
  readonly part: string | null;
  /** That part, or the right side, with numbers: `1e+200·1e+155`. */
  readonly numbers: string;
  /** Its value in float64, in which steps are shown; it may be finite where the run is in float32. */
  readonly value: number;
  /** The index of the sample; null where the value is of a whole mini-batch. */
  readonly sample: number | null;
  /** Whether the sample belongs to the validation part instead of the training part. */
  readonly isValidation: boolean;
  /**
   * How the step is reached from the failed state: in its next mini-batch, or in a pass of the sample alone; null where no
   * pass over training samples has it.
   */
  readonly pass: 'batch' | 'sample' | null;
}

/** The first sample with a value that is not finite. */
export interface Witness {
  /** The index of the sample in its part of the data. */
  readonly sample: number;
  /** Whether the sample belongs to the validation part instead of the training part. */
  readonly isValidation?: boolean;
  /** The index of the unit in its layer, or of the output for the loss; null where no single unit is affected. */
  readonly unit: number | null;
  /** The sample's largest input by magnitude, after normalization. */
  readonly input: { readonly index: number; readonly value: number };
  /** The output and the target that the loss compared; null where the failure is not in the loss. */
  readonly output: number | null;
  readonly target: number | null;
}
