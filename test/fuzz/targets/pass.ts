import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activationNames, lossNames } from '../../../src/engine/model/spec.js';
import { backprop } from '../commandLine.js';
import type { Json } from '../json.js';
import { defineTarget } from '../target.js';

const number = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: -3000, max: 3000 }).map((n) => n / 1000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 800, -800, 1e308, 1e-308, 5e-324, 1e15) },
);
const numbers = (count: number): fc.Arbitrary<number[]> =>
  fc.array(number, { minLength: count, maxLength: count });
const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(numbers(columns), { minLength: rows, maxLength: rows });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const name = fc.constantFrom('w1', 'a b', 'x_y', 'größe', '<b>', '$x$', '[a](b)', '`c`', '\\alpha', '*d*', '|', '%', '#', '温度', '[x](command:y)', '\u0001', '"q"', '{0}'); // prettier-ignore

/** Last activations and losses, most of which fit each other. */
const ends = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('halfSquaredError', 'meanSquaredError', 'meanAbsoluteError', 'huber'), fc.constantFrom(...activationNames)) },
  { weight: 2, arbitrary: fc.constantFrom(['crossEntropy', 'softmax'], ['binaryCrossEntropy', 'sigmoid'], ['crossEntropy', 'sigmoid']) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...lossNames), fc.constantFrom(...activationNames)) },
); // prettier-ignore
const optimizers = fc.constantFrom<Json>('sgd', 'adam', 'adamw', 'rmsprop', 'adagrad', { type: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0.1 }, { type: 'rmsprop', momentum: 0.5 }, 'perceptron'); // prettier-ignore

const networks = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    rows: fc.integer({ min: 1, max: 5 }),
    end: ends,
  })
  .chain(({ inputs, widths, rows, end: [loss, last] }) => {
    const layer = (units: number, index: number) => {
      const before = index === 0 ? inputs : widths[index - 1];
      const activations = index === widths.length - 1 ? fc.constant(last) : fc.constantFrom(...activationNames);
      return fc.record({
        units: fc.constant(units),
        activation: activations,
        weights: maybe(fc.oneof(matrix(units, before), matrix(units, before).map((value) => ({ value, trainable: false })))),
        bias: maybe(fc.oneof(fc.constant(false), numbers(units), number.map((value) => ({ value, shared: true })))),
        init: maybe(fc.constantFrom<Json>('zeros', 'heNormal', 'lecunNormal', { type: 'uniform', min: -1, max: 1 })),
        dropout: maybe(fc.constantFrom(0, 0.5, 0.9)),
        names: maybe(fc.uniqueArray(name, { minLength: units, maxLength: units })),
      });
    };
    const outputs = widths[widths.length - 1];
    const isProbability = loss.endsWith('Entropy');
    const target = isProbability ? fc.constantFrom(0, 1, 0.25) : number;
    return fc.record({
      name: maybe(name),
      layers: fc.tuple(...widths.map(layer)),
      loss: fc.constant(loss),
      data: fc.record({
        inputs: matrix(rows, inputs),
        targets: fc.array(fc.array(target, { minLength: outputs, maxLength: outputs }), { minLength: rows, maxLength: rows }),
        inputNames: maybe(fc.uniqueArray(name, { minLength: inputs, maxLength: inputs })),
        normalize: maybe(fc.constantFrom('standardize', 'minMax', 'none')),
        // Few of these losses and last layers fit normalized targets.
        normalizeTargets: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant('standardize') }),
        validationSplit: maybe(fc.constantFrom(0, 0.3)),
        // Few of these data have classes.
        classWeights: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant('balanced') }),
      }),
      training: fc.record({
        optimizer: optimizers,
        epochs: fc.constant(3),
        batchSize: maybe(fc.integer({ min: 1, max: 6 })),
        precision: maybe(fc.constantFrom('float32', 'float64')),
        reduction: maybe(fc.constantFrom('mean', 'sum')),
        regularization: maybe(fc.constantFrom({ l1: 0.1, l2: 0 }, { l1: 0, l2: 0.5 })),
        schedule: maybe(fc.constantFrom<Json>('cosine', { type: 'exponential', gamma: 0.9 }, { type: 'step', stepSize: 1, gamma: 0.5 }, { type: 'reduceOnPlateau', patience: 0 })),
        clipGradientNorm: maybe(fc.constantFrom(1, 1e-3)),
        earlyStopping: maybe(fc.constant({ patience: 1 })),
      }),
    });
  }); // prettier-ignore

/** Small networks of every kind, with which every command is called. */
export const pass = defineTarget<object>({
  name: 'pass',
  inputs: networks,
  async attempt(config, folder) {
    const text = JSON.stringify(config);
    const lint = await backprop('lint --json', text, folder);
    if (lint.status !== 0) return false;
    for (const call of [
      'step --json',
      'step',
      'gradients --json',
      'check --json',
      'check',
      'train --json',
      'train',
    ]) {
      const { status, err } = await backprop(call, text, folder);
      assert.notEqual(status, 2, err);
    }
    const { out, status } = await backprop('export --to markdown', text, folder);
    if (status === 0) assert.doesNotMatch(out, /undefined|\[object/);
    return true;
  },
  show: (config) => ({ 'test.backprop.json': JSON.stringify(config, null, 2) }),
});
