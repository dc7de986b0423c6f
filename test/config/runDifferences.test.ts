import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configDifferences, pathText, valueText } from '../../src/config/configDifferences.js';
import { changedKeys, runDifferences } from '../../src/config/runDifferences.js';
import { parseConfig } from '../../src/config/parse.js';

const differing = (...configs: unknown[]): [string, readonly unknown[]][] =>
  configDifferences(configs).map(({ path, values }) => [pathText(path), values]);

describe('The differences of configs', () => {
  it('are listed by their paths with the value of each config', () => {
    const a = { name: 'A', layers: [{ units: 8, activation: 'tanh' }, { units: 1 }] };
    const b = {
      name: 'A',
      layers: [
        { units: 16, activation: 'tanh' },
        { units: 1, dropout: 0.2 },
      ],
    };
    assert.deepEqual(differing(a, b), [
      ['layers[0].units', [8, 16]],
      ['layers[1].dropout', [undefined, 0.2]],
    ]);
  });

  it('have a layer as a whole where the other config has none', () => {
    const layer = { units: 3 };
    assert.deepEqual(differing({ layers: [layer] }, { layers: [layer, layer] }), [
      ['layers[1]', [undefined, layer]],
    ]);
  });

  it('have the numbers that differ in lists of one length, and whole lists of different lengths', () => {
    assert.deepEqual(differing({ bias: [1, 2, 3] }, { bias: [1, 5, 3] }), [['bias[1]', [2, 5]]]);
    assert.deepEqual(differing({ bias: [1, 2] }, { bias: [1] }), [['bias', [[1, 2], [1]]]]);
  });

  it('are of all configs where there are more than two', () => {
    assert.deepEqual(differing({ seed: 1 }, { seed: 1 }, { seed: 2 }), [['seed', [1, 1, 2]]]);
  });

  it('are at most as many as asked for', () => {
    const list = (first: number): object => ({ inputs: Array.from({ length: 10_000 }, (_, i) => first + i) });
    assert.equal(configDifferences([list(0), list(1)], 7).length, 7);
  });

  it('do not take inherited properties or the order of keys for values', () => {
    assert.deepEqual(differing({ a: 1, b: 2 }, { b: 2, a: 1 }), []);
    assert.deepEqual(differing({}, { toString: 1 }), [['toString', [undefined, 1]]]);
  });

  it('are none exactly where the configs are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        // JSON has no −0.
        const [first, second] = [JSON.stringify(a), JSON.stringify(b)].map(
          (text) => JSON.parse(text) as unknown,
        );
        assert.deepEqual(differing(first, structuredClone(first)), []);
        let isEqual = true;
        try {
          assert.deepStrictEqual(first, second);
        } catch {
          isEqual = false;
        }
        assert.equal(differing(first, second).length === 0, isEqual);
      }),
    );
  });
});

describe('The differences of runs', () => {
  const sourceOf = async (config: object): Promise<{ config: unknown; training: unknown }> => {
    const { spec, sourceWith } = await parseConfig(JSON.stringify(config), 'a.backprop.json');
    return { config: sourceWith({}).value, training: spec!.training };
  };
  const base = { layers: [{ units: 1 }], loss: 'huber', data: { inputs: [[1]], targets: [[2]] } };

  it('take a default for equal to the same value written out', async () => {
    const written = { optimizer: { type: 'sgd', learningRate: 0.1 }, epochs: 100, seed: 0 };
    const { settings, text } = runDifferences([
      await sourceOf(base),
      await sourceOf({ ...base, training: written }),
    ]);
    assert.deepEqual([settings, text], [[], []]);
  });

  it('tell settings from the rest of the text', async () => {
    const other = { ...base, loss: 'meanSquaredError', training: { seed: 3 } };
    const { settings, text } = runDifferences([await sourceOf(base), await sourceOf(other)]);
    assert.deepEqual(settings, [{ path: ['training', 'seed'], values: [0, 3] }]);
    assert.deepEqual(text, [{ path: ['loss'], values: ['huber', 'meanSquaredError'] }]);
    assert.deepEqual(changedKeys(base, other), ['loss']);
  });

  it('are of the settings that replaced those of the file', async () => {
    const { sourceWith } = await parseConfig(
      '{ "layers": [], // none\n "loss": "huber" }',
      'a.backprop.json',
    );
    const { text, value } = sourceWith({ learningRate: 0.5 });
    assert.match(text, /\/\/ none/);
    assert.deepEqual((value as { training: object }).training, {
      optimizer: { type: 'sgd', learningRate: 0.5 },
    });
  });
});

describe('A value in a table', () => {
  it('is a short text of one line', () => {
    assert.equal(valueText('adam'), 'adam');
    assert.equal(valueText(0.1), '0.1');
    assert.equal(valueText(undefined), null);
    assert.equal(valueText([1, 2]), '[1,2]');
    assert.equal(valueText({ type: 'step', gamma: 0.5 }), '{"type":"step","gamma":0.5}');
    assert.equal(valueText(Array(100).fill([1, 2])), '100 × [1,2]');
    assert.ok(valueText('x'.repeat(5000))!.length <= 80);
  });
});
