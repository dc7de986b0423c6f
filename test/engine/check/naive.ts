/**
 * A naive implementation of backpropagation: one sample at a time, in nested arrays, with its own formulas. It shares
 * no code with the engine, and each mistake is made at the place where a person would make it.
 */
export interface NaiveLayer {
  readonly activation: string;
  readonly weights: number[][];
  readonly bias: number[] | null;
}

export interface NaiveNetwork {
  readonly layers: NaiveLayer[];
  readonly loss: string;
}

export interface NaiveGradient {
  weights: number[][];
  bias: number[] | null;
}

export interface NaiveMistake {
  /** The layers (from 0) whose f′ is left out. */
  noDerivative?: Set<number>;
  /** The layers where the derivative in terms of the output is evaluated at the net input. */
  atNet?: Set<number>;
  /** The layers where the derivative in terms of the net input is evaluated at the output. */
  atOutput?: Set<number>;
  /** The activation whose derivative a layer uses instead. */
  otherActivation?: Map<number, string>;
  /** The loss whose gradient is used instead; `difference` for y − t as δ. */
  otherLoss?: string;
  elementwiseSoftmax?: boolean;
  /** The layers through which δ is passed with W transposed. */
  transposedWeights?: Set<number>;
  /** Updates each layer before δ is passed through it: η, and whether once per sample or once for the batch. */
  updateFirst?: { rate: number; perSample: boolean; layers?: Set<number> };
  /** The weights that replace those of one layer in the backward pass. */
  passThrough?: { layer: number; weights: number[][] };
  /** The hidden layers (from 0) whose sum has only one path. */
  onePath?: { layers: Set<number>; path: number };
  /** The layers whose weight gradient is δ without the input. */
  noInput?: Set<number>;
  /** The factors by which δ of a layer is multiplied, which affects all earlier layers. */
  deltaFactor?: Map<number, number>;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const functions: Record<
  string,
  { f: (x: number) => number; byNet: (x: number) => number; byOutput?: (y: number) => number }
> = {
  identity: { f: (x) => x, byNet: () => 1, byOutput: () => 1 },
  sigmoid: { f: sigmoid, byNet: (x) => sigmoid(x) * (1 - sigmoid(x)), byOutput: (y) => y * (1 - y) },
  tanh: { f: Math.tanh, byNet: (x) => 1 - Math.tanh(x) ** 2, byOutput: (y) => 1 - y * y },
  relu: { f: (x) => Math.max(0, x), byNet: (x) => (x > 0 ? 1 : 0), byOutput: (y) => (y > 0 ? 1 : 0) },
  leakyRelu: {
    f: (x) => (x > 0 ? x : 0.01 * x),
    byNet: (x) => (x > 0 ? 1 : 0.01),
    byOutput: (y) => (y > 0 ? 1 : 0.01),
  },
  elu: {
    f: (x) => (x > 0 ? x : Math.exp(x) - 1),
    byNet: (x) => (x > 0 ? 1 : Math.exp(x)),
    byOutput: (y) => (y > 0 ? 1 : y + 1),
  },
  softplus: { f: (x) => Math.log(1 + Math.exp(x)), byNet: sigmoid, byOutput: (y) => 1 - Math.exp(-y) },
  softsign: {
    f: (x) => x / (1 + Math.abs(x)),
    byNet: (x) => 1 / (1 + Math.abs(x)) ** 2,
    byOutput: (y) => (1 - Math.abs(y)) ** 2,
  },
  mish: {
    f: (x) => (x * ((1 + Math.exp(x)) ** 2 - 1)) / ((1 + Math.exp(x)) ** 2 + 1),
    // Misra 2019, equation 2.
    byNet: (x) => {
      const omega = 4 * (x + 1) + 4 * Math.exp(2 * x) + Math.exp(3 * x) + Math.exp(x) * (4 * x + 6);
      return (Math.exp(x) * omega) / (2 * Math.exp(x) + Math.exp(2 * x) + 2) ** 2;
    },
  },
  silu: { f: (x) => x * sigmoid(x), byNet: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
};

export function hasOutputFormula(name: string): boolean {
  return name !== 'identity' && name !== 'softmax' && functions[name].byOutput !== undefined;
}

function activate(name: string, nets: number[]): number[] {
  if (name !== 'softmax') return nets.map(functions[name].f);
  const top = Math.max(...nets);
  const powers = nets.map((x) => Math.exp(x - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

function lossSlope(
  loss: string,
  y: number[],
  t: number[],
  k: number,
  divisor: { sample: number; all: number },
): number {
  switch (loss) {
    case 'halfSquaredError': return (y[k] - t[k]) / divisor.sample; // prettier-ignore
    case 'meanSquaredError': return (2 * (y[k] - t[k])) / divisor.all; // prettier-ignore
    case 'meanAbsoluteError': return Math.sign(y[k] - t[k]) / divisor.all; // prettier-ignore
    case 'huber': return Math.max(-1, Math.min(1, y[k] - t[k])) / divisor.all; // prettier-ignore
    case 'crossEntropy': return -t[k] / y[k] / divisor.sample; // prettier-ignore
    case 'binaryCrossEntropy': return ((1 - t[k]) / (1 - y[k]) - t[k] / y[k]) / divisor.all; // prettier-ignore
    default: throw new Error(loss); // prettier-ignore
  }
}

export interface NaivePass {
  readonly gradients: NaiveGradient[];
  /** δ of each sample and layer, with the batch's 1/N. */
  readonly deltas: number[][][];
  readonly perSample: NaiveGradient[][];
}

/** Computes the gradients of the mean loss, summed sample by sample; `round` is applied after each step. */
export function naiveGradients(
  network: NaiveNetwork,
  X: number[][],
  T: number[][],
  mistake: NaiveMistake = {},
  round = (x: number) => x,
): NaivePass {
  const N = X.length;
  const { layers } = network;
  const last = layers.length - 1;
  const K = T[0].length;
  const blank = (): NaiveGradient[] =>
    layers.map(({ weights, bias }) => ({
      weights: weights.map((row) => row.map(() => 0)),
      bias: bias && bias.map(() => 0),
    }));
  const allDeltas: number[][][] = [];
  const perSample: NaiveGradient[][] = [];
  const forward = X.map((x) => {
    const nets: number[][] = [];
    const outs: number[][] = [x];
    layers.forEach(({ weights, bias, activation }, l) => {
      nets.push(
        weights.map((row, u) => round(row.reduce((s, w, j) => s + w * outs[l][j], bias ? bias[u] : 0))),
      );
      outs.push(activate(activation, nets[l]).map(round));
    });
    return { nets, outs };
  });
  const backThrough = (used: number[][][], n: number, onLayer: (l: number, delta: number[]) => void) => {
    const { nets, outs } = forward[n];
    let delta: number[] = [];
    for (let l = last; l >= 0; l--) {
      let error: number[];
      if (l === last) {
        const loss =
          mistake.otherLoss && mistake.otherLoss !== 'difference' ? mistake.otherLoss : network.loss;
        error = outs[l + 1].map((_, k) => lossSlope(loss, outs[l + 1], T[n], k, { sample: N, all: N * K }));
        if (mistake.otherLoss === 'difference') error = outs[l + 1].map((y, k) => (y - T[n][k]) / N);
      } else {
        const W = mistake.passThrough?.layer === l + 1 ? mistake.passThrough.weights : used[l + 1];
        const above = delta;
        error = layers[l].weights.map((_, j) => {
          let sum = 0;
          above.forEach((d, k) => {
            if (mistake.onePath?.layers.has(l) && k !== mistake.onePath.path) return;
            sum += d * (mistake.transposedWeights?.has(l + 1) ? W[j][k] : W[k][j]);
          });
          return round(sum);
        });
      }
      delta =
        mistake.otherLoss === 'difference' && l === last
          ? error
          : derive(l, error, nets[l], outs[l + 1]).map(round);
      const factor = mistake.deltaFactor?.get(l);
      if (factor !== undefined) delta = delta.map((d) => d * factor);
      onLayer(l, delta);
    }
  };
  const derive = (l: number, error: number[], net: number[], out: number[]): number[] => {
    const name = layers[l].activation;
    if (mistake.noDerivative?.has(l)) return error;
    const other = mistake.otherActivation?.get(l);
    if (other) return error.map((e, k) => e * functions[other].byNet(net[k]));
    if (name === 'softmax') {
      if (mistake.elementwiseSoftmax) return error.map((e, k) => e * out[k] * (1 - out[k]));
      return error.map((_, k) => error.reduce((s, e, i) => s + e * out[i] * ((i === k ? 1 : 0) - out[k]), 0));
    }
    if (mistake.atNet?.has(l)) return error.map((e, k) => e * functions[name].byOutput!(net[k]));
    if (mistake.atOutput?.has(l)) return error.map((e, k) => e * functions[name].byNet(out[k]));
    return error.map((e, k) => e * functions[name].byNet(net[k]));
  };
  const own = layers.map(({ weights }) => weights.map((row) => [...row]));
  const gradientOf = (l: number, delta: number[], n: number) =>
    delta.map((d) => forward[n].outs[l].map((x) => (mistake.noInput?.has(l) ? d : d * x)));
  const update = mistake.updateFirst;
  if (update && !update.perSample) {
    // For each layer over the whole batch: first the gradient, then the update, then the backward pass.
    for (let l = last; l > 0; l--) {
      if (update.layers && !update.layers.has(l)) continue;
      const total = layers[l].weights.map((row) => row.map(() => 0));
      for (let n = 0; n < N; n++)
        backThrough(own, n, (at, delta) => {
          if (at === l)
            gradientOf(l, delta, n).forEach((row, u) => row.forEach((g, j) => (total[u][j] += g)));
        });
      total.forEach((row, u) => row.forEach((g, j) => (own[l][u][j] -= update.rate * g)));
    }
  }
  const sums = blank();
  for (let n = 0; n < N; n++) {
    const mine = blank();
    const deltas: number[][] = [];
    const used = update?.perSample ? layers.map(({ weights }) => weights.map((row) => [...row])) : own;
    backThrough(used, n, (l, delta) => {
      deltas[l] = delta;
      const gradient = gradientOf(l, delta, n);
      gradient.forEach((row, u) =>
        row.forEach((g, j) => {
          mine[l].weights[u][j] += round(g);
          if (update?.perSample) used[l][u][j] -= update.rate * N * g;
        }),
      );
      mine[l].bias?.forEach((_, u) => (mine[l].bias![u] += delta[u]));
    });
    allDeltas.push(deltas);
    perSample.push(mine);
    mine.forEach(({ weights, bias }, l) => {
      weights.forEach((row, u) => row.forEach((g, j) => (sums[l].weights[u][j] += g)));
      bias?.forEach((g, u) => (sums[l].bias![u] += g));
    });
  }
  return { gradients: sums, deltas: allDeltas, perSample };
}
