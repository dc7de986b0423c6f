import type { Comparison } from '../../engine/check/compareGradients.js';
import type { TensorName } from '../../engine/check/parameters.js';
import type { Network } from '../../engine/model/network.js';

/** Returns the number of trainable parameters whose gradients were not given. Tensors of a wrong shape were. */
export function countMissing(
  { layers }: Network,
  { tensors, misfits }: Pick<Comparison, 'tensors' | 'misfits'>,
): number {
  let missing = 0;
  const count = (layer: number, tensor: TensorName, size: number): void => {
    const isTensor = (each: { layer: number; tensor: TensorName }) =>
      each.layer === layer && each.tensor === tensor;
    if (misfits.some(isTensor)) return;
    missing += size - (tensors.find(isTensor)?.compared ?? 0);
  };
  for (const [i, { weights, weightsTrainable, bias, biasTrainable }] of layers.entries()) {
    if (weightsTrainable) count(i + 1, 'weights', weights.length);
    if (bias && biasTrainable) count(i + 1, 'bias', bias.length);
  }
  return missing;
}
