import assert from 'node:assert/strict';
import { parseExpression } from '../../../src/config/expression.js';
import { activations, type Activation } from '../../../src/engine/model/activations.js';
import { checkGradients } from '../../../src/engine/check/checkGradients.js';
import type { CheckOptions } from '../../../src/engine/check/checkOptions.js';
import type { CheckReport } from '../../../src/engine/check/checkResult.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import type { CustomFunction, Expression } from '../../../src/engine/maths/expression.js';
import { losses, type Loss } from '../../../src/engine/model/losses.js';
import type { Network } from '../../../src/engine/model/network.js';
import { drain } from '../../../src/engine/pacing.js';
import { activationNames, lossNames } from '../../../src/engine/model/spec.js';
import {
  between,
  randomGenerator,
  hiddenActivations,
  lastActivation,
  makeNetwork,
  makeSamples,
  matrix,
  oneOf,
} from './networks.js';

const options: CheckOptions = {
  relativeTolerance: 1e-6,
  absoluteTolerance: 1e-9,
  samples: 8,
  parametersPerTensor: 100,
  seed: 0,
  regularization: { l1: 0, l2: 0 },
  exclude: [],
};

function check(network: Network, samples: Samples, more: Partial<CheckOptions> = {}): CheckReport {
  return drain(checkGradients(network, samples, { ...options, ...more }));
}

function formula(text: string, variables: readonly string[] = ['x']): Expression {
  const { expression } = parseExpression(text, variables);
  assert.ok(expression, `no formula: ${text}`);
  return expression;
}

const custom = (f: string, df?: string, variables = ['x']): CustomFunction => ({
  f: formula(f, variables),
  ...(df === undefined ? {} : { df: formula(df, variables) }),
});

/** Runs `body` with an entry of one of the engine's tables replaced. */
function replaced<K extends string, V>(
  table: Readonly<Record<K, V>>,
  name: K,
  entry: V,
  body: () => void,
): void {
  const mutable: Record<K, V> = table;
  const right = table[name];
  mutable[name] = entry;
  try {
    body();
  } finally {
    mutable[name] = right;
  }
}

describe('gradient check', () => {
  it('finds no failure in 1,000 random correct networks', () => {
    let kinks = 0;
    let checked = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const random = randomGenerator(seed);
      const loss = oneOf(random, lossNames);
      const shapes = Array.from({ length: between(random, 0, 3) }, () => ({
        units: between(random, 1, 5),
        activation: oneOf(random, hiddenActivations),
        bias: oneOf(random, ['own', 'own', 'shared', 'none'] as const),
        dropout: random() < 0.1 ? 0.4 : 0,
      }));
      const last = {
        units: between(random, loss.endsWith('Entropy') ? 2 : 1, 4),
        activation: lastActivation(random, loss),
      };
      const network = makeNetwork(random, between(random, 1, 4), [...shapes, last], loss);
      const regularization = random() < 0.3 ? { l1: 0.01, l2: 0.1 } : { l1: 0, l2: 0 };
      const report = check(network, makeSamples(random, network, between(random, 1, 10)), {
        regularization,
        seed,
        parametersPerTensor: 8,
      });
      const failed = report.parameters.filter(({ verdict }) => verdict === 'fail');
      assert.deepEqual(failed, [], `seed ${seed}: ${loss} ${JSON.stringify(shapes)} ${last.activation}`);
      assert.ok(
        report.directions.every(({ verdict }) => verdict !== 'fail'),
        `direction, seed ${seed}`,
      );
      kinks += report.kinks;
      checked += report.checked;
    }
    assert.ok(kinks < checked / 10_000, `${kinks} kinks of ${checked}`);
  });

  for (const name of activationNames.filter((name) => name !== 'step')) {
    it(`fails at the layers up to the one whose ${name} has a wrong derivative`, () => {
      const random = randomGenerator(name.length + name.charCodeAt(1));
      const network = makeNetwork(
        random,
        3,
        [
          { units: 4, activation: 'tanh' === name ? 'sigmoid' : 'tanh' },
          { units: 3, activation: name },
          { units: 2, activation: 'softsign' === name ? 'sigmoid' : 'softsign' },
        ],
        'halfSquaredError',
      );
      const samples = makeSamples(random, network, 6);
      const right = activations[name];
      const wrong: Activation = {
        ...right,
        backward(nets, outputs, gradient, from, to, units) {
          right.backward(nets, outputs, gradient, from, to, units);
          for (let i = from * units; i < to * units; i++) gradient[i] *= 1.01;
        },
      };
      replaced(activations, name, wrong, () => {
        const failed = check(network, samples).parameters.filter(({ verdict }) => verdict === 'fail');
        assert.deepEqual([...new Set(failed.map(({ layer }) => layer))], [1, 2]);
        assert.ok(failed.every(({ relativeError }) => Math.abs(relativeError - 0.01) < 0.001));
      });
      assert.equal(check(network, samples).failed, 0);
    });
  }

  for (const name of lossNames) {
    it(`fails everywhere when the gradient of ${name} is wrong`, () => {
      const random = randomGenerator(name.length);
      const network = makeNetwork(
        random,
        3,
        [
          { units: 3, activation: 'tanh' },
          { units: 2, activation: name === 'binaryCrossEntropy' ? 'softmax' : 'sigmoid' },
        ],
        name,
      );
      const samples = makeSamples(random, network, 6);
      const right = losses[name];
      const wrong: Loss = {
        ...right,
        gradient(rows, gradient, scale, from, to) {
          right.gradient(rows, gradient, -scale, from, to);
        },
      };
      replaced(losses, name, wrong, () => {
        const { failed, checked } = check(network, samples);
        assert.ok(failed > 0.8 * checked, `${failed} of ${checked}`);
      });
      assert.equal(check(network, samples).failed, 0);
    });
  }

  it('names the unit and the sample of a kink and brackets the analytic value', () => {
    const network = makeNetwork(
      randomGenerator(3),
      2,
      [
        { units: 2, activation: 'relu', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
    );
    network.layers[0].weights.set([1, -0.5, 0.3, 0.4]);
    const samples = { inputs: matrix([[1, 1], [0.5, 1]]), targets: matrix([[1], [3]]) }; // prettier-ignore
    const { parameters, failed } = check(network, samples);
    assert.equal(failed, 0);
    const kinked = parameters.filter(({ verdict }) => verdict === 'kink');
    assert.deepEqual(kinked.map(({ layer, index }) => [layer, ...index]), [[1, 0, 0], [1, 0, 1]]); // prettier-ignore
    for (const { kink, analytic } of kinked) {
      assert.deepEqual(kink?.at, { layer: 1, unit: 0, sample: 1 });
      assert.ok(kink.left !== null && kink.right !== null);
      assert.ok(
        analytic >= Math.min(kink.left, kink.right) - 1e-6 &&
          analytic <= Math.max(kink.left, kink.right) + 1e-6,
      );
      assert.notEqual(kink.left.toFixed(6), kink.right.toFixed(6));
    }
  });

  it('excludes and counts gradients that cannot be judged because of an excluded unit alone', () => {
    const network = makeNetwork(
      randomGenerator(3),
      2,
      [
        { units: 2, activation: 'relu', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
    );
    network.layers[0].weights.set([1, -0.5, 0.4, -0.2]);
    const samples = { inputs: matrix([[1, 1], [0.5, 1]]), targets: matrix([[1], [3]]) }; // prettier-ignore
    const all = check(network, samples);
    assert.deepEqual([all.checked, all.kinks, all.failed], [7, 4, 0]);
    const exclude = [{ layer: 1, unit: 1 }, { layer: 2, unit: 0 }]; // prettier-ignore
    const some = check(network, samples, { exclude });
    assert.deepEqual([some.checked, some.kinks, some.failed], [5, 2, 0]);
    assert.deepEqual(
      some.excluded,
      exclude.map((unit, i) => ({ ...unit, parameters: [2, 0][i] })),
    );
    assert.ok(some.parameters.every(({ kink }) => kink === null || kink.at?.unit === 0));
  });

  it('reports a wrong value even if its unit is excluded', () => {
    const network = makeNetwork(
      randomGenerator(3),
      2,
      [
        { units: 1, activation: 'relu', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
    );
    network.layers[0].weights.set([1, -0.5]);
    const samples = { inputs: matrix([[0.5, 1]]), targets: matrix([[3]]) };
    const wrong: Activation = {
      ...activations.relu,
      backward(_x, _y, gradient, from, to, units) {
        for (let i = from * units; i < to * units; i++) gradient[i] *= 1.5;
      },
    };
    replaced(activations, 'relu', wrong, () => {
      const { failed, excluded } = check(network, samples, { exclude: [{ layer: 1, unit: 0 }] });
      assert.deepEqual([failed, excluded[0].parameters], [2, 0]);
    });
  });

  it('calls a wrong value at a kink a failure', () => {
    const network = makeNetwork(
      randomGenerator(3),
      2,
      [
        { units: 1, activation: 'relu', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
    );
    network.layers[0].weights.set([1, -0.5]);
    const samples = { inputs: matrix([[0.5, 1]]), targets: matrix([[3]]) };
    const wrong: Activation = {
      ...activations.relu,
      backward(_x, _y, gradient, from, to, units) {
        for (let i = from * units; i < to * units; i++) gradient[i] *= 1.5;
      },
    };
    replaced(activations, 'relu', wrong, () => {
      const { parameters } = check(network, samples);
      assert.ok(parameters.some(({ layer, verdict }) => layer === 1 && verdict === 'fail'));
    });
  });

  it('reduces a step that crosses a kink instead of reporting it', () => {
    const network = makeNetwork(
      randomGenerator(3),
      2,
      [
        { units: 1, activation: 'relu', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
    );
    network.layers[0].weights.set([1, -0.4999]);
    const samples = { inputs: matrix([[0.5, 1]]), targets: matrix([[3]]) };
    const { kinks, failed, passed } = check(network, samples);
    assert.deepEqual([kinks, failed, passed], [0, 0, 4]);
  });

  it('passes a network of zeros with ReLU', () => {
    const network = makeNetwork(
      randomGenerator(1),
      3,
      [
        { units: 4, activation: 'relu' },
        { units: 2, activation: 'softmax' },
      ],
      'crossEntropy',
    );
    for (const { weights, bias } of network.layers) [weights, bias].forEach((tensor) => tensor?.fill(0));
    assert.equal(check(network, makeSamples(randomGenerator(2), network, 5)).failed, 0);
  });

  it('checks nothing if the loss is infinite, and reports the loss', () => {
    const network = makeNetwork(
      randomGenerator(1),
      2,
      [{ units: 1, activation: 'softmax' }],
      'binaryCrossEntropy',
    );
    const report = check(network, { inputs: matrix([[1, 2]]), targets: matrix([[0]]) });
    assert.deepEqual([report.checked, report.loss, report.evidence], [0, Infinity, null]);
  });

  it('ends when a custom df gets infinite values', () => {
    const shapes = [1, 2].map(() => ({ units: 1, activation: 'e' }));
    const network = makeNetwork(randomGenerator(1), 1, shapes, 'meanSquaredError', {
      e: custom('exp(x)', 'exp(x)'),
    });
    for (const { weights } of network.layers) weights[0] = 1;
    const report = check(network, { inputs: matrix([[800]]), targets: matrix([[1]]) });
    assert.deepEqual([report.loss, report.functions.map(({ verdict }) => verdict)], [Infinity, ['pass']]);
  });

  it('yields during a single derivative of a large network', () => {
    const hidden = { units: 300, activation: 'tanh' };
    const shapes = [hidden, hidden, hidden, { units: 1, activation: 'identity' }];
    const network = makeNetwork(randomGenerator(1), 2, shapes, 'halfSquaredError');
    const samples = makeSamples(randomGenerator(2), network, 60);
    const steps = checkGradients(network, samples, { ...options, parametersPerTensor: 1, samples: 60 });
    let yields = 0;
    for (let step = steps.next(); !step.done && step.value.done === 0; step = steps.next())
      if (step.value.total > 0) yields++;
    assert.ok(yields > 10);
  });

  it('explains a step activation once and checks only what comes after it', () => {
    const network = makeNetwork(
      randomGenerator(1),
      2,
      [
        { units: 3, activation: 'step' },
        { units: 1, activation: 'sigmoid' },
      ],
      'halfSquaredError',
    );
    const report = check(network, makeSamples(randomGenerator(2), network, 4));
    assert.deepEqual(report.notDifferentiable, [{ layer: 1, activation: 'step', parameters: 9 }]);
    assert.deepEqual(
      report.parameters.map(({ layer }) => layer),
      [2, 2, 2, 2],
    );
    assert.equal(report.failed, 0);
  });

  it('finds a wrong df at its worst place on the data', () => {
    const functions = { swish: custom('x / (1 + exp(-x))', '1 / (1 + exp(-x))') };
    const network = makeNetwork(
      randomGenerator(5),
      2,
      [
        { units: 3, activation: 'swish' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
      functions,
    );
    const report = check(network, makeSamples(randomGenerator(6), network, 8));
    const [{ verdict, worst, name, from, to }] = report.functions;
    assert.deepEqual([verdict, name], ['fail', 'swish']);
    assert.ok(worst && worst.x >= from && worst.x <= to);
    const sigmoid = 1 / (1 + Math.exp(-worst.x));
    assert.ok(Math.abs(worst.written - sigmoid) < 1e-12);
    assert.ok(Math.abs(worst.derivative - (sigmoid + worst.x * sigmoid * (1 - sigmoid))) < 1e-8);
    assert.ok(report.parameters.some(({ layer, verdict }) => layer === 1 && verdict === 'fail'));
    assert.ok(report.parameters.every(({ layer, verdict }) => layer === 1 || verdict === 'pass'));
  });

  it('passes a df that is right on the data and a function undefined outside its range', () => {
    const functions = { shifted: custom('log(x + 4)', '1 / (x + 4)') };
    const network = makeNetwork(
      randomGenerator(7),
      2,
      [
        { units: 2, activation: 'shifted' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
      functions,
    );
    const report = check(network, makeSamples(randomGenerator(8), network, 8));
    assert.equal(report.failed, 0);
    assert.equal(report.functions[0].verdict, 'pass');
  });

  it('tests the df of a loss', () => {
    const wrong = custom('(y - t)^2', 'y - t', ['y', 't']);
    const network = makeNetwork(randomGenerator(9), 2, [{ units: 1, activation: 'tanh' }], wrong);
    const report = check(network, makeSamples(randomGenerator(10), network, 5));
    assert.equal(report.functions[0].verdict, 'fail');
    assert.equal(report.functions[0].name, null);
    assert.equal(report.failed, report.checked);
  });

  it('finds kinks of custom functions with branches', () => {
    const functions = { hat: custom('max(0, 1 - abs(x))') };
    const network = makeNetwork(
      randomGenerator(11),
      2,
      [
        { units: 1, activation: 'hat', bias: 'none' },
        { units: 1, activation: 'identity' },
      ],
      'halfSquaredError',
      functions,
    );
    network.layers[0].weights.set([1, -1]);
    const report = check(network, { inputs: matrix([[0.5, 0.5]]), targets: matrix([[2]]) });
    assert.deepEqual(
      report.parameters.filter(({ layer }) => layer === 1).map(({ verdict }) => verdict),
      ['kink', 'kink'],
    );
  });

  it('checks the penalty as part of the objective and by itself', () => {
    const network = makeNetwork(
      randomGenerator(12),
      2,
      [{ units: 2, activation: 'tanh' }],
      'meanSquaredError',
    );
    network.layers[0].weights[1] = 0;
    const report = check(network, makeSamples(randomGenerator(13), network, 5), {
      regularization: { l1: 0.1, l2: 0.3 },
    });
    assert.equal(report.failed, 0);
    const [first, zero] = report.parameters;
    assert.ok(
      Math.abs(
        first.penalty!.analytic -
          (0.1 * Math.sign(network.layers[0].weights[0]) + 0.3 * network.layers[0].weights[0]),
      ) < 1e-12,
    );
    assert.equal(zero.penalty?.verdict, 'kink');
    assert.ok(
      report.parameters.filter(({ tensor }) => tensor === 'bias').every(({ penalty }) => penalty === null),
    );
  });

  it('has remainders of order 2 for right gradients and of order 1 for wrong ones', () => {
    const network = makeNetwork(
      randomGenerator(14),
      3,
      [
        { units: 4, activation: 'tanh' },
        { units: 2, activation: 'sigmoid' },
      ],
      'halfSquaredError',
    );
    const samples = makeSamples(randomGenerator(15), network, 6);
    const order = () => check(network, samples).evidence?.taylor.order ?? NaN;
    assert.ok(Math.abs(order() - 2) < 0.1, `order ${order()}`);
    const wrong: Activation = { ...activations.tanh, backward: () => undefined };
    replaced(activations, 'tanh', wrong, () => {
      assert.ok(Math.abs(order() - 1) < 0.1, `order ${order()}`);
    });
  });

  it('samples each tensor of a large network and adds random directions', () => {
    const random = randomGenerator(16);
    const network = makeNetwork(
      random,
      100,
      [
        { units: 40, activation: 'relu' },
        { units: 10, activation: 'softmax' },
      ],
      'crossEntropy',
    );
    const report = check(network, makeSamples(random, network, 50), { parametersPerTensor: 20 });
    assert.equal(report.checked, 70);
    assert.equal(report.directions.length, 4);
    assert.equal(report.samples.length, 8);
    assert.equal(report.failed + report.directions.filter(({ verdict }) => verdict === 'fail').length, 0);
  });

  it('checks a float32 network in float64', () => {
    const network: Network = {
      ...makeNetwork(randomGenerator(17), 2, [{ units: 2, activation: 'tanh' }], 'halfSquaredError'),
      precision: 'float32',
    };
    const layers = network.layers.map((layer) => ({
      ...layer,
      weights: Float32Array.from(layer.weights),
      bias: layer.bias && Float32Array.from(layer.bias),
    }));
    const report = check({ ...network, layers }, makeSamples(randomGenerator(18), network, 4));
    assert.equal(report.failed, 0);
    assert.ok(report.maxRelativeError < 1e-8);
  });
});
