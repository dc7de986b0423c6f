import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Initializer, OptimizerSpec, ScheduleSpec } from '../../src/engine/model/spec.js';
import { defaultGapWords } from '../../src/config/tableOptions.js';
import { parseConfig } from '../../src/config/parse.js';
import { configText, networkOf, parse } from './support.js';

const golden = path.join(import.meta.dirname, '../fixtures/golden');

const withTraining = async (text: string) => (await networkOf(configText({ training: text }))).training;
const firstLayer = async (text: string) => {
  const layers = `[{ "units": 2, "activation": "tanh", ${text} }, { "units": 1, "activation": "sigmoid" }]`;
  return (await networkOf(configText({ layers }))).layers[0];
};

const noTableOptions = {
  columns: [],
  dropDuplicates: false,
  missingValues: ['', 'NA', 'N/A', 'NaN', 'nan', 'null', '?'],
  gapWords: defaultGapWords,
  header: null,
  delimiter: null,
  decimal: null,
  encoding: null,
};

describe('A config', () => {
  for (const file of readdirSync(golden).filter((name) => name.endsWith('.json'))) {
    it(`is read without a problem: ${file}`, async () => {
      const { config } = JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as { config: object };
      const { spec, problems } = await parse(JSON.stringify(config, null, 2));
      // Two identity layers are one affine map, which is reported as information and not as a problem.
      assert.deepEqual(
        problems.filter(({ code }) => code !== 'collapsing-layers'),
        [],
      );
      assert.ok(spec?.kind === 'network' && spec.data.kind === 'inline' && spec.data.inputs.length > 0);
    });
  }

  it('may have comments and trailing commas', async () => {
    const { spec, problems } = await parse(`// Iris
{
  "name": "Iris",
  "layers": [
    { "units": 16, "activation": "relu" }, /* hidden */
    { "units": 3,  "activation": "softmax" },
  ],
  "loss": "crossEntropy",
  "data": { "file": "iris.csv", "target": "species", "normalize": "standardize", "validationSplit": 0.2 },
  "training": { "optimizer": { "type": "adam", "learningRate": 0.01 }, "epochs": 200, "batchSize": 16, "seed": 1 },
}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(spec, {
      kind: 'network',
      name: 'Iris',
      layers: [layer(16, 'relu', { type: 'heNormal' }), layer(3, 'softmax', { type: 'xavierUniform' })],
      loss: 'crossEntropy',
      functions: {},
      data: {
        kind: 'table',
        file: 'iris.csv',
        targets: ['species'],
        features: null,
        task: null,
        options: noTableOptions,
        derived: [],
        validation: null,
        test: null,
        normalize: 'standardize',
        normalizeTargets: 'none',
        classWeights: null,
        validationSplit: 0.2,
      },
      training: {
        optimizer: { type: 'adam', learningRate: 0.01, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 },
        epochs: 200,
        batchSize: 16,
        shuffle: true,
        seed: 1,
        precision: 'float64',
        reduction: 'mean',
        regularization: { l1: 0, l2: 0 },
        schedule: { type: 'constant' },
        warmupEpochs: 0,
        earlyStopping: null,
        clipGradientNorm: null,
      },
      gradientCheck: {
        relativeTolerance: 1e-6,
        absoluteTolerance: 1e-9,
        samples: 8,
        parametersPerTensor: 100,
        compare: null,
        exclude: [],
      },
    });
  });

  it('is named by its file where it has no name', async () => {
    const { spec } = await parseConfig(configText(), '/home/me/xor.backprop.json');
    assert.equal(spec?.name, 'xor');
    const windows = await parseConfig(configText(), 'C:\\me\\and.backprop.json');
    assert.equal(windows.spec?.name, 'and');
  });

  it('trains by gradient descent with 0.1 for 100 epochs where it does not say how', async () => {
    const { training } = await networkOf(configText());
    assert.deepEqual(training.optimizer, {
      type: 'sgd',
      learningRate: 0.1,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
    });
    assert.deepEqual(
      [training.epochs, training.batchSize, training.shuffle, training.seed],
      [100, null, true, 0],
    );
  });

  const optimizers: readonly [text: string, expected: OptimizerSpec][] = [
    ['"sgd"', { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 }],
    ['{ "learningRate": 2 }', { type: 'sgd', learningRate: 2, momentum: 0, nesterov: false, weightDecay: 0 }],
    ['{ "type": "sgd", "momentum": 0.9, "nesterov": true, "weightDecay": 0.1 }', { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }],
    ['"adagrad"', { type: 'adagrad', learningRate: 1e-2, epsilon: 1e-10, weightDecay: 0 }],
    ['"rmsprop"', { type: 'rmsprop', learningRate: 1e-2, alpha: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 }],
    ['"adam"', { type: 'adam', learningRate: 1e-3, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 }],
    ['{ "type": "adam", "betas": [0.8, 0.99], "epsilon": 1e-6 }', { type: 'adam', learningRate: 1e-3, betas: [0.8, 0.99], epsilon: 1e-6, weightDecay: 0 }],
    ['"adamw"', { type: 'adamw', learningRate: 1e-3, betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 1e-2 }],
  ]; // prettier-ignore
  for (const [text, expected] of optimizers) {
    it(`has PyTorch’s defaults for the optimizer ${text}`, async () => {
      assert.deepEqual((await withTraining(`{ "optimizer": ${text} }`)).optimizer, expected);
    });
  }

  it('uses Rosenblatt’s rule for a layer of step units', async () => {
    const layers = '[{ "units": 1, "activation": "step" }]';
    const text = configText({
      layers,
      loss: '"halfSquaredError"',
      training: '{ "optimizer": "perceptron" }',
    });
    assert.deepEqual((await networkOf(text)).training.optimizer, { type: 'perceptron', learningRate: 1 });
  });

  const schedules: readonly [text: string, expected: ScheduleSpec][] = [
    ['{ "type": "constant" }', { type: 'constant' }],
    ['{ "type": "step", "stepSize": 5 }', { type: 'step', stepSize: 5, gamma: 0.1 }],
    ['{ "type": "exponential", "gamma": 0.9 }', { type: 'exponential', gamma: 0.9 }],
    ['"cosine"', { type: 'cosine', epochs: 70, minLearningRate: 0 }],
    ['{ "type": "cosine", "epochs": 10, "minLearningRate": 0.001 }', { type: 'cosine', epochs: 10, minLearningRate: 0.001 }],
    ['{ "type": "reduceOnPlateau" }', { type: 'reduceOnPlateau', factor: 0.1, patience: 10, threshold: 1e-4, minLearningRate: 0 }],
  ]; // prettier-ignore
  for (const [text, expected] of schedules) {
    it(`has PyTorch’s defaults for the schedule ${text}`, async () => {
      assert.deepEqual((await withTraining(`{ "epochs": 70, "schedule": ${text} }`)).schedule, expected);
    });
  }

  it('accepts the warm-up next to the schedule or in it', async () => {
    assert.equal((await withTraining('{ "warmupEpochs": 3 }')).warmupEpochs, 3);
    const inside = await withTraining('{ "schedule": { "type": "cosine", "warmupEpochs": 4 } }');
    assert.deepEqual([inside.warmupEpochs, inside.schedule.type], [4, 'cosine']);
  });

  it('stops early by validation loss with a patience of ten epochs', async () => {
    const { earlyStopping } = await withTraining('{ "earlyStopping": {} }');
    assert.deepEqual(earlyStopping, { patience: 10, minDelta: 0, restoreBest: true });
  });

  it('reads the other settings of the training', async () => {
    const training = await withTraining(
      '{ "regularization": { "l1": 0.1, "l2": 0.2 }, "clipGradientNorm": 1, "precision": "float32", "shuffle": false }',
    );
    assert.deepEqual(training.regularization, { l1: 0.1, l2: 0.2 });
    assert.deepEqual(
      [training.clipGradientNorm, training.precision, training.shuffle],
      [1, 'float32', false],
    );
  });

  it('initializes the ReLU family with He’s weights and the others with Xavier’s', async () => {
    const family = ['relu', 'leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'softplus'];
    const others = ['sigmoid', 'tanh', 'softsign'];
    const initOf = async (activation: string) => {
      const layers = `[{ "units": 2, "activation": "${activation}" }, { "units": 1, "activation": "sigmoid" }]`;
      return (await networkOf(configText({ layers }))).layers[0].init.type;
    };
    for (const name of family) assert.equal(await initOf(name), 'heNormal', name);
    for (const name of others) assert.equal(await initOf(name), 'xavierUniform', name);
  });

  const inits: readonly [text: string, expected: Initializer][] = [
    ['"lecunNormal"', { type: 'lecunNormal' }],
    ['{ "type": "uniform", "min": -2, "max": 3 }', { type: 'uniform', min: -2, max: 3 }],
    ['"uniform"', { type: 'uniform', min: -1, max: 1 }],
    ['{ "type": "normal" }', { type: 'normal', mean: 0, std: 0.1 }],
  ];
  for (const [text, expected] of inits) {
    it(`draws weights by ${text}`, async () => {
      assert.deepEqual((await firstLayer(`"init": ${text}`)).init, expected);
    });
  }

  const zeros = { value: 0, shared: false, trainable: true, names: null };
  const biases: readonly [text: string, expected: unknown][] = [
    ['"dropout": 0.5', zeros],
    ['"bias": true', zeros],
    ['"bias": false', null],
    ['"bias": 0.5', { ...zeros, value: 0.5 }],
    ['"bias": [1, 2]', { ...zeros, value: [1, 2] }],
    ['"bias": { "value": 0.35, "shared": true, "trainable": false, "names": ["b1"] }', { value: 0.35, shared: true, trainable: false, names: ['b1'] }],
  ]; // prettier-ignore
  for (const [text, expected] of biases) {
    it(`reads a bias: ${text}`, async () => {
      assert.deepEqual((await firstLayer(text)).bias, expected);
    });
  }

  it('counts the units by the weights', async () => {
    const layers =
      '[{ "activation": "tanh", "weights": [[1, 2], [3, 4], [5, 6]] }, { "units": 1, "activation": "sigmoid" }]';
    const [first] = (await networkOf(configText({ layers }))).layers;
    assert.equal(first.units, 3);
    assert.deepEqual(first.weights, [[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  });

  it('reads frozen weights with names', async () => {
    const first = await firstLayer(
      '"weights": { "value": [[1, 2], [3, 4]], "trainable": false, "names": [["w1", "w2"], ["w3", "w4"]] }',
    );
    assert.equal(first.weightsTrainable, false);
    assert.deepEqual(first.weightNames, [['w1', 'w2'], ['w3', 'w4']]); // prettier-ignore
  });

  const common = {
    derived: [],
    validation: null,
    test: null,
    normalize: 'none',
    normalizeTargets: 'none',
    classWeights: null,
    validationSplit: 0,
  };
  const sources: readonly [text: string, expected: object][] = [
    ['{ "inputs": [[1, 2]], "targets": [[1]], "inputNames": ["a", "b"], "targetNames": ["c"], "normalize": "minMax" }', { kind: 'inline', inputs: [[1, 2]], targets: [[1]], inputNames: ['a', 'b'], targetNames: ['c'], ...common, normalize: 'minMax' }],
    ['{ "file": "a.csv", "features": ["a", "b"], "target": ["c", "d"], "task": "regression" }', { kind: 'table', file: 'a.csv', features: ['a', 'b'], targets: ['c', 'd'], task: 'regression', options: noTableOptions, ...common }],
    ['{ "images": "i.gz", "labels": "l.gz", "validationSplit": 0.1 }', { kind: 'idx', images: 'i.gz', labels: 'l.gz', ...common, validationSplit: 0.1 }],
    ['{ "generator": "spiral" }', { kind: 'generator', generator: 'spiral', samples: 200, noise: 0.1, ...common }],
    ['{ "generator": "moons", "samples": 50, "noise": 0 }', { kind: 'generator', generator: 'moons', samples: 50, noise: 0, ...common }],
  ]; // prettier-ignore
  for (const [text, expected] of sources) {
    it(`reads the data ${text}`, async () => {
      assert.deepEqual((await networkOf(configText({ data: text }))).data, expected);
    });
  }

  it('may have activations of its own', async () => {
    const layers = '[{ "units": 2, "activation": "swish" }, { "units": 1, "activation": "sigmoid" }]';
    const functions = '{ "swish": { "f": "x / (1 + exp(-x))", "df": "1" } }';
    const { functions: own } = await networkOf(configText({ layers, functions }));
    assert.deepEqual(own.swish.f.operations, [
      { op: 'variable', name: 'x' },
      { op: 'constant', value: 1 },
      { op: 'negate', args: [0] },
      { op: 'exp', args: [2] },
      { op: 'add', args: [1, 3] },
      { op: 'divide', args: [0, 4] },
    ]);
    assert.deepEqual(own.swish.df, { text: '1', operations: [{ op: 'constant', value: 1 }] });
  });

  it('may have a loss of its own', async () => {
    const { loss } = await networkOf(configText({ loss: '{ "f": "(y - t)^2", "df": "2 * (y - t)" }' }));
    assert.ok(typeof loss === 'object');
    assert.deepEqual([loss.f.text, loss.df?.text], ['(y - t)^2', '2 * (y - t)']);
  });

  it('may be a plain function to descend on', async () => {
    const { spec, problems } = await parse(
      '{ "function": "x^2 + 10*y^2", "start": [-7, 2], "training": { "epochs": 30 } }',
    );
    assert.deepEqual(problems, []);
    assert.ok(spec?.kind === 'function');
    assert.deepEqual([spec.function.text, spec.start, spec.training.epochs], ['x^2 + 10*y^2', [-7, 2], 30]);
  });

  it('reads a hundred thousand features beside as many targets', async () => {
    const named = (letter: string) =>
      JSON.stringify(Array.from({ length: 100_000 }, (_, i) => `${letter}${i}`));
    const data = `{ "file": "a.csv", "features": ${named('x')}, "target": ${named('y')} }`;
    const { spec } = await parse(configText({ data }));
    assert.ok(spec?.kind === 'network' && spec.data.kind === 'table');
    assert.equal(spec.data.features?.length, 100_000);
  });
});

const layer = (units: number, activation: string, init: Initializer) => ({
  units,
  activation,
  weights: null,
  weightsTrainable: true,
  weightNames: null,
  bias: { value: 0, shared: false, trainable: true, names: null },
  init,
  dropout: 0,
  names: null,
});
