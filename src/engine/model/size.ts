import { limits } from '../limits.js';
import type { LayerSpec } from './spec.js';

/** The first layer (from 0) that makes a network larger than the limit, and the number of parameters up to it. */
export interface TooLarge {
  readonly layer: number;
  readonly parameters: number;
}

/** Finds where a network for that number of inputs has too many parameters; null where it does not. */
export function firstTooLarge(layers: readonly LayerSpec[], inputs: number): TooLarge | null {
  let parameters = 0;
  for (const [layer, own] of parametersOf(layers, inputs).entries()) {
    parameters += own;
    if (parameters > limits.parameters) return { layer, parameters };
  }
  return null;
}

export const parameterCount = (layers: readonly LayerSpec[], inputs: number): number =>
  parametersOf(layers, inputs).reduce((sum, own) => sum + own, 0);

/** Returns the number of weights and biases of each layer. */
function parametersOf(layers: readonly LayerSpec[], inputs: number): number[] {
  return layers.map(({ units, bias }, layer) => {
    const before = layer === 0 ? inputs : layers[layer - 1].units;
    return units * before + (bias ? (bias.shared ? 1 : units) : 0);
  });
}
