import type { ImageSize } from './dataset.js';

/** An input that a person sets for one prediction: a number, or a choice among texts. Plain data. */
export type PredictField =
  | {
      readonly kind: 'number';
      readonly name: string;
      /** The range of the training samples. */
      readonly min: number;
      readonly max: number;
      /** The mean of the training samples, with which a person begins. */
      readonly mean: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly options: readonly string[];
      /** Whether the value may be missing, which is the choice after the last option. */
      readonly hasMissing: boolean;
    };

/** A prediction for one row of inputs. Plain data. */
export interface OnePrediction {
  /** The outputs in the targets' own units. */
  readonly outputs: readonly number[];
  /** The index of the output that the contributions are about. */
  readonly output: number;
  /**
   * What each input contributes: the gradient of the output times the input as the network receives it, so its distance
   * from the mean where inputs are standardized. Derived inputs follow the fields.
   */
  readonly contributions: readonly { readonly name: string; readonly value: number }[];
}

/** What a form needs to know of a model. Plain data. */
export interface PredictSubject {
  /** An input for each column of a table; empty where the inputs are the pixels of an image. */
  readonly fields: readonly PredictField[];
  /** The size of the images that the inputs are; absent where they are not images. */
  readonly image?: ImageSize;
  /** The classes in the order of the outputs, or of 0 and 1 for a single output; null for regression. */
  readonly classes: readonly string[] | null;
  readonly targetNames: readonly string[];
  /** Whether the outputs are probabilities. */
  readonly isProbability: boolean;
}
