import type { Samples } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import { GradientProbe } from './gradientProbe.js';
import { histogramOf, type Histogram } from './histogram.js';

/** The number of bins. */
const bins = 40;

/** How the values of one layer are distributed. */
export interface LayerHistograms {
  readonly outputs: Histogram;
  readonly weights: Histogram;
  /** The gradients of the mean loss with respect to the weights; null where they are not trained. */
  readonly gradients: Histogram | null;
}

/** Computes the histograms of one layer, an index from 0, on the measured samples. It changes nothing of the network. */
export function* layerHistograms(
  network: Network,
  samples: Samples,
  layer: number,
): Generator<undefined, LayerHistograms> {
  const { rows } = samples.inputs;
  const { units, weights } = network.layers[layer];
  const outputs = new Float64Array(rows * units);
  const probe = new GradientProbe(network, samples, (pass) => {
    const { values } = pass.layers[layer].outputs;
    outputs.set(values.subarray(0, pass.rows * units), pass.start * units);
  });
  yield* probe.run(0, rows, true);
  const part = probe.parts.find((each) => each.layer === layer && each.name === 'weights');
  return {
    outputs: histogramOf(outputs, bins),
    weights: histogramOf(weights, bins),
    gradients: part ? histogramOf(probe.gradient.subarray(part.from, part.to), bins) : null,
  };
}
