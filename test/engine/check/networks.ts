import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import type { CustomFunction } from '../../../src/engine/maths/expression.js';
import type { Matrix, Network } from '../../../src/engine/model/network.js';
import type { LossName } from '../../../src/engine/model/spec.js';

/** Returns a random generator (mulberry32) that is independent of the code under test. */
export function randomGenerator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function between(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function oneOf<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)];
}

export const smoothActivations = [
  'identity', 'sigmoid', 'tanh', 'elu', 'gelu', 'silu', 'mish', 'softplus', 'softsign', 'softmax',
] as const; // prettier-ignore
export const hiddenActivations = [...smoothActivations, 'relu', 'leakyRelu', 'selu'] as const;

export interface LayerShape {
  readonly units: number;
  readonly activation: string;
  readonly bias?: 'own' | 'shared' | 'none';
  readonly dropout?: number;
}

/** Creates a network with normally distributed weights and biases. */
export function makeNetwork(
  random: () => number,
  inputs: number,
  shapes: readonly LayerShape[],
  loss: LossName | CustomFunction,
  functions: Readonly<Record<string, CustomFunction>> = {},
): Network {
  const spread = (n: number) => Array.from({ length: n }, () => Number((random() * 2 - 1).toFixed(4)));
  let width = inputs;
  const layers = shapes.map(({ units, activation, bias = 'own', dropout = 0 }) => {
    const weights = Array.from({ length: units }, () => spread(width));
    width = units;
    return {
      units, activation, weights, weightsTrainable: true, weightNames: null,
      bias: bias === 'none' ? null : { value: bias === 'shared' ? spread(1) : spread(units), shared: bias === 'shared', trainable: true, names: null },
      init: { type: 'zeros' as const }, dropout, names: null,
    }; // prettier-ignore
  });
  return createNetwork({ layers, loss, functions }, inputs, {
    seed: 1,
    precision: 'float64',
    reduction: 'mean',
  });
}

export function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0].length, values: Float64Array.from(rows.flat()) };
}

/** Creates samples with inputs in ±1.5 and targets for which the loss is defined. */
export function makeSamples(random: () => number, network: Network, rows: number): Samples {
  const outputs = network.layers[network.layers.length - 1].units;
  const line = (n: number, of: () => number) => Array.from({ length: n }, of);
  const oneHot = () => {
    const hot = between(random, 0, outputs - 1);
    return Array.from({ length: outputs }, (_, i) => (i === hot ? 1 : 0));
  };
  const targets = () => {
    if (network.loss === 'crossEntropy') return oneHot();
    if (network.loss === 'binaryCrossEntropy') return line(outputs, () => between(random, 0, 1));
    return line(outputs, () => Number((random() * 2 - 1).toFixed(3)));
  };
  return {
    inputs: matrix(
      Array.from({ length: rows }, () => line(network.inputs, () => Number((random() * 3 - 1.5).toFixed(3)))),
    ),
    targets: matrix(Array.from({ length: rows }, targets)),
  };
}

/** Chooses a last activation for whose outputs the loss is defined. */
export function lastActivation(random: () => number, loss: LossName): string {
  if (loss === 'crossEntropy') return oneOf(random, ['softmax', 'softmax', 'sigmoid']);
  if (loss === 'binaryCrossEntropy') return oneOf(random, ['sigmoid', 'sigmoid', 'softmax']);
  return oneOf(random, ['identity', 'sigmoid', 'tanh', 'softmax', 'softplus']);
}
