import type { Dataset } from '../engine/model/dataset.js';
import type { Network } from '../engine/model/network.js';
import { emptyMatrix, forward } from '../engine/pass/forward.js';

/**
 * Computes the network's outputs for an image with pixels from 0 to 1, which is normalized as the data are; null where
 * the inputs are not images of that size.
 */
export function classify(
  network: Network,
  { image, normalization }: Pick<Dataset, 'image' | 'normalization'>,
  pixels: Float32Array,
): Float32Array | null {
  if (!image || pixels.length !== network.inputs) return null;
  const inputs = emptyMatrix(network, 1, network.inputs);
  for (const [i, pixel] of pixels.entries())
    inputs.values[i] = (pixel - (normalization?.shift[i] ?? 0)) / (normalization?.scale[i] ?? 1);
  const [last] = forward(network, inputs).slice(-1);
  return Float32Array.from(last.outputs.values);
}
