import assert from 'node:assert/strict';
import {
  constant,
  difference,
  power,
  product,
  quantity,
  samplesDimension,
  sum,
  through,
} from '../../src/engine/check/edits/expression.js';
import type { Mistake } from '../../src/engine/check/mistakes/mistake.js';
import { describeDiagnosis } from '../../src/words/diagnoses.js';
import { describeMistake } from '../../src/words/describeMistake.js';

type Words = readonly (readonly [mistake: Omit<Mistake, 'code'> & Record<string, unknown>, words: RegExp])[];

const samples = { from: 3, to: 4, except: false, averaged: true, rows: null };
const path = { from: 0, to: 1, except: false, unit: null };

const y = quantity('y', 6, [samplesDimension, 6]);
const through7 = through(quantity('delta', 7, [samplesDimension, 7]), quantity('weights', 7, [7, 6]));
const slopeEdit = {
  wrote: product(through7, sum(constant(1), power(y, 2))),
  right: product(through7, difference(constant(1), power(y, 2))),
  path: [1, 1],
};

/** The words that distinguish each form of each mistake in layer 7. */
const words: Readonly<Record<Mistake['code'], Words>> = {
  'missing-activation-derivative': [
    [{ where: 'both' }, /^Layer 7: .*f′\(net\), is left out\.$/],
    [
      { where: 'own' },
      /^Layer 7: .*left out of its own gradients, but not of the gradient that is passed back/,
    ],
    [
      { where: 'passed' },
      /^Layer 7: .*left out of the gradient that is passed back, but not of its own gradients/,
    ],
  ],
  'activation-derivative-at-net': [
    [{ fed: 'net' }, /^Layer 7: .*in terms of the output, such as y\(1−y\), was evaluated at the net input/],
    [{ fed: 'output' }, /^Layer 7: .*in terms of the net input was evaluated at the output/],
  ],
  'wrong-layer-activation': [
    [{ used: 'tanh', ofLayer: null }, /^Layer 7: the derivative of tanh .* its own activation/],
    [{ used: 'tanh', ofLayer: 1 }, /^Layer 7: the derivative of layer 1 \(tanh\)/],
  ],
  'wrong-loss-derivative': [
    [{ used: 'difference' }, /y − t .* correct only for cross entropy after softmax or sigmoid/],
    [{ used: 'crossEntropy' }, /another loss: crossEntropy/],
  ],
  'elementwise-softmax': [[{}, /^Layer 7: y\(1−y\) .* softmax Jacobian/]],
  'wrong-sign': [
    [{ of: 'gradient' }, /^Layer 7: the sign is wrong/],
    [{ of: 'penalty' }, /^Layer 7: the penalty has the wrong sign/],
    [{ of: 'answer' }, /^All numbers are −1 times the gradient/],
  ],
  factor: [
    [{ factor: 0.5, of: 'gradient' }, /^Layer 7: the gradient is 1\/2 times the right one/],
    [{ factor: 2, of: 'penalty' }, /^Layer 7: the gradient of the penalty is 2 times the right one/],
  ],
  'missing-batch-mean': [[{ factor: 5 }, /mean over the batch is missing.* 5 times too large/]],
  'double-batch-mean': [
    [{ factor: 0.2, reduction: 'mean' }, /mean over the batch was taken twice.* 1\/5 times/],
    [
      { factor: 0.2, reduction: 'sum' },
      /mean over the batch was taken, but "reduction" is "sum".* 1\/5 times/,
    ],
  ],
  'single-sample': [
    [samples, /sample 4 only, not of the batch/],
    [{ ...samples, except: true }, /the batch without sample 4/],
    [{ ...samples, from: 0 }, /samples 1 to 4 only/],
    [{ ...samples, from: 0, rows: [0, 2, 3] }, /samples 1, 3, 4 only/],
  ],
  'transposed-gradient': [
    [{ reshaped: false }, /^Layer 7: the gradient of the weights is transposed/],
    [{ reshaped: true }, /^Layer 7: the gradient of the weights was reshaped/],
    [{ reshaped: false, of: 'answer' }, /^All matrices are given as inputs × units/],
  ],
  'transposed-weights': [[{}, /^Layer 7: its δ .* weights of the next layer transposed/]],
  'updated-weights': [
    [{ per: 'batch', factor: 1 }, /^Layer 7: its δ .* already updated\. /],
    [{ per: 'sample', factor: 1 }, /^Layer 7: its δ .* already updated after each sample or mini-batch\. /],
  ],
  'single-path': [
    [path, /^Layer 7: only the path through unit 1 of the next layer/],
    [{ ...path, to: 3 }, /^Layer 7: only the path through unit 1–3 of the next layer/],
    [{ ...path, except: true }, /^Layer 7: the path through unit 1 of the next layer is missing/],
    [{ ...path, unit: 2 }, /^Layer 7, unit 3: only the path through unit 1 of the next layer/],
    [{ ...path, from: null, to: 3 }, /^Layer 7: the error of each unit contains only one path/],
  ],
  'missing-input': [[{}, /^Layer 7: the gradient of the weights is only δ/]],
  'bias-not-summed': [
    [{ of: 'row', index: 1 }, /^Layer 7: the gradient of the bias is only the δ of sample 2/],
    [{ of: 'rows', index: null }, /^Layer 7: the gradient of the bias contains the δ of each sample/],
    [{ of: 'mean', index: null }, /^Layer 7: the gradient of the bias is the mean of the δ/],
    [{ of: 'unit', index: 1 }, /^Layer 7: the gradient of the shared bias is only the δ of unit 2/],
    [{ of: 'units', index: null }, /^Layer 7: the shared bias is one parameter/],
    [{ of: 'unitMean', index: null }, /^Layer 7: the gradient of the shared bias is the mean over the units/],
  ],
  'missing-regularization': [
    [{ part: 'all' }, /^Layer 7: the gradient of the penalty is left out/],
    [{ part: 'l1' }, /^Layer 7: the l1 part of the penalty’s gradient is left out/],
  ],
  'regularized-bias': [[{ part: 'all' }, /^Layer 7: the penalty was added to the bias/]],
  'learning-rate-included': [
    [
      { learningRate: 0.5, negative: false },
      /multiplied by the learning rate η = 0\.5, so this is the update/,
    ],
    [{ learningRate: 0.5, negative: true }, /the update −η·g with η = 0\.5, not the gradient/],
  ],
  edit: [
    [
      { key: '', of: 'delta', ...slopeEdit },
      /^Layer 7: you computed δ₇ = \(δ₈·W₈\)·\(1 \+ y₇²\), but the right formula is δ₇ = \(δ₈·W₈\)·\(1 − y₇²\)\.$/,
    ],
  ],
  'other-data': [
    [{ change: { kind: 'bias-left-out', layer: 7 } }, /without the bias of layer 7\.$/],
    [{ change: { kind: 'bias-left-out', layer: null } }, /without the biases\.$/],
    [{ change: { kind: 'bias-subtracted', layer: 7 } }, /the bias of layer 7 was subtracted/],
    [{ change: { kind: 'bias-twice', layer: 7 } }, /the bias of layer 7 was added twice/],
    [{ change: { kind: 'activation-left-out', layer: 7 } }, /without the activation of layer 7\.$/],
    [{ change: { kind: 'hidden-activations-left-out', layer: null } }, /activations of the hidden layers\.$/],
    [{ change: { kind: 'other-activation', layer: 7, used: 'tanh' } }, /with tanh in layer 7\.$/],
    [{ change: { kind: 'inputs-standardized', layer: null } }, /standardized inputs/],
    [{ change: { kind: 'inputs-centered', layer: null } }, /without their means/],
    [{ change: { kind: 'inputs-scaled', layer: null } }, /scaled inputs/],
    [{ change: { kind: 'inputs-float16', layer: null } }, /rounded to float16/],
    [{ change: { kind: 'inputs-rounded', layer: null } }, /rounded to whole numbers/],
    [{ change: { kind: 'samples-in-another-order', layer: null } }, /samples are in another order/],
  ],
  'numeric-gradient': [
    [
      { kind: 'central', step: 0.01, precision: 'float64' },
      /central differences with h = 0\.01, computed in float64/,
    ],
    [
      { kind: 'forward', step: 0.01, precision: 'float32' },
      /one-sided differences with h = 0\.01, computed in float32/,
    ],
  ],
  unknown: [[{}, /^Layer 7: these numbers are wrong, and no known /]],
};

const forms = Object.entries(words).flatMap(([code, each]) =>
  each.map(([form, pattern]) => ({ mistake: { code, ...form } as Mistake, pattern })),
);

describe('the words for mistakes', () => {
  it('name the layer of each alternative, which may be another one', () => {
    const diagnosis = {
      layer: 7,
      tensor: 'weights',
      mistake: { code: 'wrong-sign', of: 'gradient' },
      alternatives: [{ layer: 2, mistake: { code: 'transposed-weights' } }],
      places: [],
      tensors: [],
      evidence: [],
      reproduced: 0,
    } as const;
    assert.match(
      describeDiagnosis(diagnosis, () => 'w1'),
      /^Layer 7: the sign is wrong.* also result from: Layer 2: its δ was computed with/,
    );
  });

  for (const { mistake, pattern } of forms) {
    it(`are a sentence of its own for ${JSON.stringify(mistake)}`, () => {
      const text = describeMistake(mistake, 7);
      assert.match(text, pattern);
      assert.match(text, /^[A-Zy].*\.$/);
      assert.equal(forms.filter((other) => other.pattern.test(text)).length, 1, text);
    });
  }

  it('name the factor, the samples and the units, which count from 1', () => {
    const text = (mistake: Mistake) => describeMistake(mistake, 2);
    assert.match(text({ code: 'factor', factor: 1 / 3, of: 'gradient' }), /^Layer 2: .* 1\/3 times/);
    assert.match(
      text({ code: 'single-sample', from: 2, to: 5, except: false, averaged: true, rows: null }),
      /samples 3 to 5 only/,
    );
    assert.match(
      text({ code: 'single-path', from: 1, to: 2, except: false, unit: null }),
      /through unit 2 of the next layer/,
    );
  });
});
