import { Random } from '../../src/engine/maths/random.js';
import { activationNames } from '../../src/engine/model/spec.js';

/** Creates a config with random layers, loss, optimizer, schedule and data. */
export function randomRun(seed: number): object {
  const random = new Random(seed, 'weights');
  const whole = (least: number, most: number): number =>
    least + Math.floor(random.uniform() * (most - least + 1));
  const one = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)];
  const maybe = <T extends object>(value: T): Partial<T> => (random.uniform() < 0.5 ? value : {});
  const numbers = (count: number): number[] => Array.from({ length: count }, () => random.normal());
  const [samples, inputs, outputs] = [whole(7, 40), whole(1, 5), whole(1, 4)];
  const loss = one(['halfSquaredError', 'meanSquaredError', 'meanAbsoluteError', 'huber', 'crossEntropy', 'binaryCrossEntropy', 'own', 'ownWithDerivative']); // prettier-ignore
  const classes = loss === 'crossEntropy' && outputs > 1;
  const last =
    loss === 'crossEntropy' ? (classes ? 'softmax' : 'sigmoid')
    : loss === 'binaryCrossEntropy' ? 'sigmoid'
    : one(['identity', 'tanh', 'softplus', 'bump']); // prettier-ignore
  const activations = [...activationNames.filter((name) => name !== 'step'), 'bump', 'bumpWithDerivative'];
  const hidden = Array.from({ length: whole(0, 3) }, () => ({
    units: whole(1, 7),
    activation: one(activations),
    ...maybe({ bias: one([false, { value: 0.1, shared: true }, { value: 0.2, trainable: false }]) }),
    ...maybe({ dropout: 0.3 }),
  }));
  const target = (): number[] => {
    if (last === 'softmax') return oneHot(whole(0, outputs - 1), outputs);
    if (last === 'sigmoid') return Array.from({ length: outputs }, () => whole(0, 1));
    return numbers(outputs);
  };
  return {
    name: `Random ${seed}`,
    layers: [...hidden, { units: outputs, activation: last }],
    loss: losses[loss] ?? loss,
    functions: {
      bump: { f: 'exp(-x^2) + max(x, 0) / 3' },
      bumpWithDerivative: { f: 'x > 0 ? sin(x) : x^3 - 2 * x', df: 'x > 0 ? cos(x) : 3 * x^2 - 2' },
    },
    data: {
      inputs: Array.from({ length: samples }, () => numbers(inputs)),
      targets: Array.from({ length: samples }, target),
      normalize: one(['none', 'standardize', 'minMax']),
      ...maybe({ validationSplit: 0.3 }),
      ...(inputs > 1 && maybe({ derived: ['x1^2', 'sin(x1) + x2'] })),
      ...(classes && maybe({ classWeights: { t1: 2.5 } })),
    },
    training: {
      optimizer: one(optimizers),
      epochs: 5,
      seed: seed * 7919,
      ...maybe({ batchSize: whole(1, 9) }),
      ...maybe({ regularization: { l1: 0.01, l2: 0.02 } }),
      ...maybe({ schedule: one(schedules) }),
      ...maybe({ warmupEpochs: 3 }),
      ...maybe({ earlyStopping: { patience: 2, minDelta: 0.01, restoreBest: true } }),
      ...maybe({ clipGradientNorm: 0.5 }),
      ...maybe({ reduction: 'sum', clipGradientNorm: 0.1 }),
      ...maybe({ shuffle: false }),
    },
  };
}

const oneHot = (index: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number(i === index));

const losses: Readonly<Record<string, object>> = {
  own: { f: 'log(1 + (y - t)^2)' },
  ownWithDerivative: { f: '(y - t)^4 / 4', df: '(y - t)^3' },
};

const optimizers = [
  { type: 'sgd', learningRate: 0.02, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  { type: 'sgd', learningRate: 0.03 },
  { type: 'sgd', learningRate: 0.01, momentum: 0.8 },
  { type: 'adagrad', learningRate: 0.01, weightDecay: 0.01 },
  { type: 'rmsprop', learningRate: 0.002, momentum: 0.5, weightDecay: 0.01 },
  { type: 'rmsprop', learningRate: 0.002 },
  { type: 'adam', learningRate: 0.01, weightDecay: 0.01 },
  { type: 'adamw', learningRate: 0.01, betas: [0.8, 0.99] },
];

const schedules = [
  { type: 'step', stepSize: 2, gamma: 0.5 },
  { type: 'exponential', gamma: 0.9 },
  { type: 'cosine', epochs: 4, minLearningRate: 0.001 },
  { type: 'reduceOnPlateau', factor: 0.5, patience: 1, threshold: 0.3, minLearningRate: 0.0001 },
];
