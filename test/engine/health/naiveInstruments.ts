import type { Dataset } from '../../../src/engine/model/dataset.js';
import type { Instruments, LayerInstruments } from '../../../src/engine/health/instruments.js';
import type { Floats, Layer, LayerGradients, Matrix, Network } from '../../../src/engine/model/network.js';
import type { TrainingSpec } from '../../../src/engine/model/spec.js';
import type { TrainingState } from '../../../src/engine/training/state.js';
import { activations } from '../../../src/engine/model/activations.js';
import { forward } from '../../../src/engine/pass/forward.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { classOf } from '../../../src/engine/pass/score.js';
import { learningRateOf } from '../../../src/engine/training/schedule.js';
import { startTraining } from '../../../src/engine/training/state.js';
import { trainBatch } from '../../../src/engine/training/train.js';

const most = 128;

/** Measures a network in the simplest way, with whole passes over at most 128 samples. */
export function naiveInstruments(
  state: TrainingState,
  dataset: Dataset,
  training: TrainingSpec,
  measuresSharpness: boolean,
): Instruments {
  const network = { ...state.network };
  const { inputs, targets } = dataset.training;
  const step = Math.max(1, Math.floor(inputs.rows / most));
  const subset = { inputs: every(inputs, step), targets: every(targets, step) };
  const found = gradients(network, subset, training.regularization);
  const values = forward(network, subset.inputs);
  const updated = afterOneUpdate(network, { ...dataset, training: subset, validation: null }, training);
  return {
    epoch: state.epoch,
    loss: found.loss,
    layers: network.layers.map((layer, i) =>
      layerInstruments(network, layer, found.layers[i], values[i], updated?.layers[i] ?? null),
    ),
    outputSpread: spreads(values[values.length - 1].outputs),
    predicted: dataset.classes && predicted(values[values.length - 1].outputs),
    gradientSignal: null,
    sharpness: measuresSharpness ? sharpness(network, subset, training) : null,
    learningRate: learningRateOf(training, state.epoch + 1, state.plateau),
  };
}

function every({ rows, columns, values }: Matrix, step: number): Matrix {
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => row % step === 0);
  const copy = new Float64Array(kept.length * columns);
  kept.forEach((row, i) => copy.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { rows: kept.length, columns, values: copy };
}

function afterOneUpdate(network: Network, dataset: Dataset, training: TrainingSpec): Network | null {
  if (training.optimizer.type === 'perceptron') return null;
  const state = startTraining(network, { ...training, batchSize: null });
  const steps = trainBatch(state, dataset, { ...training, batchSize: null, epochs: 1 });
  while (!steps.next().done);
  return state.network;
}

const norm = (values: ArrayLike<number> | null): number =>
  Math.sqrt(Array.from(values ?? []).reduce((sum, value) => sum + value * value, 0));

function layerInstruments(
  network: Network,
  layer: Layer,
  gradient: LayerGradients,
  { nets, outputs }: { readonly nets: Matrix; readonly outputs: Matrix },
  updated: Layer | null,
): LayerInstruments {
  const slopes = derivatives(network, layer, nets, outputs);
  const units = Array.from({ length: layer.units }, (_, unit) => unit);
  const column = (values: Floats, unit: number) =>
    Array.from({ length: nets.rows }, (_, row) => values[row * layer.units + unit]);
  const dead = units.filter(
    (unit) =>
      column(outputs.values, unit).every((y) => y === 0) && column(slopes, unit).every((d) => d === 0),
  );
  const isBounded = ['sigmoid', 'tanh', 'softmax', 'softsign'].includes(layer.activation);
  const saturated = units.filter(
    (unit) => isBounded && column(slopes, unit).filter((d) => Math.abs(d) < 0.01).length >= 0.95 * nets.rows,
  );
  const all = Array.from(outputs.values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const weightNorm = norm(layer.weights);
  return {
    gradientNorm: Math.hypot(norm(gradient.weights), norm(gradient.bias)),
    weightNorm,
    updateRatio:
      updated && layer.weightsTrainable && weightNorm > 0
        ? norm(layer.weights.map((w, i) => updated.weights[i] - w)) / weightNorm
        : null,
    deadShare: dead.length / layer.units,
    saturatedShare: saturated.length / layer.units,
    activationMean: mean,
    activationSpread: Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length),
  };
}

function derivatives(network: Network, layer: Layer, nets: Matrix, outputs: Matrix): Floats {
  const slopes = new Float64Array(nets.values.length).fill(1);
  if (layer.activation === 'softmax')
    return slopes.map((_, i) => outputs.values[i] * (1 - outputs.values[i]));
  const name = layer.activation as keyof typeof activations;
  if (Object.hasOwn(network.functions, layer.activation)) return slopes;
  activations[name].backward(nets.values, outputs.values, slopes, 0, nets.rows, layer.units);
  return slopes;
}

function spreads({ rows, columns, values }: Matrix): number[] {
  return Array.from({ length: columns }, (_, c) => {
    const column = Array.from({ length: rows }, (_, row) => values[row * columns + c]);
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
  });
}

function predicted({ rows, columns, values }: Matrix): number[] {
  const counts = new Array<number>(Math.max(2, columns)).fill(0);
  for (let row = 0; row < rows; row++) counts[classOf(values, row * columns, columns)]++;
  return counts;
}

/** Returns the largest eigenvalue of the Hessian by power iteration on differences of gradients. */
function sharpness(network: Network, samples: Dataset['training'], training: TrainingSpec): number | null {
  const at = (shift: Floats[] | null, scale: number): Floats[] => {
    let tensor = 0;
    const layers = network.layers.map((layer) => {
      const moved = (values: Floats): Floats => {
        const by = shift?.[tensor++];
        return by ? values.map((value, i) => value + scale * by[i]) : values;
      };
      const weights = layer.weightsTrainable ? moved(layer.weights) : layer.weights;
      const bias = layer.bias && layer.biasTrainable ? moved(layer.bias) : layer.bias;
      return { ...layer, weights, bias };
    });
    return gradients({ ...network, layers }, samples, training.regularization).layers.flatMap(
      ({ weights, bias }) => [...(weights ? [weights] : []), ...(bias ? [bias] : [])],
    );
  };
  const start = at(null, 0);
  if (start.length === 0) return null;
  let direction = start.map((values) => Float64Array.from(values, (value, i) => value + 1e-3 * Math.sin(i)));
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const length = Math.hypot(...direction.map(norm));
    if (!(length > 0)) return null;
    const unit = direction.map((values) => values.map((each) => each / length));
    const step = 1e-4;
    const [ahead, behind] = [at(unit, step), at(unit, -step)];
    direction = ahead.map((values, t) =>
      Float64Array.from(values, (each, j) => (each - behind[t][j]) / (2 * step)),
    );
    value = direction.reduce(
      (sum, values, t) => sum + values.reduce((s, each, j) => s + each * unit[t][j], 0),
      0,
    );
  }
  return Number.isFinite(value) ? Math.abs(value) : null;
}
