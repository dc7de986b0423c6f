import assert from 'node:assert/strict';
import type { Mistake } from '../../src/engine/check/mistakes/mistake.js';
import { describeMistake } from '../../src/findings/mistakes.js';

const mistakes: readonly Mistake[] = [
  ...(['both', 'own', 'passed'] as const).map((where): Mistake => ({
    code: 'missing-activation-derivative',
    where,
  })),
  { code: 'activation-derivative-at-net', fed: 'net' },
  { code: 'activation-derivative-at-net', fed: 'output' },
  { code: 'wrong-layer-activation', used: 'tanh', ofLayer: null },
  { code: 'wrong-layer-activation', used: 'tanh', ofLayer: 1 },
  { code: 'wrong-loss-derivative', used: 'difference' },
  { code: 'wrong-loss-derivative', used: 'crossEntropy' },
  { code: 'elementwise-softmax' },
  { code: 'wrong-sign', of: 'gradient' },
  { code: 'wrong-sign', of: 'penalty' },
  { code: 'factor', factor: 0.5, of: 'gradient' },
  { code: 'factor', factor: 2, of: 'penalty' },
  { code: 'missing-batch-mean', factor: 5 },
  { code: 'double-batch-mean', factor: 0.2 },
  { code: 'single-sample', from: 3, to: 4, except: false, averaged: true, rows: null },
  { code: 'single-sample', from: 3, to: 4, except: true, averaged: true, rows: null },
  { code: 'single-sample', from: 0, to: 4, except: false, averaged: true, rows: null },
  { code: 'single-sample', from: 0, to: 4, except: false, averaged: true, rows: [0, 2, 3] },
  { code: 'transposed-gradient', reshaped: false },
  { code: 'transposed-gradient', reshaped: true },
  { code: 'transposed-weights' },
  { code: 'updated-weights', per: 'batch', factor: 1 },
  { code: 'updated-weights', per: 'sample', factor: 1 },
  { code: 'single-path', from: 0, to: 1, except: false, unit: null },
  { code: 'single-path', from: 0, to: 1, except: true, unit: null },
  { code: 'single-path', from: 0, to: 1, except: false, unit: 2 },
  { code: 'single-path', from: null, to: 3, except: false, unit: null },
  { code: 'missing-input' },
  ...(['row', 'rows', 'mean', 'unit', 'units', 'unitMean'] as const).map((of): Mistake => ({
    code: 'bias-not-summed',
    of,
    index: 1,
  })),
  { code: 'missing-regularization', part: 'all' },
  { code: 'missing-regularization', part: 'l1' },
  { code: 'regularized-bias', part: 'all' },
  { code: 'learning-rate-included', learningRate: 0.5, negative: false },
  { code: 'learning-rate-included', learningRate: 0.5, negative: true },
  { code: 'unknown' },
];

describe('the words for mistakes', () => {
  it('are a sentence of its own for each', () => {
    const texts = mistakes.map((mistake) => describeMistake(mistake, 7));
    assert.equal(new Set(texts).size, mistakes.length);
    for (const text of texts) assert.match(text, /^[A-Zy].*\.$/);
  });

  it('say which factor, which samples and which units, counted as people do', () => {
    const text = (mistake: Mistake) => describeMistake(mistake, 2);
    assert.match(text({ code: 'factor', factor: 1 / 3, of: 'gradient' }), /^Layer 2: .* 1\/3 times/);
    assert.match(
      text({ code: 'single-sample', from: 2, to: 5, except: false, averaged: true, rows: null }),
      /samples 3 to 5 alone/,
    );
    assert.match(
      text({ code: 'single-path', from: 1, to: 2, except: false, unit: null }),
      /through unit 2 of the next layer/,
    );
  });
});
