/** The performance of a network on one set of samples. Plain data. */
export type Evaluation = ClassificationReport | RegressionReport;

/** The performance of a network at the end of a run on samples that had no part in it. */
export interface TestScores {
  readonly samples: number;
  readonly loss: number;
  readonly evaluation: Evaluation;
}

export interface ClassificationReport {
  readonly task: 'classification';
  readonly accuracy: number;
  /** Counts: confusion[truth][predicted]. */
  readonly confusion: readonly (readonly number[])[];
  /** Per class; precision is null where no sample is predicted as that class, recall where none belongs to it. */
  readonly precision: readonly (number | null)[];
  readonly recall: readonly (number | null)[];
  /** Per class, the harmonic mean of both: 2 tp / (2 tp + fp + fn); null where the class does not occur at all. */
  readonly f1: readonly (number | null)[];
  /** The number of samples of each class. */
  readonly support: readonly number[];
  /** The means over the classes that occur; an undefined precision or recall counts as 0, as in scikit-learn. */
  readonly macro: { readonly precision: number; readonly recall: number; readonly f1: number };
  /** null where there are not two classes, or the outputs are not finite. */
  readonly curves: Curves | null;
  /** null where the outputs are not probabilities. */
  readonly calibration: Calibration | null;
  /** The pairs of classes that are confused most, the most frequent first. */
  readonly confusedPairs: readonly ConfusedPair[];
  /** The misclassified samples with the highest confidence, the highest first. */
  readonly confidentMistakes: readonly ConfidentMistake[];
}

export interface ConfusedPair {
  /** Indices of classes. */
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
}

export interface ConfidentMistake {
  /** The index of the sample in its part of the data. */
  readonly sampleIndex: number;
  /** The index of its row in the source of the data; null where the data has no source. */
  readonly rowIndex: number | null;
  readonly truth: number;
  readonly predicted: number;
  /** The output of the predicted class; for a single output y, y or 1 − y. */
  readonly confidence: number;
}

/**
 * Curves over all thresholds of the output of the second class, by the definitions of scikit-learn. Each has at most 200
 * points. An area is null where one of the classes has no samples.
 */
export interface Curves {
  /** From (0, 0) to (1, 1), with a falling threshold. */
  readonly roc: { readonly x: readonly number[]; readonly y: readonly number[]; readonly auc: number } | null;
  /** Precision over recall, from the lowest threshold to the point (0, 1). The average precision is Σ (Rₙ − Rₙ₋₁) Pₙ. */
  readonly precisionRecall: {
    readonly recall: readonly number[];
    readonly precision: readonly number[];
    readonly averagePrecision: number;
  } | null;
}

/** The reliability of the predicted probabilities in ten bins of equal width (Guo et al., 2017). */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Σ (count / n) |accuracy − confidence| over the bins. */
  readonly expectedError: number;
}

export interface CalibrationBin {
  readonly count: number;
  /** The mean probability of the predicted class; null where the bin is empty, as the accuracy. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/** The errors of numbers, in the unit of the target. */
export interface RegressionFigures {
  /** 1 − Σ(y−t)² / Σ(t−mean t)²; null where the targets do not vary. */
  readonly r2: number | null;
  readonly rmse: number;
  readonly mae: number;
}

/** The figures over all outputs together, and of each one. */
export interface RegressionReport extends RegressionFigures {
  readonly task: 'regression';
  readonly outputs: readonly RegressionFigures[];
}
