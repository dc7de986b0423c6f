import { columnSums, dot, map, minus, plus, scale, times, turn, type M } from './matrices.js';

/** A plain backpropagation over a batch, as a person writes it with matrices, in which any step can be replaced. */
export interface PlainLayer {
  readonly activation: string;
  readonly W: M;
  readonly b: number[];
}

export interface Problem {
  readonly layers: readonly PlainLayer[];
  readonly loss: string;
  readonly X: M;
  readonly T: M;
  readonly l1: number;
  readonly l2: number;
  readonly rate: number;
}

/** The steps of the program that may be replaced. */
export type Step =
  | 'inputs' | 'targets' | 'net' | 'out' | 'difference' | 'outputError' | 'slope' | 'delta' | 'passedDelta' | 'passedWeights'
  | 'error' | 'weightDelta' | 'weightInput' | 'dW' | 'biasDelta' | 'db' | 'penalty'; // prettier-ignore

/** What a step may use: everything computed before it. Layers count from 0. */
export interface Scope {
  readonly problem: Problem;
  readonly l: number;
  readonly N: number;
  readonly K: number;
  readonly X: M;
  readonly T: M;
  readonly nets: M[];
  /** The outputs; `outs[l]` are the inputs of layer l. */
  readonly outs: M[];
  readonly deltas: M[];
  readonly gradients: M[];
  /** The value of the step without the mutation. */
  readonly right: M;
  /** Computes f′ of an activation from net inputs and outputs. */
  readonly slopeOf: (name: string, z: M, y: M) => M;
  /** The gradient of the layer's outputs. */
  readonly e: M;
}

export interface Mutation {
  readonly step: Step;
  /** The layers with the mutation; null for all. */
  readonly layers: readonly number[] | null;
  readonly change: (scope: Scope) => M;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
export const functions: Record<string, { f: (x: number) => number; d: (x: number, y: number) => number }> = {
  identity: { f: (x) => x, d: () => 1 },
  sigmoid: { f: sigmoid, d: (_, y) => y * (1 - y) },
  tanh: { f: Math.tanh, d: (_, y) => 1 - y * y },
  relu: { f: (x) => Math.max(0, x), d: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { f: (x) => (x > 0 ? x : 0.01 * x), d: (x) => (x > 0 ? 1 : 0.01) },
  elu: { f: (x) => (x > 0 ? x : Math.expm1(x)), d: (x, y) => (x > 0 ? 1 : y + 1) },
  softplus: { f: (x) => Math.log1p(Math.exp(x)), d: sigmoid },
  softsign: { f: (x) => x / (1 + Math.abs(x)), d: (x) => 1 / (1 + Math.abs(x)) ** 2 },
};

export function activate(name: string, z: M): M {
  if (name !== 'softmax') return map(z, functions[name].f);
  return z.map((row) => {
    const top = Math.max(...row);
    const sum = row.reduce((total, x) => total + Math.exp(x - top), 0);
    return row.map((x) => Math.exp(x - top) / sum);
  });
}

/** The gradients of a layer: ∂W and ∂b. */
export interface PlainGradient {
  readonly weights: M;
  readonly bias: number[];
}

export function run(problem: Problem, mutations: readonly Mutation[] = []): PlainGradient[] {
  const { layers, loss, l1, l2 } = problem;
  const last = layers.length - 1;
  const [N, K] = [problem.X.length, problem.T[0].length];
  const [nets, outs, deltas, gradients]: M[][] = [[], [], [], []];
  let [X, T] = [problem.X, problem.T];
  let e: M = [];
  const slopeOf = (name: string, z: M, y: M) => map(z, (x, i, j) => functions[name].d(x, y[i][j]));
  const at = (step: Step, l: number, right: M): M => {
    const mutation = mutations.find(
      (each) => each.step === step && (!each.layers || each.layers.includes(l)),
    );
    const scope = { problem, l, N, K, X, T, nets, outs, deltas, gradients, right, slopeOf, e };
    return mutation ? mutation.change(scope) : right;
  };
  X = at('inputs', 0, X);
  T = at('targets', last, T);
  outs.push(X);
  for (const [l, { W, b, activation }] of layers.entries()) {
    nets[l] = at(
      'net',
      l,
      map(dot(outs[l], turn(W)), (x, _, j) => x + b[j]),
    );
    outs[l + 1] = at('out', l, activate(activation, nets[l]));
  }
  const result: PlainGradient[] = [];
  for (let l = last; l >= 0; l--) {
    const [y, { activation, W }] = [outs[l + 1], layers[l]];
    const isFused = l === last && (loss === 'crossEntropy' || loss === 'binaryCrossEntropy');
    if (l === last) {
      const difference = at('difference', l, minus(y, T));
      const factor =
        loss === 'meanSquaredError' ? 2 / (N * K) : loss === 'binaryCrossEntropy' ? 1 / (N * K) : 1 / N;
      e = at('outputError', l, scale(difference, factor));
    } else {
      const delta = at('passedDelta', l, deltas[l + 1]);
      e = at('error', l, dot(delta, at('passedWeights', l, layers[l + 1].W)));
    }
    const slope = isFused ? null : at('slope', l, slopeOf(activation, nets[l], y));
    deltas[l] = at('delta', l, slope ? times(e, slope) : e);
    const loss_ = dot(turn(at('weightDelta', l, deltas[l])), at('weightInput', l, outs[l]));
    gradients[l] = at('dW', l, loss_);
    const penalty = at(
      'penalty',
      l,
      map(W, (w) => l1 * Math.sign(w) + l2 * w),
    );
    const [bias] = at('db', l, [columnSums(at('biasDelta', l, deltas[l]))]);
    result[l] = { weights: plus(gradients[l], penalty), bias };
  }
  return result;
}
