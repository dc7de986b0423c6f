import { activations, type Activation } from './activations.js';
import { customActivation, customLoss } from './custom.js';
import type { Samples } from './dataset.js';
import { floats } from './initialize.js';
import type { Rows } from './kernels.js';
import { fusedLoss, losses, type Loss, type OutputRows } from './losses.js';
import type { Floats, Layer, Matrix, Network } from './network.js';
import { quantum } from './pacing.js';
import type { Random } from './random.js';
import { activationNames, type ActivationName, type Precision } from './spec.js';

/** A network's parameters as the kernels take them. */
export interface Parameters {
  readonly weights: readonly Rows[];
  readonly biases: readonly (Floats | null)[];
}

/** What one layer holds of a chunk of rows. All are [rows][units]. */
export interface LayerPass {
  readonly layer: Layer;
  readonly activation: Activation;
  readonly inputs: Rows;
  readonly nets: Rows;
  readonly outputs: Rows;
  /** What the next layer gets: the outputs, or what dropout leaves of them. */
  readonly passed: Rows;
  /** Factors by dropout: 0, or 1 / (1 − p); null where nothing is dropped. */
  readonly mask: Floats | null;
  /** With respect to what is passed on, later the outputs, then the nets; null in a pass that only goes forward. */
  readonly gradient: Rows | null;
}

/**
 * Samples on their way through a network, a chunk of rows at a time. Buffers are allocated once; what changes from
 * batch to batch are the parameters, the rows and their order.
 */
export interface Pass {
  readonly samples: Samples;
  /** Rows in a chunk at the most. */
  readonly capacity: number;
  readonly inputs: ChunkRows;
  readonly targets: ChunkRows;
  readonly layers: readonly LayerPass[];
  readonly output: OutputRows;
  readonly loss: Loss;
  /** The loss's gradient is the one of the nets, not of the outputs. */
  readonly fused: boolean;
  parameters: Parameters;
  /** Where the rows are taken from, in that order; null: as they stand. */
  order: Uint32Array | null;
  /** The chunk's first row, counted in that order. */
  start: number;
  /** Rows in the chunk. */
  rows: number;
  /** The chunk is the first of its batch: sums start anew. */
  first: boolean;
  /** Sum of the loss over the batch's rows so far, before averaging. */
  lossSum: number;
  /** 1 / the divisor of the batch's loss. */
  scale: number;
  /** Where each layer's dropout draws from in this batch. */
  draws: readonly Random[];
}

/** A chunk's rows: the data's own matrix at an offset, or copies in a buffer. */
export interface ChunkRows {
  readonly columns: number;
  readonly values: Floats;
  offset: number;
  readonly copied: boolean;
}

export interface PassOptions {
  /** Rows of a batch at the most. */
  readonly rows: number;
  /** Rows are wanted in another order than they stand in. */
  readonly reordered: boolean;
  /** With gradients, and with dropout. */
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
    samples, capacity, inputs, targets, layers,
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
 * Rows in a chunk: about a quantum's work, at least enough that the weights are not fetched for every row, at most what
 * stays in the cache.
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

/** The activation a name stands for. The names of the format come before the user's. */
export function activationOf({ functions }: Pick<Network, 'functions'>, name: string): Activation {
  return isActivationName(name) ? activations[name] : customActivation(functions[name]);
}

function isActivationName(name: string): name is ActivationName {
  return activationNames.some((known) => known === name);
}

/** The loss and the last activation as one, where they are differentiated as one. */
export function fusedLossOf({ layers, loss }: Network): Loss | null {
  return typeof loss === 'string' ? fusedLoss(layers[layers.length - 1].activation, loss) : null;
}

export function ownLossOf({ loss }: Network): Loss {
  return typeof loss === 'string' ? losses[loss] : customLoss(loss);
}
