import type { LossName } from '../../engine/model/spec.js';
import type { ColumnType, GeneratorName } from '../spec.js';

/** A change of a config that a person makes in the panel instead of in the text. Layers are indices from 0. */
export type ConfigChange =
  /** Adds a hidden layer with the units and the activation of its neighbor in front of a layer. */
  | { readonly type: 'addLayer'; readonly before: number }
  | { readonly type: 'removeLayer'; readonly layer: number }
  | { readonly type: 'units'; readonly layer: number; readonly by: 1 | -1 }
  | { readonly type: 'activation'; readonly layer: number; readonly activation: string }
  /** Renames a unit, or an input where `layer` is null. `names` are those of the whole layer with the new one. */
  | {
      readonly type: 'unitName';
      readonly layer: number | null;
      readonly unit: number;
      readonly names: readonly string[];
    }
  /** Changes the generator of the data, and the output layer and the loss where they do not fit its targets. */
  | { readonly type: 'generator'; readonly generator: GeneratorName }
  | { readonly type: NumberSetting; readonly value: number }
  /** Sets the number of samples in a batch; null means all training samples. */
  | { readonly type: 'batchSize'; readonly value: number | null }
  | { readonly type: 'regularization'; readonly l1: number; readonly l2: number }
  | { readonly type: 'loss'; readonly loss: LossName }
  /** Adds or removes an input that a formula derives from the others. */
  | { readonly type: 'derived'; readonly formula: string; readonly isOn: boolean }
  /** Sets the options of columns of a table, by name; null removes them. Other columns keep theirs. */
  | { readonly type: 'columns'; readonly value: Readonly<Record<string, ColumnSetting | null>> }
  | ColumnChange
  /** Sets whether rows of a table that repeat earlier ones are left out. */
  | { readonly type: 'dropDuplicates'; readonly isOn: boolean };

/** A change of what a column of a table contains, or of what it is used for. */
export type ColumnChange =
  /** Sets a column's type or what is done about its missing cells; null removes it. Its other options are kept where they fit. */
  | {
      readonly type: 'columnOption';
      readonly column: string;
      readonly key: 'type' | 'missing';
      readonly value: string | number | null;
    }
  /** Makes a column an input, with a type unless it is inferred (null), or ignores it. */
  | {
      readonly type: 'columnUse';
      readonly column: string;
      readonly isInput: boolean;
      readonly as: ColumnType | null;
    }
  /** Makes a column the target, with an output layer and a loss that fit the given number of classes, or a number (null). */
  | { readonly type: 'target'; readonly column: string; readonly classes: number | null };

/** The options of a column as the file has them: its type alone, or an object. */
export type ColumnSetting =
  | ColumnType
  | {
      readonly type?: ColumnType;
      readonly missing?: string | number | boolean;
      readonly categories?: readonly string[];
    };

/** A further change, which should end an alarm. */
export type HealthChange =
  | { readonly type: 'clipGradientNorm'; readonly value: number }
  /** Standardizes the inputs, or the targets. */
  | { readonly type: 'normalize' }
  | { readonly type: 'normalizeTargets' }
  /** Weights the classes inversely to their frequencies. */
  | { readonly type: 'classWeights' }
  /** Stops training where the validation loss no longer falls, and restores the best epoch. */
  | { readonly type: 'earlyStopping' }
  /** Removes a layer's initial weights, biases and initializer, so that the default draws them. */
  | { readonly type: 'defaultInit'; readonly layer: number };

export type NumberSetting = 'samples' | 'noise' | 'validationSplit' | 'learningRate' | 'epochs' | 'seed';
