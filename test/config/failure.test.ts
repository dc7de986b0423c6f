import assert from 'node:assert/strict';
import { failureFinding } from '../../src/config/failureFinding.js';
import type { FailedOperation, Failure, Witness } from '../../src/engine/model/metrics.js';
import { configText, parse } from './support.js';

const sgd = '{ "optimizer": { "type": "sgd", "learningRate": 0.5 } }';
const single = '{ "precision": "float32" }';
const plain = (loss: string, more: Readonly<Record<string, string>> = {}) =>
  configText({ layers: '[{ "units": 1 }]', loss: `"${loss}"`, ...more });

const witness = (parts: Partial<Witness> = {}): Witness => ({
  sample: 2,
  unit: 0,
  input: { index: 1, value: 1 },
  output: null,
  target: null,
  ...parts,
});

async function findingOf(text: string, failure: Partial<Failure>) {
  const { spec, problems, spans } = await parse(text);
  assert.ok(spec, problems.map((problem) => problem.message).join('\n'));
  const whole = {
    epoch: 1,
    batch: 1,
    updates: 0,
    layer: null,
    quantity: 'loss',
    value: Infinity,
    ...failure,
  } as const;
  const finding = failureFinding(whole, spec);
  const { offset, length } = spans.mark(finding.path);
  return { ...finding, marked: text.slice(offset, offset + length) };
}

describe('A run whose numbers are no longer finite', () => {
  it('is blamed on the learning rate if it happens later', async () => {
    const { message, path } = await findingOf(plain('meanSquaredError', { training: sgd }), {
      epoch: 3,
      updates: 2,
    });
    assert.equal(
      message,
      'Epoch 3, batch 1: the loss became Infinity. All values were finite before update 3 at the learning rate 0.5. Try a tenth of that rate, 0.05.',
    );
    assert.deepEqual(path, ['training', 'optimizer', 'learningRate']);
  });

  const operation = {
    place: { quantity: 'net', layer: 1, unit: 0, part: null },
    equation: 'net_o1 = w1·x1',
    part: null,
    numbers: '1e+200·1e+160',
    value: Infinity,
    sample: 4,
    isValidation: false,
    pass: 'batch',
  } as const;

  it('names the operation with its numbers, sample and layer where it is known', async () => {
    const text = plain('meanSquaredError', { training: sgd });
    const of = async (more: Partial<FailedOperation>) => {
      const failure = { epoch: 3, updates: 2, operation: { ...operation, ...more } };
      return (await findingOf(text, failure)).message.split('. ')[0];
    };
    assert.equal(
      await of({}),
      'Epoch 3, batch 1, sample 5: net_o1 = w1·x1 = 1e+200·1e+160 in layer 1 became Infinity',
    );
    assert.equal(
      await of({ part: 'w1·x1', equation: 'net_o1 = w1·x1 + b1', isValidation: true }),
      'Epoch 3, validation sample 5: the part w1·x1 = 1e+200·1e+160 of net_o1 = w1·x1 + b1 in layer 1 became Infinity',
    );
    assert.equal(
      await of({ sample: null, value: 1e50 }),
      'Epoch 3, batch 1: net_o1 = w1·x1 = 1e+200·1e+160 in layer 1 became 1e+50, which is too large for float64',
    );
  });

  it('leads to the operation unless no pass has it', async () => {
    const text = plain('meanSquaredError', { training: sgd });
    assert.deepEqual((await findingOf(text, { updates: 2, operation })).operation, operation);
    const unreachable = { ...operation, pass: null };
    assert.equal((await findingOf(text, { updates: 2, operation: unreachable })).operation, undefined);
  });

  it('leaves the advice to an alarm that explains it', async () => {
    const { spec } = await parse(plain('meanSquaredError', { training: sgd }));
    assert.ok(spec);
    const failure = {
      epoch: 3,
      batch: 1,
      updates: 2,
      layer: null,
      quantity: 'loss',
      value: Infinity,
    } as const;
    const alarms = [{ code: 'unscaled-inputs', path: ['data', 'normalize'] }];
    const { message, path } = failureFinding(failure, spec, alarms);
    assert.deepEqual([message, path], ['Epoch 3, batch 1: the loss became Infinity.', ['data', 'normalize']]);
  });

  it('is blamed on the learning rate if the first update overflows', async () => {
    const { path } = await findingOf(plain('meanSquaredError'), { quantity: 'weights', layer: 1 });
    assert.deepEqual(path, ['training', 'optimizer', 'learningRate']);
  });

  it('is blamed on an activation that is not a probability before the first update', async () => {
    const layers = '[{ "units": 2, "activation": "relu" }]';
    const data = '{ "inputs": [[1]], "targets": [[0, 1]] }';
    const found = await findingOf(configText({ layers, data, loss: '"crossEntropy"' }), {
      witness: witness({ unit: 1, output: 0, target: 1 }),
    });
    assert.equal(
      found.message,
      'The initial loss is Infinity: in sample 3, output o2 is 0, but the target is 1. Use softmax before crossEntropy: make it the activation of the last layer.',
    );
    assert.equal(found.marked, '"relu"');
  });

  it('suggests sigmoid before binaryCrossEntropy before the first update', async () => {
    const { message } = await findingOf(plain('binaryCrossEntropy'), {
      value: NaN,
      witness: witness({ output: -0.25, target: 1 }),
    });
    assert.match(message, /output o1 is -0\.25, but the target is 1\. Use sigmoid before binaryCrossEntropy/);
  });

  it('is blamed on weights that are too large before the first update', async () => {
    const found = await findingOf(plain('meanSquaredError'), {
      quantity: 'net',
      layer: 1,
      witness: witness(),
    });
    assert.match(
      found.message,
      /^With the initial parameters, a net input in layer 1 is Infinity in sample 3\. The initial weights/,
    );
    assert.deepEqual(found.path, ['layers', 0, 'weights']);
  });

  for (const [precision, value, training] of [
    ['float64', 1e200, '{}'],
    ['float32', -1e30, single],
  ] as const) {
    it(`is blamed on an input that is too large for ${precision}, at any time`, async () => {
      const data = `{ "inputs": [[0, 0], [0, 1], [1, ${value}]], "targets": [[0], [1], [1]] }`;
      const found = await findingOf(plain('meanSquaredError', { data, training }), {
        epoch: 7,
        updates: 6,
        witness: witness({ input: { index: 1, value } }),
      });
      assert.match(found.message, /Input 2 of sample 3 is -?1e\+(30|200), which is too large for float/);
      assert.equal(Number(found.marked), value);
    });
  }

  it('is blamed on a target that is too large', async () => {
    const data = '{ "inputs": [[0], [0], [1]], "targets": [[0], [1], [1e200]] }';
    const found = await findingOf(plain('meanSquaredError', { data }), {
      witness: witness({ output: 0.5, target: 1e200 }),
    });
    assert.match(found.message, /output o1 is 0\.5, but the target is 1e\+200\. The targets are too large/);
    assert.equal(found.marked, '1e200');
  });

  it('is blamed on a formula that is not defined there', async () => {
    const layers = '[{ "units": 1, "activation": "own" }]';
    const functions = '{ "own": { "f": "log(x)" } }';
    const found = await findingOf(plain('meanSquaredError', { layers, functions }), {
      quantity: 'output',
      layer: 1,
      value: NaN,
      witness: witness(),
    });
    assert.deepEqual(found.path, ['functions', 'own']);
  });

  it('is blamed on the start of a function that is not defined there', async () => {
    const text = '{ "function": "log(x) + y", "start": [-1, 0] }';
    const found = await findingOf(text, { quantity: 'function', value: NaN });
    assert.match(found.message, /not defined at the starting point\. Choose another point/);
    assert.equal(found.marked, '[-1, 0]');
  });
});
