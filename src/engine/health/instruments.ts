/** What is measured of one layer with the parameters at the end of an epoch. */
export interface LayerInstruments {
  /** The Euclidean norm of the loss's gradient with respect to the layer's weights and biases. */
  readonly gradientNorm: number;
  /** The Euclidean norm of the layer's weights. */
  readonly weightNorm: number;
  /**
   * The norm of the change of the layer's weights over the norm of the weights, for the update that a mini-batch of the
   * measured samples would make next; null where the weights are all zero or not trained.
   */
  readonly updateRatio: number | null;
  /** The fraction of units that output 0 with derivative 0 for every measured sample. */
  readonly deadShare: number;
  /** The fraction of units whose derivative is nearly 0 at an end of their range for nearly all measured samples. */
  readonly saturatedShare: number;
  /** The mean and the standard deviation of the layer's outputs over all measured samples and units. */
  readonly activationMean: number;
  readonly activationSpread: number;
}

/** What is measured of a network at the end of an epoch, on a fixed subset of the training part. */
export interface Instruments {
  /** The number of epochs done; 0 is the start. */
  readonly epoch: number;
  readonly layers: readonly LayerInstruments[];
  /**
   * The loss of all training samples as the measured ones show it, in the unit of `EpochMetrics.loss` and without the
   * penalty of regularization.
   */
  readonly loss: number;
  /** The standard deviation of each output over the measured samples; of the first 100 outputs where there are more. */
  readonly outputSpread: readonly number[];
  /** The number of measured samples that are predicted as each class; null for regression or over 1000 classes. */
  readonly predicted: readonly number[] | null;
  /** The norm of the mean gradient of a mini-batch over the standard deviation of that gradient; null with one batch. */
  readonly gradientSignal: number | null;
  /** The largest eigenvalue of the Hessian of the objective; null where it was not measured at this epoch. */
  readonly sharpness: number | null;
  /** The learning rate of the next epoch. */
  readonly learningRate: number;
}

/** The instruments of a run in the order of their epochs, at most about 100. Plain data, part of a checkpoint. */
export type InstrumentsHistory = readonly Instruments[];
