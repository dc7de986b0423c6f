import type { FunctionSpec, NetworkSpec, TrainingSpec } from '../engine/spec.js';
import type { Task } from '../engine/dataset.js';

/** What a config asks for, every default filled in. Plain data, so it crosses threads. */
export type Spec = NetworkConfig | FunctionConfig;

interface Common {
  /** The config's `name`, or the file's without `.backprop.json`. */
  readonly name: string;
  readonly training: TrainingSpec;
}

export interface NetworkConfig extends Common, NetworkSpec {
  readonly kind: 'network';
  readonly data: DataSpec;
  readonly gradientCheck: GradientCheckSpec;
}

/** Gradient descent on a plain function of two variables. */
export interface FunctionConfig extends Common, FunctionSpec {
  readonly kind: 'function';
}

export type DataSpec = DataSource & {
  readonly normalize: 'none' | 'standardize' | 'minMax';
  /** Fraction held out, in [0, 1). */
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
      /** Relative to the config file. */
      readonly file: string;
      /** null: all columns but the targets. */
      readonly features: readonly string[] | null;
      readonly targets: readonly string[];
      /** null: taken from the target column. */
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
  /** Units that may sit on a kink; layers count from 1, units from 0. */
  readonly exclude: readonly { readonly layer: number; readonly unit: number }[];
}
