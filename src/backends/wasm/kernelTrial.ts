import type { CreateBackend } from '../../engine/training/backend.js';
import type { Dataset } from '../../engine/model/dataset.js';
import { createNetwork, floats } from '../../engine/model/initialize.js';
import { Random } from '../../engine/maths/random.js';
import type { Precision, TrainingSpec } from '../../engine/model/spec.js';
import { startTraining, type TrainingState } from '../../engine/training/state.js';
import { train } from '../../engine/training/train.js';

/** A network to test kernels with, and its training, with one step per epoch unless a batch size is given. */
export interface KernelTrial {
  /** The number of inputs, then the units of each layer. */
  readonly widths: readonly number[];
  /** The activations of the hidden layers; relu where absent. The last layer is softmax. */
  readonly activations?: readonly string[];
  readonly dropout?: number;
  readonly rows: number;
  readonly training: Pick<TrainingSpec, 'precision' | 'epochs'> & Partial<TrainingSpec>;
}

export interface Started {
  readonly state: TrainingState;
  readonly steps: ReturnType<typeof train>;
}

/** Prepares the training of a trial on random data. */
export function startKernelTrial(trial: KernelTrial, createBackend: CreateBackend): Started {
  const { widths, activations = [], dropout = 0, rows } = trial;
  const [inputs, ...units] = widths;
  const spec = { ...descent, ...trial.training };
  const last = units.length - 1;
  const layers = units.map((count, index) => ({
    units: count,
    activation: index < last ? (activations[index] ?? 'relu') : 'softmax',
    weights: null,
    weightsTrainable: true,
    weightNames: null,
    bias: { value: 0, shared: false, trainable: true, names: null },
    init: { type: 'xavierUniform' as const },
    dropout: index < last ? dropout : 0,
    names: null,
  }));
  const network = createNetwork({ layers, loss: 'crossEntropy', functions: {} }, inputs, spec);
  const state = startTraining(network, spec);
  const data = noise(inputs, units[last], rows, spec.precision);
  return { state, steps: train(state, data, spec, { createBackend, evaluateEvery: spec.epochs + 1 }) };
}

/** Returns all parameters, layer by layer. */
export function weightsOf({ network }: TrainingState): number[] {
  return network.layers.flatMap(({ weights, bias }) => [...weights, ...(bias ?? [])]);
}

const descent: Omit<TrainingSpec, 'epochs' | 'precision'> = {
  optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
  batchSize: null,
  shuffle: false,
  seed: 1,
  reduction: 'mean',
  regularization: { l1: 0, l2: 0 },
  schedule: { type: 'constant' },
  warmupEpochs: 0,
  earlyStopping: null,
  clipGradientNorm: null,
};

function noise(inputs: number, columns: number, rows: number, precision: Precision): Dataset {
  const random = new Random(1, 'noise', 0);
  const x = floats(precision, rows * inputs).map(() => random.normal());
  const t = floats(precision, rows * columns);
  for (let row = 0; row < rows; row++) t[row * columns + random.below(columns)] = 1;
  return {
    training: { inputs: { rows, columns: inputs, values: x }, targets: { rows, columns, values: t } },
    validation: null,
    task: 'classification',
    inputNames: [],
    targetNames: [],
    classes: null,
    classWeights: null,
    normalization: null,
    targetNormalization: null,
    image: null,
    rows: null,
  };
}
