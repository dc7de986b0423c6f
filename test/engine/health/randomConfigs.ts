import { Random } from '../../../src/engine/maths/random.js';

/** Draws from lists and ranges. */
export class Draws {
  private readonly random: Random;

  constructor(seed: number, purpose = 'configs') {
    this.random = new Random(seed, purpose as never);
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.random.uniform();
  }

  log(low: number, high: number): number {
    return Number(Math.exp(this.uniform(Math.log(low), Math.log(high))).toPrecision(2));
  }

  whole(low: number, high: number): number {
    return Math.floor(this.uniform(low, high + 1));
  }

  of<T>(items: readonly T[]): T {
    return items[this.whole(0, items.length - 1)];
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  normal(): number {
    return this.random.normal();
  }
}

type Json = Record<string, unknown>;

export interface Problem {
  readonly kind: string;
  readonly data: Json;
  readonly output: Json;
  readonly loss: string;
  /** Whether a linear model is enough. */
  readonly linear: boolean;
  readonly classes: number;
  readonly samples: number;
}

const rows = <T>(count: number, row: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => row(i));
const short = (value: number): number => Number(value.toPrecision(6));

function classification(
  d: Draws,
  kind: string,
  data: Json,
  classes: number,
  linear: boolean,
  samples: number,
): Problem {
  const binary = classes === 2 && d.chance(0.6);
  const squares = d.chance(0.15);
  const output = binary ? { units: 1, activation: 'sigmoid' } : { units: classes, activation: 'softmax' };
  const loss = squares
    ? d.of(['meanSquaredError', 'halfSquaredError'])
    : binary
      ? 'binaryCrossEntropy'
      : 'crossEntropy';
  return { kind, data, output, loss, linear, classes, samples };
}

function regression(
  d: Draws,
  kind: string,
  data: Json,
  outputs: number,
  linear: boolean,
  samples: number,
): Problem {
  const loss = d.of([
    'meanSquaredError',
    'meanSquaredError',
    'halfSquaredError',
    'huber',
    'meanAbsoluteError',
  ]);
  return { kind, data, output: { units: outputs }, loss, linear, classes: 0, samples };
}

/** Returns one-hot targets, or a single column for two classes. */
const oneHot = (classes: readonly number[], count: number, single: boolean): number[][] =>
  classes.map((c) => (single ? [c] : rows(count, (k) => Number(k === c))));

const problems: readonly ((d: Draws) => Problem)[] = [
  (d) => {
    const generator = d.of([
      'xor',
      'circles',
      'moons',
      'spiral',
      'gaussians',
      'sine',
      'xor',
      'circles',
      'moons',
      'gaussians',
    ]);
    const noise = d.uniform(
      0.01,
      generator === 'spiral' ? 0.03 : generator === 'circles' || generator === 'xor' ? 0.1 : 0.2,
    );
    const samples = d.whole(100, 400);
    const data = { generator, samples, noise: short(noise) };
    if (generator === 'sine') return regression(d, generator, data, 1, false, samples);
    const many = generator === 'gaussians' || generator === 'spiral';
    const classes = many ? d.whole(2, generator === 'spiral' ? 3 : 4) : 2;
    return classification(d, generator, data, classes, generator === 'gaussians', samples);
  },
  (d) => {
    const [samples, inputs, outputs] = [d.whole(30, 300), d.whole(1, 8), d.whole(1, 2)];
    const weights = rows(outputs, () => rows(inputs, () => d.normal()));
    const noise = d.of([0, 0.05, 0.2, 0.5]);
    const shift = d.of([0, 0, 1, -2]);
    const xs = rows(samples, () =>
      rows(inputs, () => short(d.chance(0.5) ? d.normal() : d.uniform(-1.5, 1.5))),
    );
    const ts = xs.map((x) =>
      weights.map((w) => short(shift + w.reduce((s, each, i) => s + each * x[i], 0) + noise * d.normal())),
    );
    return regression(d, 'linear', { inputs: xs, targets: ts }, outputs, true, samples);
  },
  (d) => {
    const [samples, inputs] = [d.whole(100, 400), d.whole(1, 4)];
    const f = d.of<(x: readonly number[]) => number>([
      (x) => Math.sin(2 * x[0]) + (x[1] ?? 0) * 0.5,
      (x) => x[0] * x[0] - 0.5 * (x[1] ?? 0),
      (x) => Math.abs(x[0]) + 0.3 * x[x.length - 1],
      (x) => x[0] * (x[1] ?? x[0]),
    ]);
    const noise = d.of([0, 0.05, 0.15]);
    const xs = rows(samples, () => rows(inputs, () => short(d.uniform(-2, 2))));
    return regression(
      d,
      'nonlinear',
      { inputs: xs, targets: xs.map((x) => [short(f(x) + noise * d.normal())]) },
      1,
      false,
      samples,
    );
  },
  (d) => {
    const samples = d.whole(150, 400);
    const levels = [d.whole(2, 5), d.whole(2, 4)];
    const effect = levels.map((count) => rows(count, () => d.normal()));
    const numbers = d.whole(1, 3);
    const weights = rows(numbers, () => d.normal());
    const drawn = rows(samples, () => ({
      categories: levels.map((count) => d.whole(0, count - 1)),
      xs: rows(numbers, () => short(d.normal())),
    }));
    const inputs = drawn.map(({ categories, xs }) => [
      ...categories.flatMap((c, i) => rows(levels[i], (k) => Number(k === c))),
      ...xs,
    ]);
    const scores = drawn.map(
      ({ categories, xs }) =>
        categories.reduce((s, c, i) => s + effect[i][c], 0) + xs.reduce((s, x, i) => s + x * weights[i], 0),
    );
    if (d.chance(0.5))
      return regression(
        d,
        'table',
        { inputs, targets: scores.map((s) => [short(s + 0.1 * d.normal())]) },
        1,
        true,
        samples,
      );
    const sorted = [...scores].sort((a, b) => a - b);
    const quantile = d.chance(0.4) ? d.uniform(0.8, 0.92) : 0.5;
    const limit = sorted[Math.floor(quantile * samples)];
    const classes = scores.map((s) => Number(s + 0.05 * d.normal() > limit));
    const problem = classification(d, quantile > 0.6 ? 'imbalanced' : 'table classes', {}, 2, true, samples);
    return { ...problem, data: { inputs, targets: oneHot(classes, 2, problem.output.units === 1) } };
  },
];

const optimizers: readonly ((d: Draws, deep: boolean) => Json)[] = [
  (d) => ({ type: 'adam', learningRate: d.log(0.003, 0.03) }),
  (d) => ({ type: 'adam', learningRate: d.log(0.003, 0.03) }),
  (d) => ({ type: 'adamw', learningRate: d.log(0.003, 0.03) }),
  (d) => ({ type: 'sgd', learningRate: d.log(0.02, 0.5) }),
  (d) => ({ type: 'sgd', learningRate: d.log(0.01, 0.1), momentum: 0.9, nesterov: d.chance(0.5) }),
  (d) => ({ type: 'rmsprop', learningRate: d.log(0.001, 0.01) }),
  (d) => ({ type: 'adagrad', learningRate: d.log(0.03, 0.2) }),
];

export const hiddenActivations = [
  'tanh',
  'tanh',
  'relu',
  'relu',
  'sigmoid',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'mish',
  'softplus',
  'softsign',
];

/** Returns a random config whose settings are those that people choose. Most of them train well, not all. */
export function usualConfig(d: Draws): { readonly kind: string; readonly config: Json } {
  const problem = d.of(problems)(d);
  const depth = problem.linear && d.chance(0.4) ? 0 : d.of([1, 1, 1, 2, 2, 3, 4, 5]);
  const activation = d.of(hiddenActivations);
  const width = d.of([4, 8, 8, 16, 16, 32]);
  const dropout = d.chance(0.08) ? 0.1 : 0;
  const layers: Json[] = rows(depth, () => ({ units: width, activation, ...(dropout ? { dropout } : {}) }));
  const optimizer = d.of(optimizers)(d, depth > 2);
  const batchSize = d.of([8, 16, 32, 32, 64, null]);
  const config: Json = {
    layers: [...layers, problem.output],
    loss: problem.loss,
    data: {
      ...problem.data,
      ...(d.chance(0.3) ? { normalize: d.of(['standardize', 'minMax']) } : {}),
      ...(d.chance(0.6) ? { validationSplit: d.of([0.1, 0.2, 0.25]) } : {}),
    },
    training: {
      optimizer,
      epochs: d.of([50, 100, 100, 200, 300]),
      seed: d.whole(0, 1000),
      ...(batchSize ? { batchSize } : {}),
      ...(d.chance(0.1) ? { regularization: { l2: d.log(1e-5, 1e-3) } } : {}),
      ...(d.chance(0.15) ? { earlyStopping: { patience: d.whole(15, 40) } } : {}),
      ...(d.chance(0.15) ? { precision: 'float32' } : {}),
      ...(d.chance(0.1) ? { schedule: { type: 'cosine' } } : {}),
      ...(d.chance(0.1) ? { clipGradientNorm: d.of([1, 5]) } : {}),
    },
  };
  return { kind: problem.kind, config };
}
