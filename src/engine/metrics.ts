/** What a run reports at the end of an epoch, with the parameters as they then are. */
export interface EpochMetrics {
  /** Epochs done; 0 is the start. */
  readonly epoch: number;
  /** Mean loss over the training part, without the regularisation's penalty. */
  readonly loss: number;
  readonly validationLoss: number | null;
  /** Fraction right; null for regression. */
  readonly accuracy: number | null;
  readonly validationAccuracy: number | null;
  /** As used in this epoch. */
  readonly learningRate: number;
  /** Where a plain function is descended: the point (x, y). */
  readonly point?: readonly [number, number];
}

/** A closer look at one set of samples. */
export type Evaluation = ClassificationReport | RegressionReport;

export interface ClassificationReport {
  readonly task: 'classification';
  readonly accuracy: number;
  /** confusion[truth][predicted], counts. */
  readonly confusion: readonly (readonly number[])[];
  /** null where nothing was predicted as, or nothing is of, that class. */
  readonly precision: readonly (number | null)[];
  readonly recall: readonly (number | null)[];
}

export interface RegressionReport {
  readonly task: 'regression';
  /** 1 − Σ(y−t)² / Σ(t−mean t)², over all outputs; null where the targets do not vary. */
  readonly r2: number | null;
  readonly rmse: number;
}

/** Why one unit with a step activation cannot get every sample right: a point that lies in the hulls of both classes. */
export interface NotSeparable {
  /** From 0. */
  readonly unit: number;
  /** Indices of training samples of either class and weights that sum to 1 in each; both give `point`. */
  readonly positive: readonly { readonly sample: number; readonly weight: number }[];
  readonly negative: readonly { readonly sample: number; readonly weight: number }[];
  readonly point: readonly number[];
}

/** How a run ended by itself. */
export type Outcome =
  /** `notSeparable` is there where Rosenblatt's rule ran out of epochs because no line can do it. */
  | { readonly kind: 'completed'; readonly notSeparable?: NotSeparable }
  /** Rosenblatt's rule made no mistake in a whole epoch: nothing would change any more. */
  | { readonly kind: 'converged' }
  | { readonly kind: 'stoppedEarly'; readonly bestEpoch: number; readonly restored: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Where NaN or infinity first appeared; the parameters are the last good ones. */
export interface Failure {
  readonly epoch: number;
  /** From 1. */
  readonly batch: number;
  /** From 1; 0 where it was in the input; null where no layer is meant (the loss). */
  readonly layer: number | null;
  readonly quantity: 'input' | 'net' | 'output' | 'loss' | 'gradient' | 'weights' | 'bias' | 'function';
  readonly value: number;
}
