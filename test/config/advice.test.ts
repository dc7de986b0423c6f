import assert from 'node:assert/strict';
import fc from 'fast-check';
import { merge } from '../../src/config/collapse.js';
import type { LayerSpec } from '../../src/engine/model/spec.js';
import { assertProblem, configText, fixed, networkOf, parse } from './support.js';

type Case = readonly [name: string, text: string, code: string, message: RegExp, fix?: string];

const data = (inputs: string, targets: string) => `{ "inputs": ${inputs}, "targets": ${targets} }`;
const xor3 = data('[[0, 0], [1, 1]]', '[[1, 0, 0], [0, 0, 1]]');
const hidden = (text: string, last = '"units": 1, "activation": "sigmoid"') =>
  configText({ layers: `[{ ${text} }, { ${last} }]` });

const cases: readonly Case[] = [
  ['softmax of one unit', configText({ layers: '[{ "units": 1, "activation": |"softmax"| }]' }), 'softmax-one-unit', /always 1/, '"sigmoid"'],
  ['cross entropy of one output', configText({ loss: '|"crossEntropy"|' }), 'cross-entropy-one-unit', /whatever the target/, '"binaryCrossEntropy"'],
  ['cross entropy after sigmoid', configText({ layers: '[{ "units": 3, "activation": |"sigmoid"| }]', loss: '"crossEntropy"', data: xor3 }), 'cross-entropy-without-softmax', /do not sum to 1/, '"softmax"'],
  ['cross entropy after tanh', configText({ layers: '[{ "units": 3, "activation": |"tanh"| }]', loss: '"crossEntropy"', data: xor3 }), 'cross-entropy-without-softmax', /0 or less/, '"softmax"'],
  ['cross entropy after no activation', configText({ layers: '[{ "units": |3| }]', loss: '"crossEntropy"', data: xor3 }), 'cross-entropy-without-softmax', /identity can output 0 or less/],
  ['binary cross entropy after tanh', configText({ layers: '[{ "units": 1, "activation": |"tanh"| }]' }), 'binary-cross-entropy-range', /not strictly between 0 and 1/, '"sigmoid"'],
  ['targets that are no probabilities', configText({ layers: '[{ "units": 3, "activation": "softmax" }]', loss: '"crossEntropy"', data: data('[[0], [1]]', '[[1, 0, 0], |[0, 1, 1]|]') }), 'targets-sum', /sum to 2/],
  ['step trained by gradients in one layer', configText({ layers: '[{ "units": 1, "activation": |"step"| }]', loss: '"huber"' }), 'step-gradient', /Use "perceptron" as the optimizer/, '"sigmoid"'],
  ['step trained by gradients behind a layer', configText({ layers: '[{ "units": 2, "activation": "tanh" }, { "units": 1, "activation": |"step"| }]', loss: '"huber"' }), 'step-gradient', /neither this layer nor the layers before it/],
  ['softmax between layers', hidden('"units": 2, "activation": |"softmax"|'), 'hidden-softmax', /suits only the last layer/, '"tanh"'],
  ['a batch larger than the data', configText({ training: '{ "batchSize": |32| }' }), 'batch-size', /larger than the number of samples, 4/],
  ['an activation of one’s own that no layer has', configText({ functions: '{ |"swish"|: { "f": "x" } }' }), 'unused-function', /"swish" is not the activation of any layer/],
  ['weights of 0 before relu', hidden('"units": 2, "activation": "relu", "init": |"zeros"|'), 'zero-weights', /never learns/, '"heNormal"'],
  ['weights of 0 in all layers', hidden('"units": 2, "activation": "tanh", "init": |"zeros"|', '"units": 1, "activation": "sigmoid", "init": "zeros"'), 'symmetric-weights', /The 2 units of this layer .* act as one unit/, '"xavierUniform"'],
  ['weights that those of a model replace', hidden('"units": 1, "activation": "tanh", "weights": |[[1, 2]]|', '"units": 1, "activation": "sigmoid"').replace(/\}\s*$/, ', "weights": "m.safetensors" }'), 'unused-weights', /come from "m.safetensors"/],
  ['equal weights given', hidden('"activation": "tanh", "weights": |[[1, 2], [1, 2]]|', '"activation": "sigmoid", "weights": [[3, 3]]'), 'symmetric-weights', /start with equal weights/],
  ['two affine layers', hidden('"units": 2, "activation": |"identity"|'), 'collapsing-layers', /W2·\(W1·x \+ b1\) \+ b2 is again W·x \+ b/],
  ['affine layers whose activation is left out', hidden('"units": |2|'), 'collapsing-layers', /Layers 1 and 2/],
]; // prettier-ignore

describe('Advice', () => {
  for (const [name, text, code, message, fix] of cases) {
    it(`is given on ${name}`, async () => {
      const problem = await assertProblem(text, code, message);
      assert.notEqual(problem.severity, 'error');
      if (fix === undefined) return;
      assert.equal(problem.fix?.text, fix);
      const { problems } = await parse(fixed(text, problem));
      assert.ok(problems.every((each) => each.code !== code));
    });
  }

  const silent: readonly [name: string, text: string][] = [
    ['on step units that are not trained', configText({ layers: '[{ "weights": { "value": [[1, 1]], "trainable": false }, "bias": { "value": -1.5, "trainable": false }, "activation": "step" }]', loss: '"huber"' })],
    ['on weights of 0 that a random layer tells apart', hidden('"units": 2, "activation": "tanh", "init": "zeros"')],
    ['on one hidden unit, which has no other to be like', hidden('"units": 1, "activation": "tanh", "init": "zeros"', '"units": 1, "activation": "sigmoid", "init": "zeros"')],
    ['on weights of 0 in the last layer', hidden('"units": 2, "activation": "tanh"', '"units": 1, "activation": "sigmoid", "init": "zeros"')],
    ['on equal weights with different biases', hidden('"activation": "tanh", "weights": [[1, 2], [1, 2]], "bias": [0, 1]', '"activation": "sigmoid", "weights": [[3, 3]]')],
    ['on one affine layer', configText({ layers: '[{ "units": 1 }]', loss: '"meanSquaredError"' })],
    ['on binary cross entropy of several sigmoid units', configText({ layers: '[{ "units": 3, "activation": "sigmoid" }]', data: xor3 })],
  ]; // prettier-ignore
  for (const [name, text] of silent) {
    it(`is not given ${name}`, () => networkOf(text));
  }

  it('is not given on top of errors', async () => {
    const { problems } = await parse(hidden('"units": 2, "activation": "identity", "dropout": 7'));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['out-of-range'],
    );
  });
});

describe('Layers with no activation between them', () => {
  it('are shown with the single map that they are equivalent to', async () => {
    const layers = '[{ "weights": [[1, 2], [3, 4]], "bias": [5, 6] }, { "weights": [[1, -1]], "bias": 0.5 }]';
    const { problems } = await parse(configText({ layers, loss: '"huber"' }));
    // [1, −1]·[[1, 2], [3, 4]] = [−2, −2]; [1, −1]·[5, 6] + 0.5 = −0.5
    assert.match(problems[0].message, /W = \[\[-2, -2\]\] and b = \[-0\.5\]/);
  });

  it('are pointed out once for several such layers in a row', async () => {
    const layers =
      '[{ "units": 2, "activation": "tanh" }, { "units": 3 }, { "units": 3 }, { "units": 1, "activation": "sigmoid" }]';
    const { problems } = await parse(configText({ layers }));
    assert.equal(problems.length, 1);
    assert.match(problems[0].message, /^Layers 2 to 4 /);
  });

  it('are not multiplied out where they are too large to be read', async () => {
    const row = `[${Array(20).fill('1').join()}]`;
    const layers = `[{ "weights": [${Array(20).fill('[1, 2]').join()}] }, { "weights": [${Array(20).fill(row).join()}] }, { "units": 1 }]`;
    const { problems } = await parse(configText({ layers, loss: '"huber"' }));
    assert.equal(problems[0].code, 'collapsing-layers');
    assert.doesNotMatch(problems[0].message, /With the given weights/);
  });

  it('result in the same outputs as the layers one after another', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    const size = fc.integer({ min: 1, max: 4 });
    const widths = fc.array(size, { minLength: 3, maxLength: 5 });
    const network = widths.chain((sizes) =>
      fc.record({
        x: fc.array(number, { minLength: sizes[0], maxLength: sizes[0] }),
        layers: fc.tuple(...sizes.slice(1).map((units, i) => layerOf(units, sizes[i], number))),
      }),
    );
    fc.assert(
      fc.property(network, ({ x, layers }) => {
        const merged = merge(layers);
        assert.ok(merged);
        const direct = layers.reduce(affine, x);
        const once = affine(x, { weights: merged.weights, bias: { value: merged.bias } } as LayerSpec);
        const scale = Math.max(1, ...direct.map(Math.abs), 1e5);
        direct.forEach((value, i) => assert.ok(Math.abs(value - once[i]) <= 1e-12 * scale));
      }),
    );
  });
});

const layerOf = (units: number, inputs: number, number: fc.Arbitrary<number>): fc.Arbitrary<LayerSpec> => {
  const row = (length: number) => fc.array(number, { minLength: length, maxLength: length });
  return fc
    .record({
      weights: fc.array(row(inputs), { minLength: units, maxLength: units }),
      bias: fc.oneof(number, row(units)),
    })
    .map(({ weights, bias }) => ({
      units,
      activation: 'identity',
      weights,
      weightsTrainable: true,
      weightNames: null,
      bias: { value: bias, shared: typeof bias === 'number', trainable: true, names: null },
      init: { type: 'zeros' },
      dropout: 0,
      names: null,
    }));
};

function affine(x: readonly number[], { weights, bias }: LayerSpec): number[] {
  const value = bias?.value ?? 0;
  return (weights ?? []).map(
    (row, i) => row.reduce((sum, w, j) => sum + w * x[j], 0) + (typeof value === 'number' ? value : value[i]),
  );
}
