import type { Floats, Network } from './network.js';
import { Random } from './random.js';

/** Where each layer's dropout draws from: decided by the seed, the step and the layer. */
export function dropoutDraws({ layers }: Pick<Network, 'layers'>, seed: number, step: number): Random[] {
  return layers.map((_, index) => new Random(seed, 'dropout', step, index));
}

/** Inverted dropout: the factors `from..to` are 0 or scale up what is kept, so that nothing has to be scaled in use. */
export function drawFactors(factors: Floats, from: number, to: number, dropout: number, draws: Random): void {
  const threshold = dropout * 2 ** 32;
  const kept = 1 / (1 - dropout);
  for (let i = from; i < to; i++) factors[i] = draws.uint32() >= threshold ? kept : 0;
}
