import type { AlarmCode } from '../../../src/engine/health/alarm.js';
import { hiddenActivations, type Draws } from './randomConfigs.js';

interface Layer {
  units: number;
  activation?: string;
  init?: unknown;
  bias?: unknown;
}

interface Table {
  inputs: number[][];
  targets: number[][];
}

interface Config {
  layers: Layer[];
  loss: string;
  data: Partial<Table> & Record<string, unknown>;
  training: Record<string, unknown>;
  functions?: unknown;
}

export interface Ill {
  readonly kind: string;
  readonly config: Config;
  /** The codes that are true of it. */
  readonly codes: readonly AlarmCode[];
  /** The loss over that of a constant output above which it has trained badly; null where it is ill by construction. */
  readonly poorAbove: number | null;
}

const rows = <T>(count: number, row: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => row(i));
const short = (value: number): number => Number(value.toPrecision(6));

/** Returns a classification in the plane with a network that learns it. */
function classes(d: Draws): Config {
  const generator = d.of(['xor', 'circles', 'moons', 'gaussians']);
  const binary = generator !== 'gaussians' || d.chance(0.5);
  const depth = d.whole(1, 3);
  const activation = d.of(hiddenActivations);
  return {
    layers: [
      ...rows(depth, () => ({ units: d.of([8, 16]), activation })),
      binary ? { units: 1, activation: 'sigmoid' } : { units: d.whole(2, 4), activation: 'softmax' },
    ],
    loss: binary ? 'binaryCrossEntropy' : 'crossEntropy',
    data: {
      generator,
      samples: d.whole(120, 300),
      noise: 0.1,
      ...(d.chance(0.5) ? { validationSplit: 0.2 } : {}),
    },
    training: {
      optimizer: { type: 'adam', learningRate: d.log(0.005, 0.03) },
      epochs: d.of([60, 100, 150]),
      batchSize: d.of([16, 32]),
      seed: d.whole(0, 999),
    },
  };
}

/** Returns a regression of a few inputs with a network that learns it. */
function regression(d: Draws): Config & { data: Table } {
  const [samples, inputs] = [d.whole(80, 300), d.whole(2, 5)];
  const w = rows(inputs, () => d.normal());
  const xs = rows(samples, () => rows(inputs, () => short(d.normal())));
  const ts = xs.map((x) => [
    short(x.reduce((s, each, i) => s + w[i] * each, 0) + Math.sin(2 * x[0]) + 0.1 * d.normal()),
  ]);
  const activation = d.of(hiddenActivations);
  return {
    layers: [...rows(d.whole(1, 3), () => ({ units: d.of([8, 16]), activation })), { units: 1 }],
    loss: d.of(['meanSquaredError', 'halfSquaredError', 'huber', 'meanAbsoluteError']),
    data: { inputs: xs, targets: ts, ...(d.chance(0.5) ? { validationSplit: 0.2 } : {}) },
    training: {
      optimizer: { type: 'adam', learningRate: d.log(0.005, 0.03) },
      epochs: d.of([60, 100, 150]),
      batchSize: d.of([16, 32]),
      seed: d.whole(0, 999),
    },
  };
}

const lastOf = (config: Config): Layer => config.layers[config.layers.length - 1];

const either = (d: Draws): Config => (d.chance(0.5) ? classes(d) : regression(d));
const saturating = ['sigmoid', 'tanh', 'softsign'];
const setHidden = (config: Config, values: Partial<Layer>): void =>
  config.layers.slice(0, -1).forEach((layer) => Object.assign(layer, values));

export const illnesses: Readonly<Record<string, (d: Draws) => Ill>> = {
  'rate too high': (d) => {
    const config = either(d);
    config.training.optimizer = d.of([
      () => ({ type: 'sgd', learningRate: d.log(5, 200) }),
      () => ({ type: 'sgd', learningRate: d.log(2, 50), momentum: 0.9 }),
      () => ({ type: 'adam', learningRate: d.log(1, 30) }),
      () => ({ type: 'rmsprop', learningRate: d.log(1, 10) }),
    ])();
    return {
      kind: '',
      config,
      codes: ['diverging', 'not-a-number', 'dead-units', 'saturated-units', 'constant-output', 'plateau'],
      poorAbove: 0.6,
    };
  },
  'rate too low': (d) => {
    const config = either(d);
    config.training.optimizer = d.of([
      () => ({ type: 'sgd', learningRate: d.log(1e-6, 1e-3) }),
      () => ({ type: 'sgd', learningRate: d.log(1e-7, 1e-4), momentum: 0.9 }),
      () => ({ type: 'adam', learningRate: d.log(1e-7, 1e-5) }),
      () => ({ type: 'adagrad', learningRate: d.log(1e-6, 1e-4) }),
    ])();
    return { kind: '', config, codes: ['learning-rate-low'], poorAbove: 0.7 };
  },
  'rate falls too soon': (d) => {
    const config = either(d);
    config.training.optimizer = { type: 'sgd', learningRate: 0.02 };
    config.training.schedule = { type: 'exponential', gamma: d.uniform(0.5, 0.8) };
    return { kind: '', config, codes: ['learning-rate-low', 'plateau', 'constant-output'], poorAbove: 0.7 };
  },
  'inputs of different scales': (d) => {
    const config = regression(d);
    const factor = d.log(100, 1e6);
    const column = d.whole(0, 1);
    config.data.inputs = config.data.inputs.map((x) =>
      x.map((v, i) => (i === column ? short(v * factor) : v)),
    );
    if (d.chance(0.5)) config.training.optimizer = { type: 'sgd', learningRate: 0.05 };
    return { kind: '', config, codes: ['unscaled-inputs'], poorAbove: 0.4 };
  },
  'inputs with an offset': (d) => {
    const config = regression(d);
    const offset = d.log(50, 1e5);
    config.data.inputs = config.data.inputs.map((x) => x.map((v) => short(v + offset)));
    if (d.chance(0.5)) config.training.optimizer = { type: 'sgd', learningRate: 0.05 };
    return { kind: '', config, codes: ['unscaled-inputs'], poorAbove: 0.4 };
  },
  'inputs in the thousands, classes': (d) => {
    const config = regression(d);
    const factor = d.log(50, 1e5);
    config.data.inputs = config.data.inputs.map((x) => x.map((v) => short(v * factor + factor)));
    config.data.targets = config.data.targets.map(([t]) => [Number(t > 0)]);
    config.layers[config.layers.length - 1] = { units: 1, activation: 'sigmoid' };
    config.loss = 'binaryCrossEntropy';
    return { kind: '', config, codes: ['unscaled-inputs'], poorAbove: 0.5 };
  },
  'targets in the thousands': (d) => {
    const config = regression(d);
    const factor = d.log(100, 1e6);
    const offset = d.of([0, 3 * factor, 10 * factor]);
    config.data.targets = config.data.targets.map((t) => t.map((v) => short(v * factor + offset)));
    if (d.chance(0.4)) config.training.optimizer = { type: 'sgd', learningRate: 0.05 };
    return { kind: '', config, codes: ['unscaled-targets'], poorAbove: 0.5 };
  },
  'dead units by the bias': (d) => {
    const config = either(d);
    const layer = d.whole(0, config.layers.length - 2);
    setHidden(config, { activation: 'relu' });
    config.layers[layer].bias = -d.log(8, 100);
    return { kind: '', config, codes: ['dead-units'], poorAbove: 0.8 };
  },
  'dead units by the weights': (d) => {
    const config = either(d);
    setHidden(config, { activation: 'relu' });
    if (config.layers.length < 3) config.layers.splice(1, 0, { units: 8, activation: 'relu' });
    config.layers[1].init = { type: 'uniform', min: -2, max: -0.5 };
    return { kind: '', config, codes: ['dead-units'], poorAbove: 0.8 };
  },
  'saturated units': (d) => {
    const config = either(d);
    const std = d.log(10, 100);
    setHidden(config, { activation: d.of(saturating), init: { type: 'normal', mean: 0, std } });
    return {
      kind: '',
      config,
      codes: ['saturated-units', 'exploding-gradient', 'initial-loss-high'],
      poorAbove: 0.5,
    };
  },
  'saturated by the bias': (d) => {
    const config = either(d);
    setHidden(config, { activation: d.of(['sigmoid', 'tanh']) });
    config.layers[d.whole(0, config.layers.length - 2)].bias = d.of([-1, 1]) * d.log(10, 100);
    return { kind: '', config, codes: ['saturated-units', 'constant-output'], poorAbove: 0.8 };
  },
  'deep sigmoid': (d) => {
    const config = either(d);
    const depth = d.whole(7, 15);
    config.layers = [...rows(depth, () => ({ units: 8, activation: 'sigmoid' })), lastOf(config)];
    config.training.optimizer = d.of([
      { type: 'sgd', learningRate: 0.1 },
      { type: 'sgd', learningRate: 0.5 },
      { type: 'adam', learningRate: 0.005 },
    ]);
    return { kind: '', config, codes: ['vanishing-gradient'], poorAbove: 0.9 };
  },
  'small weights in a deep network': (d) => {
    const config = either(d);
    const depth = d.whole(4, 8);
    const init = { type: 'normal', mean: 0, std: d.log(0.001, 0.03) };
    config.layers = [
      ...rows(depth, () => ({ units: 8, activation: d.of(['tanh', 'relu']), init })),
      lastOf(config),
    ];
    config.training.optimizer = d.of([
      { type: 'sgd', learningRate: 0.1 },
      { type: 'adam', learningRate: 0.001 },
    ]);
    return {
      kind: '',
      config,
      codes: ['vanishing-gradient', 'dead-units', 'plateau', 'constant-output'],
      poorAbove: 0.9,
    };
  },
  'large weights in a deep network': (d) => {
    const config = either(d);
    const depth = d.whole(4, 8);
    const init = { type: 'normal', mean: 0, std: d.log(2, 20) };
    config.layers = [
      ...rows(depth, () => ({ units: 16, activation: d.of(['relu', 'leakyRelu']), init })),
      lastOf(config),
    ];
    return {
      kind: '',
      config,
      codes: ['exploding-gradient', 'initial-loss-high', 'diverging', 'not-a-number'],
      poorAbove: null,
    };
  },
  'large weights in the output layer': (d) => {
    const config = either(d);
    Object.assign(lastOf(config), { init: { type: 'normal', mean: 0, std: d.log(20, 200) } });
    return {
      kind: '',
      config,
      codes: ['initial-loss-high', 'exploding-gradient', 'diverging', 'not-a-number'],
      poorAbove: null,
    };
  },
  'large bias in the output layer': (d) => {
    const config = classes(d);
    Object.assign(lastOf(config), {
      bias:
        lastOf(config).units > 1
          ? rows(lastOf(config).units, (i) => (i ? 0 : d.log(20, 100)))
          : d.log(20, 100),
    });
    return { kind: '', config, codes: ['initial-loss-high'], poorAbove: null };
  },
  'zero weights': (d) => {
    const config = either(d);
    setHidden(config, { activation: d.of(['tanh', 'relu', 'gelu']) });
    config.layers.forEach((layer) => (layer.init = 'zeros'));
    return {
      kind: '',
      config,
      codes: ['constant-output', 'dead-units', 'plateau', 'vanishing-gradient'],
      poorAbove: 0.9,
    };
  },
  'step units': (d) => {
    const config = either(d);
    setHidden(config, { activation: 'step' });
    lastOf(config).activation = 'step';
    config.loss = 'meanSquaredError';
    return {
      kind: '',
      config,
      codes: ['plateau', 'constant-output', 'dead-units', 'vanishing-gradient', 'saturated-units'],
      poorAbove: 0.7,
    };
  },
  'strong penalty': (d) => {
    const config = either(d);
    config.training.regularization = { l2: d.log(1, 20) };
    return { kind: '', config, codes: ['constant-output', 'plateau', 'vanishing-gradient'], poorAbove: 0.85 };
  },
  'linear network for a curved boundary': (d) => {
    const config = classes(d);
    config.data = { generator: d.of(['xor', 'circles']), samples: 200, noise: 0.05 };
    config.layers = d.chance(0.5)
      ? [{ units: 1, activation: 'sigmoid' }]
      : [{ units: 8 }, { units: 1, activation: 'sigmoid' }];
    config.loss = 'binaryCrossEntropy';
    config.training.epochs = 100;
    return { kind: '', config, codes: ['plateau', 'constant-output'], poorAbove: 0.8 };
  },
  'relu output for negative targets': (d) => {
    const config = regression(d);
    config.data.targets = config.data.targets.map((t) => t.map((v) => short(v - 6)));
    lastOf(config).activation = 'relu';
    return { kind: '', config, codes: ['dead-units', 'constant-output', 'plateau'], poorAbove: 0.9 };
  },
  'few samples, many units': (d) => {
    const config = d.chance(0.5) ? classes(d) : regression(d);
    const inputs = d.whole(2, 6);
    const samples = d.whole(30, 60);
    const xs = rows(samples, () => rows(inputs, () => short(d.normal())));
    const isClass = lastOf(config).activation !== undefined;
    const ts = xs.map((x) =>
      isClass ? [Number(x[0] + 1.2 * d.normal() > 0)] : [short(x[0] + 1.2 * d.normal())],
    );
    config.data = { inputs: xs, targets: ts, validationSplit: d.of([0.2, 0.3]) };
    config.layers = [
      { units: 64, activation: d.of(['relu', 'tanh']) },
      { units: 64, activation: 'relu' },
      isClass ? { units: 1, activation: 'sigmoid' } : { units: 1 },
    ];
    config.loss = isClass ? 'binaryCrossEntropy' : 'meanSquaredError';
    config.training = {
      ...config.training,
      epochs: d.of([200, 300, 400]),
      optimizer: { type: 'adam', learningRate: d.log(0.003, 0.02) },
    };
    return { kind: '', config, codes: ['overfitting'], poorAbove: null };
  },
  'a rare class': (d) => {
    const config = classes(d);
    const samples = d.whole(300, 600);
    const share = d.uniform(0.02, 0.08);
    const drawn = rows(samples, () => Number(d.chance(share)));
    const apart = d.uniform(0.4, 1.1);
    config.data = {
      inputs: drawn.map((c) => [short(d.normal() + apart * c), short(d.normal() + apart * c)]),
      targets: drawn.map((c) => [c]),
    };
    config.layers = [
      ...(d.chance(0.5) ? [{ units: 8, activation: 'tanh' }] : []),
      { units: 1, activation: 'sigmoid' },
    ];
    config.loss = 'binaryCrossEntropy';
    config.training.epochs = 60;
    return { kind: '', config, codes: ['imbalanced-classes'], poorAbove: 0.8 };
  },
  'a copy of the target': (d) => {
    const config = d.chance(0.5) ? regression(d) : classes(d);
    const { inputs: given, targets: known } = config.data;
    if (given && known) {
      const [scale, noise] = [d.log(0.1, 10), d.of([0, 0, 1e-3])];
      config.data.inputs = given.map((x, i) => [...x, short(scale * (known[i][0] + noise * d.normal()) + 1)]);
    } else {
      const xs = rows(200, () => [short(d.normal()), short(d.normal())]);
      const k = d.whole(2, 3);
      const of = xs.map((x) =>
        Math.min(k - 1, Math.max(0, Math.floor(x[0] + x[1] + 0.5 * d.normal() + k / 2))),
      );
      const code = d.of([(c: number) => c, (c: number) => 2 * c + 1, (c: number) => 10 - 5 * c]);
      config.data = {
        inputs: xs.map((x, i) => [...x, code(of[i])]),
        targets: of.map((c) => rows(k, (j) => Number(j === c))),
        validationSplit: 0.2,
      };
      config.layers = [
        { units: 8, activation: 'relu' },
        { units: k, activation: 'softmax' },
      ];
      config.loss = 'crossEntropy';
    }
    return { kind: '', config, codes: ['leaking-feature'], poorAbove: null };
  },
  'copied rows': (d) => {
    const config = regression(d);
    const share = d.uniform(0.15, 1);
    const { inputs, targets } = config.data;
    const copied = inputs.map((_, i) => i).filter(() => d.chance(share));
    config.data = {
      inputs: [...inputs, ...copied.map((i) => inputs[i])],
      targets: [...targets, ...copied.map((i) => targets[i])],
      validationSplit: d.of([0.2, 0.3]),
    };
    return { kind: '', config, codes: ['duplicate-rows'], poorAbove: null };
  },
  'a formula that is undefined': (d) => {
    const config = either(d);
    config.functions = { own: { f: d.of(['log(x)', 'sqrt(x)', 'x^0.5']) } };
    config.layers[0].activation = 'own';
    return { kind: '', config, codes: ['not-a-number'], poorAbove: null };
  },
  'cross entropy without softmax': (d) => {
    const config = classes(d);
    config.data = { generator: 'gaussians', samples: 200, noise: 0.1 };
    config.layers = [
      { units: 8, activation: 'tanh' },
      { units: 3, activation: d.of(['relu', 'identity', 'tanh']) },
    ];
    config.loss = 'crossEntropy';
    return { kind: '', config, codes: ['not-a-number'], poorAbove: null };
  },
};

/** Returns an ill config of a kind. */
export const illConfig = (kind: string, d: Draws): Ill => ({ ...illnesses[kind](d), kind });
