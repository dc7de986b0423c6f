import { backwardPieces } from '../pass/backward.js';
import { forwardPieces, lossPieces } from '../pass/forward.js';
import { createPass, type Pass } from '../pass/pass.js';
import { createSweep, sweepRows, type Sweep } from '../pass/sweep.js';
import type { Samples } from '../model/dataset.js';
import type { Floats, Layer, LayerGradients, Network } from '../model/network.js';
import { quantum, type Piece } from '../pacing.js';
import { trainedTensors } from '../training/state.js';

/** A trained tensor's place in the vector of all trained parameters. */
export interface Part {
  /** The index of the layer, from 0. */
  readonly layer: number;
  readonly name: 'weights' | 'bias';
  readonly from: number;
  readonly to: number;
}

/**
 * Computes gradients of the mean loss with respect to all trained parameters as one vector, in float64 and without
 * dropout, also where the losses of a batch are summed. It has a copy of the network, so that its parameters can be moved freely.
 */
export class GradientProbe {
  readonly parts: readonly Part[];
  /** The trained parameters; a change takes effect with the next pass. */
  readonly parameters: Float64Array;
  /** The gradient of the last pass. */
  readonly gradient: Float64Array;
  readonly pass: Pass;
  private readonly sweep: Sweep;
  private readonly watchedSweep: Sweep;
  private readonly budget = { left: quantum };

  /** @param watch called after the forward pass of each chunk where that is asked for */
  constructor(network: Network, samples: Samples, watch: (pass: Pass) => void = () => undefined) {
    this.parts = partsOf(network);
    const length = this.parts.at(-1)?.to ?? 0;
    this.parameters = new Float64Array(length);
    this.gradient = new Float64Array(length);
    const copy = this.copyOf(network);
    const { rows } = samples.inputs;
    this.pass = createPass(copy, samples, { rows, reordered: false, training: true });
    const forward = [...forwardPieces(this.pass), ...lossPieces(this.pass)];
    const backward = backwardPieces(this.pass, this.gradientsOf(copy));
    const watching: Piece = { work: 0, run: () => watch(this.pass) };
    this.sweep = createSweep(this.pass, [...forward, ...backward]);
    this.watchedSweep = createSweep(this.pass, [...forward, watching, ...backward]);
  }

  /** Computes the gradient on rows `from..to` into `gradient`, and returns their mean loss. */
  *run(from: number, to: number, isWatched = false): Generator<undefined, number> {
    yield* sweepRows(isWatched ? this.watchedSweep : this.sweep, from, to, this.budget);
    return this.pass.lossSum * this.pass.scale;
  }

  private copyOf(network: Network): Network {
    const trained = new Map<Floats, Float64Array>();
    trainedTensors(network).forEach(({ values }, index) => {
      const { from, to } = this.parts[index];
      const place = this.parameters.subarray(from, to);
      place.set(values);
      trained.set(values, place);
    });
    const inFloat64 = (values: Floats): Float64Array => trained.get(values) ?? Float64Array.from(values);
    const layers = network.layers.map((layer): Layer => ({
      ...layer,
      weights: inFloat64(layer.weights),
      bias: layer.bias && inFloat64(layer.bias),
      dropout: 0,
    }));
    return { ...network, precision: 'float64', reduction: 'mean', layers };
  }

  private gradientsOf({ layers }: Network): LayerGradients[] {
    const of = (layer: number, name: Part['name']): Float64Array | null => {
      const part = this.parts.find((each) => each.layer === layer && each.name === name);
      return part ? this.gradient.subarray(part.from, part.to) : null;
    };
    return layers.map((_, layer) => ({ weights: of(layer, 'weights'), bias: of(layer, 'bias') }));
  }
}

function partsOf(network: Network): Part[] {
  let to = 0;
  return trainedTensors(network).map(({ layer, name, values }) => {
    const from = to;
    to += values.length;
    return { layer, name, from, to };
  });
}
