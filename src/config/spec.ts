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
  readonly gradientCheck: GradientCheckSpec;
}

/** A config for gradient descent on a plain function of two variables. */
export interface FunctionConfig extends Common, FunctionSpec {
  readonly kind: 'function';
}

export type DataSpec = DataSource & {
  readonly normalize: 'none' | 'standardize' | 'minMax';
  /** How the targets of a regression are scaled. */
  readonly normalizeTargets: 'none' | 'standardize';
  /** The weights of classes in the loss, by name; `balanced` fits them; null: all samples count alike. */
  readonly classWeights: 'balanced' | Readonly<Record<string, number>> | null;
  /** The fraction of the samples that is held out, in [0, 1). */
  readonly validationSplit: number;
};

export const generatorNames = ['xor', 'circles', 'spiral', 'gaussians', 'moons', 'sine'] as const;
export type GeneratorName = (typeof generatorNames)[number];

export type DataSource =
  | {
      readonly kind: 'inline';
      readonly inputs: readonly (readonly number[])[];
      readonly targets: readonly (readonly number[])[];
      readonly inputNames: readonly string[] | null;
      readonly targetNames: readonly string[] | null;
    }
  | {
      readonly kind: 'csv';
      /** The file's path, relative to the config file. */
      readonly file: string;
      /** The names of the feature columns; null means all columns but the targets. */
      readonly features: readonly string[] | null;
      readonly targets: readonly string[];
      /** The task; null means that it is inferred from the target column. */
      readonly task: Task | null;
    }
  | { readonly kind: 'idx'; readonly images: string; readonly labels: string }
  | {
      readonly kind: 'generator';
      readonly generator: GeneratorName;
      readonly samples: number;
      readonly noise: number;
    };

export interface GradientCheckSpec {
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly samples: number;
  readonly parametersPerTensor: number;
  readonly compare: string | null;
  /** Units that are excluded from the check since they may be at a kink; layers count from 1, units from 0. */
  readonly exclude: readonly { readonly layer: number; readonly unit: number }[];
}
