import { activations, type Activation } from '../model/activations.js';
import { weightedLoss } from '../model/classWeights.js';
import { customActivation, customLoss } from '../model/customFunctions.js';
import type { Samples } from '../model/dataset.js';
import { floats } from '../model/initialize.js';
import type { Rows } from '../maths/products.js';
import { fusedLoss, losses, type Loss, type OutputRows } from '../model/losses.js';
import type { Floats, Layer, Matrix, Network } from '../model/network.js';
import { quantum } from '../pacing.js';
import type { Random } from '../maths/random.js';
import { activationNames, type ActivationName, type Precision } from '../model/spec.js';

/** A network's parameters as matrices. */
export interface Parameters {
  readonly weights: readonly Rows[];
  readonly biases: readonly (Floats | null)[];
}

/** The values of one layer for a chunk of rows. All are [rows][units]. */
export interface LayerPass {
  readonly layer: Layer;
  readonly activation: Activation;
  readonly inputs: Rows;
  readonly nets: Rows;
  readonly outputs: Rows;
  /** The next layer's inputs: the outputs after dropout. */
  readonly passed: Rows;
  /** The factors of dropout, 0 or 1 / (1 − p); null where nothing is dropped. */
  readonly mask: Floats | null;
  /** The gradient of `passed`, turned in place into that of `outputs`, then of `nets`; null in a forward pass. */
  readonly gradient: Rows | null;
}

/**
 * The pass of samples through a network, one chunk of rows at a time. Buffers are allocated once; from batch to batch the
 * parameters, the rows and their order change.
 */
export interface Pass {
  readonly network: Pick<Network, 'reduction' | 'classWeights'>;
  readonly samples: Samples;
  /** The largest number of rows in a chunk. */
  readonly capacity: number;
  readonly inputs: ChunkRows;
  readonly targets: ChunkRows;
  readonly layers: readonly LayerPass[];
  readonly output: OutputRows;
  readonly loss: Loss;
  /** Whether the gradient of the loss is that of the net inputs instead of the outputs. */
  readonly fused: boolean;
  parameters: Parameters;
  /** The order of the rows; null: that of the data. */
  order: Uint32Array | null;
  /** The first row of the chunk, an index into that order. */
  start: number;
  /** The number of rows in the chunk. */
  rows: number;
  /** Whether the chunk is the first of its batch, so that sums start from 0. */
  first: boolean;
  /** The sum of the loss over the batch's rows so far, before averaging. */
  lossSum: number;
  /** One over the divisor of the batch's loss; 0 where all its samples have the weight 0. */
  scale: number;
  /** The random streams of each layer's dropout in this batch. */
  draws: readonly Random[];
}

/** The rows of a chunk: part of the data's matrix, or copies in a buffer. */
export interface ChunkRows {
  readonly columns: number;
  readonly values: Floats;
  offset: number;
  readonly copied: boolean;
}

export interface PassOptions {
  /** The largest number of rows in a batch. */
  readonly rows: number;
  /** Whether rows are taken in another order than that of the data. */
  readonly reordered: boolean;
  /** Whether there are gradients and dropout. */
  readonly training: boolean;
}

export function createPass(
  network: Network,
  samples: Samples,
  { rows, reordered, training }: PassOptions,
): Pass {
  const capacity = Math.max(1, Math.min(rowsAtOnce(network), rows));
  const inputs = chunkRows(samples.inputs, network.precision, capacity, reordered);
  const targets = chunkRows(samples.targets, network.precision, capacity, reordered);
  const layers: LayerPass[] = [];
  for (const layer of network.layers)
    layers.push(layerPass(network, layer, layers.at(-1)?.passed ?? inputs, capacity, training));
  const last = layers[layers.length - 1];
  const fused = last.mask ? null : fusedLossOf(network);
  return {
    network, samples, capacity, inputs, targets, layers,
    output: { nets: last.nets.values, outputs: last.passed.values, targets, columns: last.layer.units },
    loss: fused ?? ownLossOf(network),
    fused: fused !== null,
    parameters: parametersOf(network),
    order: null, start: 0, rows: 0, first: true, lossSum: 0, scale: 1, draws: [],
  }; // prettier-ignore
}

export function parametersOf({ layers }: Network): Parameters {
  return {
    weights: layers.map(({ weights, inputs }) => ({ values: weights, offset: 0, columns: inputs })),
    biases: layers.map(({ bias }) => bias),
  };
}

/**
 * Returns the number of rows in a chunk: about a quantum of work, but enough rows that the weights are not loaded for
 * each one, and few enough that the rows stay in the cache.
 */
function rowsAtOnce({ layers }: Network): number {
  const work = layers.reduce((sum, { inputs, units }) => sum + 3 * inputs * units, 0);
  return Math.max(16, Math.min(256, Math.floor(quantum / work)));
}

function chunkRows(matrix: Matrix, precision: Precision, capacity: number, reordered: boolean): ChunkRows {
  const { columns, values } = matrix;
  const copied = reordered || (precision === 'float32') !== values instanceof Float32Array;
  return { columns, values: copied ? floats(precision, capacity * columns) : values, offset: 0, copied };
}

function layerPass(
  network: Network,
  layer: Layer,
  inputs: Rows,
  capacity: number,
  training: boolean,
): LayerPass {
  const columns = layer.units;
  const buffer = () => floats(network.precision, capacity * columns);
  const rows = () => ({ values: buffer(), offset: 0, columns });
  const outputs = rows();
  const drops = training && layer.dropout > 0;
  return {
    layer,
    activation: activationOf(network, layer.activation),
    inputs,
    nets: rows(),
    outputs,
    passed: drops ? rows() : outputs,
    mask: drops ? buffer() : null,
    gradient: training ? rows() : null,
  };
}

/** Returns the activation of a name. Built-in names come before user-defined ones. */
export function activationOf({ functions }: Pick<Network, 'functions'>, name: string): Activation {
  return isActivationName(name) ? activations[name] : customActivation(functions[name]);
}

function isActivationName(name: string): name is ActivationName {
  return activationNames.some((known) => known === name);
}

/**
 * Returns the loss and the last activation as one function, with the weights of the classes; null where they are
 * differentiated separately.
 * @param fuse how the two are put together
 */
export function fusedLossOf({ layers, loss, classWeights }: Network, fuse = fusedLoss): Loss | null {
  const fused = typeof loss === 'string' ? fuse(layers[layers.length - 1].activation, loss) : null;
  return fused && classWeights ? weightedLoss(fused, classWeights) : fused;
}

/** Returns the loss as a function of the outputs, with the weights of the classes. */
export function ownLossOf({ loss, classWeights }: Pick<Network, 'loss' | 'classWeights'>): Loss {
  const own = typeof loss === 'string' ? losses[loss] : customLoss(loss);
  return classWeights ? weightedLoss(own, classWeights) : own;
}
