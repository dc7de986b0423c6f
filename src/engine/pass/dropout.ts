import type { Floats, Network } from '../model/network.js';
import { Random } from '../maths/random.js';

/** Returns each layer's stream of random numbers, which seed, step and layer determine. */
export function dropoutDraws({ layers }: Pick<Network, 'layers'>, seed: number, step: number): Random[] {
  return layers.map((_, index) => new Random(seed, 'dropout', step, index));
}

/** Draws the factors `from..to` of inverted dropout: 0, or 1 / (1 − p), so that prediction needs no scaling. */
export function drawFactors(factors: Floats, from: number, to: number, dropout: number, draws: Random): void {
  const threshold = dropout * 2 ** 32;
  const kept = 1 / (1 - dropout);
  for (let i = from; i < to; i++) factors[i] = draws.uint32() >= threshold ? kept : 0;
}
