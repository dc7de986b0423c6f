import assert from 'node:assert/strict';
import { backprop, lastEvent, withConfig } from './support.js';

const config = {
  layers: [{ units: 1 }],
  loss: 'meanSquaredError',
  data: { file: 'train.csv', target: 'y', test: { file: 'test.csv' } },
  training: { optimizer: { type: 'sgd', learningRate: 0.1 }, epochs: 30, earlyStopping: { patience: 1 } },
};
const files = { 'train.csv': 'x,y\n0,1\n1,3\n2,5\n', 'test.csv': 'x,y\n3,7.5\n-1,-1\n' };

interface Done {
  readonly epochs: number;
  readonly loss: number;
  readonly layers: readonly [{ readonly weights: number[][]; readonly bias: number[] }];
  readonly test?: {
    readonly samples: number;
    readonly loss: number;
    readonly r2: number;
    readonly accuracy?: number;
  };
}

describe('backprop train with test samples', () => {
  it('measures them once at the end, with the parameters of the end', async () => {
    await withConfig(config, files, async (file) => {
      const { epochs, layers, test } = await lastEvent<Done>('train', file);
      const [[[w]], [b]] = [layers[0].weights, layers[0].bias];
      const errors = [3 * w + b - 7.5, -w + b + 1];
      const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
      assert.equal(test?.samples, 2);
      assert.ok(Math.abs(test.loss - squares / 2) < 1e-12);
      assert.ok(Math.abs(test.r2 - (1 - squares / (4.25 ** 2 * 2))) < 1e-12);
      const alone = { ...config, data: { ...config.data, test: undefined } };
      await withConfig(alone, files, async (other) => {
        const without = await lastEvent<Done>('train', other);
        assert.deepEqual([without.epochs, without.layers, without.test], [epochs, layers, undefined]);
      });
    });
  });

  it('prints their scores in a line of their own', async () => {
    const flowers = {
      layers: [{ units: 2, activation: 'softmax' }],
      loss: 'crossEntropy',
      data: { file: 'train.csv', target: 'y', test: { file: 'test.csv' } },
      training: { epochs: 3 },
    };
    const tables = { 'train.csv': 'x,y\n-3,no\n3,yes\n', 'test.csv': 'x,y\n-2,no\n2,yes\n' };
    await withConfig(flowers, tables, async (file) => {
      const { out } = await backprop(['train', file]);
      assert.match(out, /^Test samples: 2; E=[\d.]+, accuracy (0|50|100)\.0%$/m);
    });
  });
});
