import { readdirSync, readFileSync } from 'node:fs';
import type { Dataset, Samples } from '../../src/engine/model/dataset.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import type { EpochMetrics, Outcome } from '../../src/engine/model/metrics.js';
import type { Matrix, Network } from '../../src/engine/model/network.js';
import { Random } from '../../src/engine/maths/random.js';
import type {
  LayerSpec,
  LossName,
  NetworkSpec,
  OptimizerSpec,
  TrainingSpec,
} from '../../src/engine/model/spec.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { train } from '../../src/engine/training/train.js';

/** A config with the numbers that PyTorch computes for it in float64. */
export interface Golden {
  readonly name: string;
  readonly config: GoldenConfig;
  readonly expect: {
    readonly loss: number;
    readonly outputs: number[][];
    readonly gradients: readonly GoldenLayer[];
    readonly after: readonly {
      readonly epochs: number;
      readonly loss: number;
      readonly outputs: number[][];
      readonly parameters: readonly GoldenLayer[];
    }[];
  };
}

export interface GoldenLayer {
  /** The weights, or their gradient, which is null where they are not trained. */
  readonly weights: number[][] | null;
  /** The bias, or its gradient; a single number where it is shared. */
  readonly bias: number[] | number | null;
}

interface GoldenConfig {
  readonly layers: readonly {
    readonly units: number;
    readonly activation: string;
    readonly weights: number[][] | { readonly value: number[][]; readonly trainable: boolean };
    readonly bias: false | number[] | { value: number | number[]; shared: boolean; trainable: boolean };
  }[];
  readonly loss: LossName;
  readonly data: {
    readonly inputs: number[][];
    readonly targets: number[][];
    readonly classWeights?: readonly number[];
  };
  readonly training: Partial<TrainingSpec> & { readonly optimizer: Partial<OptimizerSpec> };
}

export function goldenFiles(): Golden[] {
  return ['golden', 'pytorch'].flatMap((name) => {
    const folder = new URL(`../fixtures/${name}/`, import.meta.url);
    return readdirSync(folder).map(
      (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden,
    );
  });
}

export function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0].length, values: Float64Array.from(rows.flat()) };
}

export function rowsOf({ rows, columns, values }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}

export function samples(
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): Samples {
  return { inputs: matrix(inputs), targets: matrix(targets) };
}

export function dataset(training: Samples, rest: Partial<Dataset> = {}): Dataset {
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
  return {
    training,
    validation: null,
    task: 'regression',
    inputNames: names('x', training.inputs.columns),
    targetNames: names('y', training.targets.columns),
    classes: null,
    classWeights: null,
    normalization: null,
    targetNormalization: null,
    image: null,
    rows: null,
    ...rest,
  };
}

export function layerSpec(units: number, activation: string, rest: Partial<LayerSpec> = {}): LayerSpec {
  return {
    units,
    activation,
    weights: null,
    weightsTrainable: true,
    weightNames: null,
    bias: { value: 0, shared: false, trainable: true, names: null },
    init: { type: 'xavierUniform' },
    dropout: 0,
    names: null,
    ...rest,
  };
}

/** Returns a training with the defaults of the config format. */
export function trainingSpec(rest: Partial<TrainingSpec> = {}): TrainingSpec {
  return {
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
    epochs: 100,
    batchSize: null,
    shuffle: true,
    seed: 0,
    precision: 'float64',
    regularization: { l1: 0, l2: 0 },
    schedule: { type: 'constant' },
    warmupEpochs: 0,
    earlyStopping: null,
    reduction: 'mean',
    clipGradientNorm: null,
    ...rest,
  };
}

/** Returns an optimizer with PyTorch's defaults. */
export function optimizerSpec(given: Partial<OptimizerSpec>): OptimizerSpec {
  const learningRate = 0.1;
  switch (given.type) {
    case 'adagrad':
      return { learningRate, epsilon: 1e-10, weightDecay: 0, ...given, type: 'adagrad' };
    case 'rmsprop':
      return {
        learningRate,
        alpha: 0.99,
        epsilon: 1e-8,
        momentum: 0,
        weightDecay: 0,
        ...given,
        type: 'rmsprop',
      };
    case 'adam':
      return { learningRate, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0, ...given, type: 'adam' };
    case 'adamw':
      return { learningRate, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, ...given, type: 'adamw' };
    case 'perceptron':
      return { learningRate, ...given, type: 'perceptron' };
    default:
      return { learningRate, momentum: 0, nesterov: false, weightDecay: 0, ...given, type: 'sgd' };
  }
}

/** Returns the spec of a golden config. */
export function goldenSpec({ layers, loss }: GoldenConfig): NetworkSpec {
  return {
    loss,
    functions: {},
    layers: layers.map(({ units, activation, weights, bias }) =>
      layerSpec(units, activation, {
        weights: 'value' in weights ? weights.value : weights,
        weightsTrainable: !('trainable' in weights) || weights.trainable,
        bias:
          bias === false
            ? null
            : {
                shared: false,
                trainable: true,
                names: null,
                ...(Array.isArray(bias) ? { value: bias } : bias),
              },
      }),
    ),
  };
}

/** Returns the initial network of a golden config. */
export function goldenNetwork(config: GoldenConfig): Network {
  const { inputs, classWeights = null } = config.data;
  return { ...createNetwork(goldenSpec(config), inputs[0].length, goldenTraining(config)), classWeights };
}

export function goldenTraining({ training }: GoldenConfig): TrainingSpec {
  return trainingSpec({ ...training, optimizer: optimizerSpec(training.optimizer) });
}

/** Returns random numbers from a standard normal distribution; a stream always has the same numbers. */
export function noise(rows: number, columns: number, stream = 0): number[][] {
  const random = new Random(0, 'noise', stream);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
}

/** The result of a run from the initial network to its end. */
export interface Finished {
  readonly outcome: Outcome;
  readonly metrics: EpochMetrics[];
  readonly state: TrainingState;
  readonly yields: number;
}

export function finish(
  spec: NetworkSpec,
  data: Dataset,
  training: TrainingSpec,
  evaluateEvery = 1,
): Finished {
  const network = createNetwork(spec, data.training.inputs.columns, training);
  return continueTraining(startTraining(network, training), data, training, evaluateEvery);
}

export function continueTraining(
  state: TrainingState,
  data: Dataset,
  training: TrainingSpec,
  evaluateEvery = 1,
): Finished {
  const metrics: EpochMetrics[] = [];
  const epochs = train(state, data, training, { evaluateEvery });
  for (let yields = 0; ; yields++) {
    const { value, done } = epochs.next();
    if (done) return { outcome: value, metrics, state, yields };
    if (value) metrics.push(value);
  }
}
