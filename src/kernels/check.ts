import type { CreateBackend } from '../engine/backend.js';
import type { Dataset } from '../engine/dataset.js';
import { createNetwork, floats } from '../engine/initialize.js';
import type { Precision, TrainingSpec } from '../engine/spec.js';
import { drain } from '../engine/pacing.js';
import { Random } from '../engine/random.js';
import { startTraining, type TrainingState } from '../engine/state.js';
import { train } from '../engine/train.js';
import { kernelBackends } from '../engine/wasm/backend.js';
import type { Kernels } from '../engine/wasm/kernels.js';

/** Of float32, where sums are rounded in another order or once less. */
const tolerance = 1e-5;

/** Kernels are used only where they train a network to the numbers that the plain loops give: in float64 to the last bit. */
export function isRight(kernels: Kernels): boolean {
  return isRightIn('float64', 0, kernels) && isRightIn('float32', tolerance, kernels);
}

function isRightIn(precision: Precision, tolerance: number, kernels: Kernels): boolean {
  const train = (createBackend: CreateBackend) => {
    const { state, steps } = training([13, 11, 9, 3], 10, precision, 3, createBackend);
    drain(steps);
    return weightsOf(state);
  };
  const found = train(kernelBackends(kernels));
  return train(() => null).every((value, i) => Math.abs(value - found[i]) <= tolerance);
}

function weightsOf({ network }: TrainingState): number[] {
  return network.layers.flatMap(({ weights, bias }) => [...weights, ...(bias ?? [])]);
}

export interface Started {
  readonly state: TrainingState;
  readonly steps: ReturnType<typeof train>;
}

/** A network of those widths in float32, for as many steps as one likes. */
export function endlessTraining(
  widths: readonly number[],
  rows: number,
  createBackend: CreateBackend,
): Started {
  return training(widths, rows, 'float32', Number.MAX_SAFE_INTEGER, createBackend);
}

/** A network of those widths on `rows` of noise, a step an epoch. */
function training(
  [inputs, ...widths]: readonly number[],
  rows: number,
  precision: Precision,
  epochs: number,
  createBackend: CreateBackend,
): Started {
  const spec = { ...descent, epochs, precision };
  const layers = widths.map((units, index) => ({
    units,
    activation: index < widths.length - 1 ? 'relu' : 'softmax',
    weights: null,
    weightsTrainable: true,
    weightNames: null,
    bias: { value: 0, shared: false, trainable: true, names: null },
    init: { type: 'xavierUniform' as const },
    dropout: 0,
    names: null,
  }));
  const network = createNetwork({ layers, loss: 'crossEntropy', functions: {} }, inputs, spec);
  const state = startTraining(network, spec);
  const data = noise(inputs, widths[widths.length - 1], rows, precision);
  return { state, steps: train(state, data, spec, { createBackend, evaluateEvery: epochs + 1 }) };
}

const descent: Omit<TrainingSpec, 'epochs' | 'precision'> = {
  optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
  batchSize: null,
  shuffle: false,
  seed: 1,
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
    normalization: null,
  };
}
