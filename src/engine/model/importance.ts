/** The mean of a measurement over its repeats and their population standard deviation. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** How much worse a network predicts when the values of one column are shuffled among the samples. */
export interface ColumnImportance {
  readonly name: string;
  /** The number of its inputs: several for a column of categories. Derived inputs are not counted. */
  readonly inputs: number;
  /** The increase of the loss. */
  readonly loss: Spread;
  /** The decrease of the accuracy or of R²; null where R² is undefined. */
  readonly score: Spread | null;
}

/** The permutation importance of all columns. Plain data. */
export interface Importance {
  readonly part: 'training' | 'validation';
  /** The number of samples that are measured, at most 10,000 of the part. */
  readonly samples: number;
  readonly repeats: number;
  readonly scoreName: 'accuracy' | 'r2';
  /** The loss and the score without shuffling. */
  readonly loss: number;
  readonly score: number | null;
  /** The columns, those with the largest mean increase of the loss first. */
  readonly columns: readonly ColumnImportance[];
}
