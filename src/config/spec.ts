import type { FunctionSpec, NetworkSpec, TrainingSpec } from '../engine/model/spec.js';
import type { Task } from '../engine/model/dataset.js';

/** A config with all defaults filled in. It is plain data, so that it can be posted to other threads. */
export type Spec = NetworkConfig | FunctionConfig;

interface Common {
  /** The config's `name`, else the file's name without `.backprop.json`. */
  readonly name: string;
  readonly training: TrainingSpec;
}

export interface NetworkConfig extends Common, NetworkSpec {
  readonly kind: 'network';
  readonly data: DataSpec;
  /** The file of the saved model whose parameters the network starts with, relative to the config file; absent: `layers` says them. */
  readonly weights?: string;
  readonly gradientCheck: GradientCheckSpec;
}

/** A config for gradient descent on a plain function of two variables. */
export interface FunctionConfig extends Common, FunctionSpec {
  readonly kind: 'function';
}

export type DataSpec = DataSource & {
  /** The formulas of further inputs in the names of the given ones. Their syntax is right; their names may not be. */
  readonly derived: readonly string[];
  readonly normalize: 'none' | 'standardize' | 'minMax';
  /** How the targets of a regression are scaled. */
  readonly normalizeTargets: 'none' | 'standardize';
  /** The weights of classes in the loss, by name; `balanced` fits them; null: all samples count alike. */
  readonly classWeights: 'balanced' | Readonly<Record<string, number>> | null;
  /** The fraction of the samples that is held out, in [0, 1). */
  readonly validationSplit: number;
  /** The files of the validation samples; null where they are held out of the training samples, or there are none. */
  readonly validation: PartFiles | null;
  /** The files of the samples on which the network is measured once, at the end of a run; null where there are none. */
  readonly test: PartFiles | null;
};

/** The files of validation or test samples, of the same kind as those of the training samples. */
export type PartFiles = { readonly file: string } | { readonly images: string; readonly labels: string };

export const generatorNames = ['xor', 'circles', 'spiral', 'gaussians', 'moons', 'sine'] as const;
export type GeneratorName = (typeof generatorNames)[number];

export const columnTypes = ['number', 'category', 'boolean', 'date', 'ignore'] as const;
export type ColumnType = (typeof columnTypes)[number];
export const missingRules = ['mean', 'median', 'mostFrequent', 'dropRow', 'error'] as const;

/** What is done about the missing cells of a column: a rule, or a value that replaces them. */
export type MissingRule = (typeof missingRules)[number] | { readonly value: number | string | boolean };

/** What the config says about a column; null where it says nothing. */
export interface ColumnOptions {
  readonly name: string;
  readonly type: ColumnType | null;
  readonly missing: MissingRule | null;
  /** The categories, in the order of their inputs. */
  readonly categories: readonly string[] | null;
}

/** How a table's text is split into cells, and what its columns contain. What is null is found from the text. */
export interface TableOptions {
  readonly columns: readonly ColumnOptions[];
  /** The cells that count as missing. */
  readonly missingValues: readonly string[];
  /** The cells that count as missing in columns of numbers and dates only. */
  readonly gapWords: readonly string[];
  readonly header: boolean | null;
  readonly delimiter: string | null;
  readonly decimal: '.' | ',' | null;
  /** The name of an encoding, as `TextDecoder` has it. */
  readonly encoding: string | null;
  /** Whether rows that repeat earlier ones, in the inputs and targets, are left out before the split. */
  readonly dropDuplicates: boolean;
}

export type DataSource =
  | {
      readonly kind: 'inline';
      readonly inputs: readonly (readonly number[])[];
      readonly targets: readonly (readonly number[])[];
      readonly inputNames: readonly string[] | null;
      readonly targetNames: readonly string[] | null;
    }
  | {
      readonly kind: 'table';
      /** The file's path, relative to the config file. */
      readonly file: string;
      /** The names of the feature columns; null means all columns but the targets. */
      readonly features: readonly string[] | null;
      readonly targets: readonly string[];
      /** The task; null means that it is inferred from the target column. */
      readonly task: Task | null;
      readonly options: TableOptions;
    }
  | { readonly kind: 'idx'; readonly images: string; readonly labels: string }
  | {
      readonly kind: 'generator';
      readonly generator: GeneratorName;
      readonly samples: number;
      readonly noise: number;
    };

/** A program of the user's that computes gradients. */
export interface CompareCommand {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The time limit in seconds. */
  readonly timeout: number;
}

export interface GradientCheckSpec {
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly samples: number;
  readonly parametersPerTensor: number;
  /** A file of gradients, or a command that prints them; null where there is nothing to compare with. */
  readonly compare: string | CompareCommand | null;
  /** Units that are excluded from the check since they may be at a kink; layers count from 1, units from 0. */
  readonly exclude: readonly { readonly layer: number; readonly unit: number }[];
}
