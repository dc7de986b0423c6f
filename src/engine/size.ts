import { limits } from './limits.js';
import type { LayerSpec } from './spec.js';

/** The first layer (from 0) that makes a network larger than the limit, and the number of parameters up to it. */
export interface TooLarge {
  readonly layer: number;
  readonly parameters: number;
}

/** Finds where a network for that number of inputs has too many parameters; null where it does not. */
export function firstTooLarge(layers: readonly LayerSpec[], inputs: number): TooLarge | null {
  let parameters = 0;
  let before = inputs;
  for (const [layer, { units, bias }] of layers.entries()) {
    const biases = bias ? (bias.shared ? 1 : units) : 0;
    parameters += units * before + biases;
    if (parameters > limits.parameters) return { layer, parameters };
    before = units;
  }
  return null;
}
