import type { Samples } from '../../engine/model/dataset.js';
import { fusedLoss } from '../../engine/model/losses.js';
import type { Layer, Network } from '../../engine/model/network.js';
import { fusedLossOf, ownLossOf } from '../../engine/pass/pass.js';
import { slotsOf } from '../../engine/training/optimizers.js';
import type { TrainingSpec } from '../../engine/model/spec.js';
import { Arena } from './arena.js';
import type { Kernels } from './kernels.js';
import * as at from './layout.js';

/** The addresses of a layer's tensors and buffers; 0 where it has none. */
export interface LayerPlaces {
  readonly panels: number;
  /** The number of elements from one row of net inputs, outputs or deltas to the next. */
  readonly pitch: number;
  readonly weights: number;
  readonly transposed: number;
  readonly bias: number;
  readonly sharedBias: number;
  readonly weightSlots: readonly number[];
  readonly biasSlots: readonly number[];
  readonly nets: number;
  readonly outputs: number;
  readonly passed: number;
  readonly mask: number;
  readonly delta: number;
  readonly deltaPanels: number;
  readonly gradient: number;
  readonly biasGradient: number;
  readonly forward: number;
  readonly backward: number;
}

/** The addresses of all that a run needs in the kernels' memory. */
export interface Program {
  readonly layers: readonly LayerPlaces[];
  /** The number of columns in a panel. */
  readonly panel: number;
  readonly elementBytes: number;
  /** The largest number of rows in a chunk. */
  readonly capacity: number;
  /** Whether the weights are updated where their gradient is summed, so that no gradient is stored. */
  readonly fused: boolean;
  /** The index of the first layer that is trained. */
  readonly lowest: number;
  /** The block that holds all that a step changes, and room for a copy of it. */
  readonly parameters: { readonly from: number; readonly to: number; readonly copy: number };
  /** The data; 0 where they stay outside the kernels' memory. */
  readonly inputs: number;
  readonly targets: number;
  readonly order: number;
  readonly gatheredInputs: number;
  readonly gatheredTargets: number;
  /** The buffer for reordered rows; `size` is in bytes per thread. */
  readonly packed: { readonly from: number; readonly size: number };
  readonly rates: number;
  /** The size of the memory. */
  readonly bytes: number;
}

/** The largest number of batches in one task. */
export const mostBatches = 1024;
/** The largest number of rows in a chunk. More would not be faster. */
const mostRows = 512;

export function planProgram(
  network: Network,
  samples: Samples,
  training: TrainingSpec,
  batchSize: number,
  { vectors, mostData, threads }: Pick<Kernels, 'vectors' | 'mostData' | 'threads'>,
): Program {
  const elementBytes = network.precision === 'float32' ? 4 : 8;
  const panel = (vectors * 16) / elementBytes;
  const capacity = chunkRows(network, samples.inputs.rows, batchSize);
  const lowest = network.layers.findIndex(isTrained);
  const fused = batchSize <= capacity && isPlainDescent(training) && !network.layers.some(isShared);
  const slots = slotsOf(training.optimizer);
  const arena = new Arena(at.TABLES + network.layers.length * at.TABLE_SIZE);
  const take = (count: number) => arena.take(count * elementBytes);
  const from = arena.end;
  const tensors = network.layers.map((layer, index) => {
    const panels = Math.ceil(layer.units / panel);
    const size = panels * panel * layer.inputs;
    const biasSize = layer.biasShared ? panel : panels * panel;
    const many = (wanted: boolean, length: number) =>
      Array.from({ length: wanted ? slots : 0 }, () => take(length));
    return {
      panels,
      weights: take(size),
      transposed: index > lowest ? take(Math.ceil(layer.inputs / panel) * panels * panel ** 2) : 0,
      bias: layer.bias ? take(panels * panel) : 0,
      sharedBias: layer.bias && layer.biasShared ? take(panel) : 0,
      weightSlots: many(layer.weightsTrainable, size),
      biasSlots: many(layer.bias !== null && layer.biasTrainable, biasSize),
      size,
      biasSize,
    };
  });
  const to = arena.end;
  const copy = arena.take(to - from);
  const layers = tensors.map(({ size, biasSize, ...places }, index): LayerPlaces => {
    const layer = network.layers[index];
    const kinds = kindsOf(network, layer, index);
    const pitch = pitchOf(network, index, elementBytes);
    const rows = () => take(capacity * pitch);
    const outputs = rows();
    const isApart = kinds.forward === at.BY_HOST || (index === network.layers.length - 1 && kinds.needsNets);
    const mask = layer.dropout > 0 ? rows() : 0;
    const trainsBias = layer.bias !== null && layer.biasTrainable;
    return {
      ...places,
      ...kinds,
      pitch,
      outputs,
      nets: isApart ? rows() : outputs,
      mask,
      passed: mask ? rows() : outputs,
      delta: rows(),
      deltaPanels: take(capacity * places.panels * panel),
      gradient: !layer.weightsTrainable ? 0 : fused ? places.weights : take(size),
      biasGradient: !trainsBias ? 0 : fused ? places.bias : take(biasSize),
    };
  });
  const packedSize = packedBytes(network, capacity, elementBytes);
  const { inputs, targets } = samples;
  const data = inputs.values.length + targets.values.length;
  const isInside = data * elementBytes <= mostData;
  return {
    layers, panel, elementBytes, capacity, fused, lowest,
    parameters: { from, to, copy },
    inputs: isInside ? take(inputs.values.length) : 0,
    targets: isInside ? take(targets.values.length) : 0,
    order: arena.take(4 * inputs.rows),
    gatheredInputs: take(capacity * inputs.columns),
    gatheredTargets: take(capacity * targets.columns),
    packed: { from: arena.take(threads * packedSize), size: packedSize },
    rates: arena.take(32 * mostBatches),
    bytes: arena.end,
  }; // prettier-ignore
}

/**
 * Returns the distance between rows in elements. Rows whose length is a large power of two would compete for the same
 * lines of the cache, so they are padded, unless the host reads them as one array.
 */
function pitchOf({ layers }: Network, index: number, elementBytes: number): number {
  const { units, activation, dropout } = layers[index];
  const isWhole = index === layers.length - 1 || activation === 'softmax' || dropout > 0;
  return isWhole || (units * elementBytes) % 1024 > 0 ? units : units + 64 / elementBytes;
}

/**
 * Returns the size of a thread's buffer for reordered rows: those that a product takes at once, and one vector, in
 * cache lines.
 */
function packedBytes({ layers }: Network, capacity: number, elementBytes: number): number {
  const widest = layers.reduce((most, { inputs, units }) => Math.max(most, inputs, units), 0);
  const row = widest * elementBytes;
  const wanted = Math.max(at.PACKED_BYTES, at.MOST_TILE_ROWS * row);
  return 64 * Math.ceil((Math.min(wanted, capacity * row) + 16) / 64);
}

/** Returns the number of rows in a chunk: a whole batch, unless a chunk would then take more than about 50 ms. */
function chunkRows({ layers }: Network, rows: number, batchSize: number): number {
  const weights = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  const most = Math.max(8, Math.min(mostRows, Math.floor(2 ** 29 / weights)));
  return Math.min(rows, Math.max(Math.min(batchSize, most), Math.min(64, most)));
}

const isTrained = ({ weightsTrainable, bias, biasTrainable }: Layer): boolean =>
  weightsTrainable || (bias !== null && biasTrainable);

const isShared = ({ bias, biasShared }: Layer): boolean => bias !== null && biasShared;

/** Returns whether a step is w ← w − η ∂L/∂w and nothing else. */
function isPlainDescent({ optimizer, regularization, clipGradientNorm }: TrainingSpec): boolean {
  const { l1, l2 } = regularization;
  return (
    optimizer.type === 'sgd' &&
    optimizer.momentum === 0 &&
    optimizer.weightDecay === 0 &&
    l1 === 0 &&
    l2 === 0 &&
    clipGradientNorm === null
  );
}

/**
 * Returns which kernels compute an activation. In float64 only those count that equal the plain loops to the last bit.
 */
function kindsOf(
  network: Network,
  { activation, dropout }: Layer,
  index: number,
): Pick<LayerPlaces, 'forward' | 'backward'> & { readonly needsNets: boolean } {
  const isLast = index === network.layers.length - 1;
  const fused = isLast && dropout === 0 ? fusedLossOf(network) : null;
  const isSingle = network.precision === 'float32';
  const known = new Map<string, number>([
    ['identity', at.IDENTITY],
    ['relu', at.RELU],
    ['leakyRelu', at.LEAKY_RELU],
    ['sigmoid', at.SIGMOID],
    ['tanh', at.TANH],
  ]);
  const kind = known.get(activation) ?? at.BY_HOST;
  const isExact = kind !== at.SIGMOID && kind !== at.TANH;
  const ownForward = isSingle && activation === 'softmax' ? at.SOFTMAX : kind;
  return {
    forward: isSingle || isExact ? ownForward : at.BY_HOST,
    backward: fused ? at.IDENTITY : kind,
    needsNets: fused !== null,
  };
}

/**
 * Returns how the gradient of the loss is computed, the factor it is multiplied by besides 1/N, and the number of columns
 * that the loss is averaged over besides the N rows; 0 for a sum.
 */
export function lossOf(network: Network): { kind: number; factor: number; columns: number } {
  const last = network.layers[network.layers.length - 1];
  const fused = last.dropout > 0 ? null : fusedLossOf(network);
  const { meanOverOutputs } = fused ?? ownLossOf(network);
  const columns = network.reduction === 'sum' ? 0 : meanOverOutputs ? last.units : 1;
  const { loss } = network;
  if (fused && fused === fusedLoss('softmax', 'crossEntropy'))
    return { kind: at.SOFTMAX_CROSS_ENTROPY, factor: 1, columns };
  if (fused || loss === 'halfSquaredError') return { kind: at.DIFFERENCE, factor: 1, columns };
  if (loss === 'meanSquaredError') return { kind: at.DIFFERENCE, factor: 2, columns };
  return { kind: at.BY_HOST, factor: 1, columns };
}
