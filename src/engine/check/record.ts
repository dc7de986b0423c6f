import { dropoutDraws } from '../pass/dropout.js';
import { activationOf, createPass, type Pass } from '../pass/pass.js';
import type { Activation } from '../model/activations.js';
import { backwardPieces, emptyGradients } from '../pass/backward.js';
import type { Samples } from '../model/dataset.js';
import { forwardPieces, lossPieces } from '../pass/forward.js';
import type { Loss } from '../model/losses.js';
import type { Floats, Layer, LayerGradients, Network } from '../model/network.js';
import { drain, quantum, type Piece } from '../pacing.js';
import { advanceSweep, createSweep, startSweep } from '../pass/sweep.js';

/** A layer's values in a recorded pass. All are [rows][units] unless stated otherwise. */
export interface RecordedLayer {
  readonly layer: Layer;
  readonly activation: Activation;
  /** The inputs, [rows][inputs]. */
  readonly inputs: Floats;
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
  /** The next layer's inputs: the outputs after dropout, if any. */
  readonly passed: Float64Array;
  /** Dropout's factors; null where nothing is dropped. */
  readonly mask: Float64Array | null;
  /** δ: the gradient of the batch's loss with respect to the net inputs. */
  readonly deltas: Float64Array;
}

/** A forward and backward pass over a set of samples in float64, with all intermediate values. */
export interface Recorded {
  readonly network: Network;
  readonly samples: Samples;
  readonly rows: number;
  readonly layers: readonly RecordedLayer[];
  /** The loss function of each sample, as summed before averaging. */
  readonly loss: Loss;
  /** Whether `loss` is a function of the net inputs. */
  readonly fused: boolean;
  /** 1 / the divisor of the losses' sum. */
  readonly scale: number;
  /** The loss of the rows: their mean or sum, as the network's reduction says. */
  readonly batchLoss: number;
  /** The gradients of that loss, without any penalty. */
  readonly gradients: readonly LayerGradients[];
}

export interface RecordOptions {
  /** The seed of the dropout masks of training's first step; null: nothing is dropped. */
  readonly dropoutSeed: number | null;
}

/** Returns the parameters as float64, with a gradient for every tensor, since frozen ones have derivatives as well. */
export function inFloat64(network: Network): Network {
  return {
    ...network,
    precision: 'float64',
    layers: network.layers.map((layer) => ({
      ...layer,
      weights: Float64Array.from(layer.weights),
      weightsTrainable: true,
      bias: layer.bias && Float64Array.from(layer.bias),
      biasTrainable: layer.bias !== null,
    })),
  };
}

export function record(network: Network, samples: Samples, options: RecordOptions): Recorded {
  return drain(recordSteps(network, samples, options));
}

/** Records a pass like `record` and yields during the work. */
export function* recordSteps(
  given: Network,
  samples: Samples,
  { dropoutSeed }: RecordOptions,
): Generator<undefined, Recorded> {
  const network = inFloat64(given);
  const { rows } = samples.inputs;
  const dropped = dropoutSeed !== null ? network : withoutDropout(network);
  const pass = createPass(dropped, samples, { rows, reordered: false, training: true });
  if (dropoutSeed !== null) pass.draws = dropoutDraws(network, dropoutSeed, 0);
  const kept = createBuffers(pass, rows);
  const gradients = emptyGradients(dropped);
  const pieces = [
    ...forwardPieces(pass),
    ...lossPieces(pass),
    ...backwardPieces(pass, gradients),
    kept.piece,
  ];
  const sweep = createSweep(pass, pieces);
  const budget = { left: quantum };
  startSweep(sweep, 0, rows);
  while (!advanceSweep(sweep, budget)) yield undefined;
  const layers = recordedLayers(dropped, samples, kept.buffers);
  return {
    network: dropped, samples, rows, layers, loss: pass.loss, fused: pass.fused,
    scale: pass.scale, batchLoss: pass.lossSum * pass.scale, gradients,
  }; // prettier-ignore
}

function withoutDropout(network: Network): Network {
  return { ...network, layers: network.layers.map((layer) => ({ ...layer, dropout: 0 })) };
}

interface Buffers {
  readonly nets: Float64Array;
  readonly outputs: Float64Array;
  readonly passed: Float64Array;
  readonly mask: Float64Array | null;
  readonly deltas: Float64Array;
}

/** Returns buffers for all rows, and a piece that copies the current chunk of the pass into them. */
function createBuffers(
  pass: Pass,
  rows: number,
): { readonly buffers: readonly Buffers[]; readonly piece: Piece } {
  const buffers = pass.layers.map(({ layer, mask, outputs, passed }): Buffers => {
    const buffer = () => new Float64Array(rows * layer.units);
    const own = buffer();
    return {
      nets: buffer(),
      outputs: own,
      passed: passed === outputs ? own : buffer(),
      mask: mask && buffer(),
      deltas: buffer(),
    };
  });
  const copy = (from: Floats | undefined, to: Float64Array | null, units: number) => {
    if (from && to) to.set(from.subarray(0, pass.rows * units), pass.start * units);
  };
  const run = () => {
    pass.layers.forEach(({ layer, nets, outputs, passed, mask, gradient }, index) => {
      const to = buffers[index];
      copy(nets.values, to.nets, layer.units);
      copy(outputs.values, to.outputs, layer.units);
      copy(passed.values, to.passed, layer.units);
      copy(mask ?? undefined, to.mask, layer.units);
      copy(gradient?.values, to.deltas, layer.units);
    });
  };
  return { buffers, piece: { work: 1, run } };
}

function recordedLayers(network: Network, samples: Samples, buffers: readonly Buffers[]): RecordedLayer[] {
  return network.layers.map((layer, index) => ({
    layer,
    activation: activationOf(network, layer.activation),
    inputs: index === 0 ? samples.inputs.values : buffers[index - 1].passed,
    ...buffers[index],
  }));
}
