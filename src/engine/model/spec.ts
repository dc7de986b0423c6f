import type { CustomFunction, Expression } from '../maths/expression.js';

/** A network as the config describes it, with every default filled in. Plain data. */
export interface NetworkSpec {
  readonly layers: readonly LayerSpec[];
  readonly loss: LossName | CustomFunction;
  /** User-defined activations by name. */
  readonly functions: Readonly<Record<string, CustomFunction>>;
}

export const activationNames = [
  'identity', 'step', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu',
  'mish', 'softplus', 'softsign', 'softmax',
] as const; // prettier-ignore
export type ActivationName = (typeof activationNames)[number];

/** The activations that suppress negative net inputs, for which He's initialization compensates. */
export const rectifierNames: readonly ActivationName[] = [
  'relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'mish', 'softplus',
]; // prettier-ignore

export const lossNames = [
  'halfSquaredError', 'meanSquaredError', 'meanAbsoluteError', 'huber', 'crossEntropy', 'binaryCrossEntropy',
] as const; // prettier-ignore
export type LossName = (typeof lossNames)[number];

export const optimizerNames = ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw', 'perceptron'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface LayerSpec {
  readonly units: number;
  /** An `ActivationName` or a key of `NetworkSpec.functions`. */
  readonly activation: string;
  /** `[units][inputs]`; null where `init` draws them. */
  readonly weights: readonly (readonly number[])[] | null;
  readonly weightsTrainable: boolean;
  readonly weightNames: readonly (readonly string[])[] | null;
  /** The bias; null where the layer has none. */
  readonly bias: BiasSpec | null;
  readonly init: Initializer;
  /** The fraction of outputs that is dropped during training, in [0, 1). */
  readonly dropout: number;
  readonly names: readonly string[] | null;
}

export interface BiasSpec {
  /** One number for all units, or one for each. */
  readonly value: number | readonly number[];
  /** Whether the whole layer has one bias, whose gradient is the sum over the units. */
  readonly shared: boolean;
  readonly trainable: boolean;
  readonly names: readonly string[] | null;
}

export type Initializer =
  | { readonly type: 'xavierUniform' | 'xavierNormal' | 'heUniform' | 'heNormal' | 'lecunNormal' | 'zeros' }
  | { readonly type: 'uniform'; readonly min: number; readonly max: number }
  | { readonly type: 'normal'; readonly mean: number; readonly std: number };

export type Precision = 'float64' | 'float32';

export const reductionNames = ['mean', 'sum'] as const;
/** Whether the loss of a batch is the mean over its samples or their sum. */
export type Reduction = (typeof reductionNames)[number];

export interface TrainingSpec {
  readonly optimizer: OptimizerSpec;
  readonly epochs: number;
  /** The number of samples in a batch; null: all the training data. */
  readonly batchSize: number | null;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly precision: Precision;
  readonly reduction: Reduction;
  readonly regularization: { readonly l1: number; readonly l2: number };
  readonly schedule: ScheduleSpec;
  readonly warmupEpochs: number;
  readonly earlyStopping: {
    readonly patience: number;
    readonly minDelta: number;
    readonly restoreBest: boolean;
  } | null;
  readonly clipGradientNorm: number | null;
}

/** Formulas and defaults are those of `torch.optim`. */
export type OptimizerSpec =
  | {
      readonly type: 'sgd';
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  | {
      readonly type: 'adagrad';
      readonly learningRate: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly type: 'rmsprop';
      readonly learningRate: number;
      readonly alpha: number;
      readonly epsilon: number;
      readonly momentum: number;
      readonly weightDecay: number;
    }
  | {
      readonly type: 'adam' | 'adamw';
      readonly learningRate: number;
      readonly betas: readonly [number, number];
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | { readonly type: 'perceptron'; readonly learningRate: number };

/** Formulas and defaults are those of `torch.optim.lr_scheduler`, with one step per epoch. */
export type ScheduleSpec =
  | { readonly type: 'constant' }
  | { readonly type: 'step'; readonly stepSize: number; readonly gamma: number }
  | { readonly type: 'exponential'; readonly gamma: number }
  | { readonly type: 'cosine'; readonly epochs: number; readonly minLearningRate: number }
  | {
      readonly type: 'reduceOnPlateau';
      readonly factor: number;
      readonly patience: number;
      readonly threshold: number;
      readonly minLearningRate: number;
    };

/** Gradient descent on a function of `x` and `y` instead of a network. */
export interface FunctionSpec {
  readonly function: Expression;
  readonly start: readonly [number, number];
}
