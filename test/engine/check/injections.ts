import type { Network } from '../../../src/engine/model/network.js';
import { between, oneOf } from './networks.js';
import {
  hasOutputFormula,
  naiveGradients,
  type NaiveGradient,
  type NaiveNetwork,
  type NaiveMistake,
} from './naive.js';

/** A network and its data in the form that the naive code expects, and the settings of its training. */
export interface Case {
  readonly network: NaiveNetwork;
  readonly X: number[][];
  readonly T: number[][];
  readonly rate: number;
  readonly l2: number;
  readonly l1: number;
  /** Rounds each intermediate number. */
  readonly round?: (x: number) => number;
}

export function naiveOf({ layers, loss }: Network): NaiveNetwork {
  return {
    loss: typeof loss === 'string' ? loss : loss.f.text,
    layers: layers.map(({ activation, weights, units, inputs, bias }) => ({
      activation,
      weights: Array.from({ length: units }, (_, u) =>
        Array.from(weights.subarray(u * inputs, (u + 1) * inputs)),
      ),
      bias: bias && Array.from(bias),
    })),
  };
}

/** Adds the gradient of the penalty, as the true gradients include it. */
export function withPenalty({ network, l1, l2 }: Case, gradients: NaiveGradient[]): NaiveGradient[] {
  return gradients.map(({ weights, bias }, l) => ({
    weights: weights.map((row, u) =>
      row.map(
        (g, j) => g + l1 * Math.sign(network.layers[l].weights[u][j]) + l2 * network.layers[l].weights[u][j],
      ),
    ),
    bias,
  }));
}

const map = (
  gradients: NaiveGradient[],
  f: (g: number) => number,
  on: (l: number, tensor: 'weights' | 'bias') => boolean = () => true,
) =>
  gradients.map(({ weights, bias }, l) => ({
    weights: on(l, 'weights') ? weights.map((row) => row.map(f)) : weights,
    bias: bias && on(l, 'bias') ? bias.map(f) : bias,
  }));

const transpose = (m: number[][]) => m[0].map((_, j) => m.map((row) => row[j]));

/** Chooses the tensors with a mistake: all, one layer, only weights, only biases, or one tensor. */
function place(random: () => number, layers: number): (l: number, tensor: 'weights' | 'bias') => boolean {
  const at = between(random, 0, layers - 1);
  return oneOf(random, [
    () => true,
    () => true,
    (l: number) => l === at,
    (_: number, tensor: string) => tensor === 'weights',
    (_: number, tensor: string) => tensor === 'bias',
    (l: number, tensor: string) => l === at && tensor === 'weights',
    (l: number, tensor: string) => l === at && tensor === 'bias',
  ]);
}

/** Chooses layers: one, all hidden ones, or all. */
function someLayers(random: () => number, candidates: number[]): Set<number> | null {
  if (candidates.length === 0) return null;
  return new Set(random() < 0.5 ? [oneOf(random, candidates)] : candidates);
}

type Injection = (random: () => number, c: Case) => NaiveGradient[] | null;

function passed(c: Case, mistake: NaiveMistake): NaiveGradient[] {
  return withPenalty(c, naiveGradients(c.network, c.X, c.T, mistake, c.round).gradients);
}

function right(c: Case): NaiveGradient[] {
  return passed(c, {});
}

const indices = (c: Case, keep: (name: string, l: number) => boolean) =>
  c.network.layers.flatMap(({ activation }, l) => (keep(activation, l) ? [l] : []));

function singleSample(random: () => number, c: Case): NaiveGradient[] | null {
  const N = c.X.length;
  if (N < 2) return null;
  const { perSample } = naiveGradients(c.network, c.X, c.T, {}, c.round);
  const from = oneOf(random, [0, N - 1, between(random, 0, N - 1)]);
  const to = random() < 0.7 ? from + 1 : between(random, from + 1, N);
  if (to - from === N) return null;
  const scale = random() < 0.7 ? N / (to - from) : 1;
  const sum = map(perSample[from], (g) => g);
  for (let n = from + 1; n < to; n++)
    perSample[n].forEach(({ weights, bias }, l) => {
      weights.forEach((row, u) => row.forEach((g, j) => (sum[l].weights[u][j] += g)));
      bias?.forEach((g, u) => (sum[l].bias![u] += g));
    });
  return withPenalty(
    c,
    map(sum, (g) => g * scale),
  );
}

/** Injects the mistake of each code in one of its natural forms; null where the network does not allow it. */
export const injections: Record<string, Injection> = {
  'missing-activation-derivative': (random, c) => {
    const layers = someLayers(
      random,
      indices(c, (name) => name !== 'identity'),
    );
    return layers && passed(c, { noDerivative: layers });
  },
  'activation-derivative-at-net': (random, c) => {
    const layers = someLayers(
      random,
      indices(c, (name) => hasOutputFormula(name) && name !== 'relu' && name !== 'leakyRelu'),
    );
    return layers && passed(c, random() < 0.6 ? { atNet: layers } : { atOutput: layers });
  },
  'wrong-layer-activation': (random, c) => {
    const names = c.network.layers.map(({ activation }) => activation);
    const at = between(random, 0, names.length - 1);
    const other = oneOf(
      random,
      names.filter((name) => name !== names[at] && name !== 'softmax'),
    );
    return other ? passed(c, { otherActivation: new Map([[at, other]]) }) : null;
  },
  'wrong-loss-derivative': (random, c) => {
    const { activation } = c.network.layers[c.network.layers.length - 1];
    const squared = c.network.loss === 'halfSquaredError' || c.network.loss === 'meanSquaredError';
    if (squared && (activation === 'sigmoid' || activation === 'softmax'))
      return passed(c, { otherLoss: 'difference' });
    if (c.network.loss === 'crossEntropy' || c.network.loss === 'binaryCrossEntropy')
      return passed(c, { otherLoss: oneOf(random, ['halfSquaredError', 'meanSquaredError']) });
    return passed(c, {
      otherLoss: oneOf(
        random,
        ['huber', 'meanAbsoluteError'].filter((name) => name !== c.network.loss),
      ),
    });
  },
  'elementwise-softmax': (_, c) =>
    indices(c, (name) => name === 'softmax').length > 0 ? passed(c, { elementwiseSoftmax: true }) : null,
  'wrong-sign': (random, c) => map(right(c), (g) => -g, place(random, c.network.layers.length)),
  factor: (random, c) => {
    const factor = oneOf(random, [2, 0.5, c.T[0].length]);
    if (random() < 0.5) return map(right(c), (g) => g * factor, place(random, c.network.layers.length));
    return passed(c, {
      deltaFactor: new Map([[between(random, 0, c.network.layers.length - 1), factor]]),
    });
  },
  'missing-batch-mean': (random, c) =>
    map(right(c), (g) => g * c.X.length, place(random, c.network.layers.length)),
  'double-batch-mean': (random, c) =>
    map(right(c), (g) => g / c.X.length, place(random, c.network.layers.length)),
  'single-sample': singleSample,
  'transposed-gradient': (random, c) => {
    const square = indices(
      c,
      (_, l) => c.network.layers[l].weights.length > 1 && c.network.layers[l].weights[0].length > 1,
    );
    const layers = someLayers(random, square);
    return (
      layers &&
      right(c).map(({ weights, bias }, l) => ({
        weights: layers.has(l) ? transpose(weights) : weights,
        bias,
      }))
    );
  },
  'transposed-weights': (random, c) => {
    const square = indices(
      c,
      (_, l) => l > 0 && c.network.layers[l].weights.length === c.network.layers[l].weights[0].length,
    );
    const layers = someLayers(random, square);
    return layers && passed(c, { transposedWeights: layers });
  },
  'updated-weights': (random, c) =>
    c.network.layers.length > 1 && c.l1 + c.l2 === 0
      ? passed(c, { updateFirst: { rate: c.rate, perSample: random() < 0.2 } })
      : null,
  'single-path': (random, c) => {
    const layers = someLayers(
      random,
      indices(c, (_, l) => l < c.network.layers.length - 1 && c.network.layers[l + 1].weights.length > 1),
    );
    if (!layers) return null;
    const width = Math.min(...[...layers].map((l) => c.network.layers[l + 1].weights.length));
    return passed(c, { onePath: { layers, path: oneOf(random, [0, width - 1]) } });
  },
  'missing-input': (random, c) =>
    passed(c, {
      noInput: someLayers(
        random,
        indices(c, () => true),
      )!,
    }),
  'bias-not-summed': (random, c) => {
    const N = c.X.length;
    const layers = someLayers(
      random,
      indices(c, (_, l) => c.network.layers[l].bias !== null),
    );
    if (!layers || N < 2) return null;
    const { deltas, gradients } = naiveGradients(c.network, c.X, c.T, {}, c.round);
    const n = oneOf(random, [0, N - 1, between(random, 0, N - 1)]);
    const way = random();
    const biasOf = (l: number) => {
      if (way < 0.4) return deltas[n][l].map((d) => d * N);
      if (way < 0.7) return deltas[n][l];
      return gradients[l].bias!.map((g) => g / N);
    };
    return withPenalty(
      c,
      gradients.map(({ weights, bias }, l) => ({ weights, bias: layers.has(l) ? biasOf(l) : bias })),
    );
  },
  'missing-regularization': (random, c) => {
    if (c.l1 + c.l2 === 0) return null;
    const layers = someLayers(
      random,
      indices(c, () => true),
    )!;
    const without = naiveGradients(c.network, c.X, c.T, {}, c.round).gradients;
    return withPenalty(c, without).map((gradient, l) => (layers.has(l) ? without[l] : gradient));
  },
  'regularized-bias': (random, c) => {
    const layers = someLayers(
      random,
      indices(c, (_, l) => c.network.layers[l].bias !== null),
    );
    if (c.l1 + c.l2 === 0 || !layers) return null;
    return right(c).map(({ weights, bias }, l) => ({
      weights,
      bias:
        bias &&
        bias.map((g, u) =>
          layers.has(l)
            ? g + c.l1 * Math.sign(c.network.layers[l].bias![u]) + c.l2 * c.network.layers[l].bias![u]
            : g,
        ),
    }));
  },
  'learning-rate-included': (random, c) =>
    map(right(c), (g) => g * c.rate, place(random, c.network.layers.length)),
};
