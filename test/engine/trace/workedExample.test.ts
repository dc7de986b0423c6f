import assert from 'node:assert/strict';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { StepQuery } from '../../../src/engine/trace/trace.js';
import { numberText } from '../../../src/engine/trace/digits.js';
import { textOf } from '../../../src/engine/trace/formulaText.js';
import { latexOf } from '../../../src/engine/trace/formulaLatex.js';
import { layerSpec, optimizerSpec, samples, trainingSpec } from '../fixture.js';
import { traceOf } from './support.js';

const bias = (value: number, name: string) => ({ value, shared: true, trainable: false, names: [name] });
const spec = {
  layers: [
    layerSpec(2, 'sigmoid', {
      weights: [[0.15, 0.2], [0.25, 0.3]], weightNames: [['w1', 'w2'], ['w3', 'w4']], bias: bias(0.35, 'b1'), names: ['h1', 'h2'],
    }), // prettier-ignore
    layerSpec(2, 'sigmoid', {
      weights: [[0.4, 0.45], [0.5, 0.55]], weightNames: [['w5', 'w6'], ['w7', 'w8']], bias: bias(0.6, 'b2'), names: ['o1', 'o2'],
    }), // prettier-ignore
  ],
  loss: 'halfSquaredError',
  functions: {},
} as const;
const training = trainingSpec({ optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.5 }) });
const network = createNetwork(spec, 2, training);
const inputs = { input: (index: number) => `i${index + 1}` };
const plain = traceOf(spec, network, samples([[0.05, 0.1]], [[0.01, 0.99]]), training);
const trace = traceOf(spec, network, samples([[0.05, 0.1]], [[0.01, 0.99]]), training, {
  names: { ...plain.source.names, ...inputs },
});

function step(query: StepQuery) {
  const index = trace.find(query);
  assert.ok(index !== null, `no step ${JSON.stringify(query)}`);
  return trace.step(index);
}

/** The numbers with the rounding of the textbook. */
const numbers: readonly (readonly [StepQuery, string])[] = [
  [{ quantity: 'net', name: 'h1' }, '.3775'],
  [{ quantity: 'out', name: 'h1' }, '.593269992'],
  [{ quantity: 'out', name: 'h2' }, '.596884378'],
  [{ quantity: 'out', name: 'o1' }, '.751365070'],
  [{ quantity: 'out', name: 'o2' }, '.772928465'],
  [{ quantity: 'total' }, '.298371109'],
  [{ quantity: 'dE_dout', name: 'o1' }, '.741365070'],
  [{ quantity: 'dout_dnet', name: 'o1' }, '.186815602'],
  [{ quantity: 'dE_dw', name: 'w5' }, '.082167041'],
  [{ quantity: 'update', name: 'w5' }, '.358916480'],
  [{ quantity: 'update', name: 'w6' }, '.408666186'],
  [{ quantity: 'update', name: 'w7' }, '.511301270'],
  [{ quantity: 'update', name: 'w8' }, '.561370121'],
  [{ quantity: 'dE_dw', name: 'w1' }, '.000438568'],
  [{ quantity: 'update', name: 'w1' }, '.149780716'],
  [{ quantity: 'update', name: 'w2' }, '.199561432'],
  [{ quantity: 'update', name: 'w3' }, '.249751144'],
  [{ quantity: 'update', name: 'w4' }, '.299502287'],
];

describe('the trace of the 2-2-2 worked example', () => {
  for (const [query, digits] of numbers) {
    it(`has ${query.quantity} of ${query.name ?? 'the network'}: ${digits}`, () => {
      assert.equal(step(query).value.toFixed(digits.length - 1), `0${digits}`);
    });
  }

  it('begins with the net input of h1 as the command line prints it', () => {
    const { formula, value, notation } = trace.step(0);
    assert.equal(textOf(formula, { substituted: false, digits: 'full' }), 'w1·i1 + w2·i2 + b1');
    assert.equal(textOf(formula, { substituted: true, digits: 'full' }), '0.15·0.05 + 0.2·0.1 + 0.35');
    assert.equal(value, 0.3775);
    assert.equal(notation.text, 'net_h1');
  });

  it('shows ∂E/∂w5 as the product of its three factors', () => {
    const { formula } = step({ quantity: 'dE_dw', name: 'w5' });
    assert.equal(textOf(formula, { substituted: false, digits: 9 }), '∂E/∂out_o1·∂out_o1/∂net_o1·out_h1');
    assert.equal(textOf(formula, { substituted: true, digits: 9 }), '0.74136507·0.186815602·0.593269992');
  });

  it('sums ∂E/∂out of h1 over both outputs, with the old weights', () => {
    const paths = [0, 1].map((part) => step({ quantity: 'path', name: 'h1', part }));
    assert.deepEqual(
      paths.map(({ formula }) => textOf(formula, { substituted: true, digits: 4 })),
      ['0.1385·0.4', '(-0.0381)·0.5'],
    );
    const { formula } = step({ quantity: 'dE_dout', name: 'h1' });
    assert.deepEqual(
      formula.kind === 'sum' ? formula.terms.map((term) => (term.kind === 'symbol' ? term.ref : null)) : null,
      paths.map(({ index }) => ({ kind: 'step', index })),
    );
  });

  it('typesets a formula with each number linked to its step', () => {
    const { formula } = step({ quantity: 'out', name: 'h1' });
    assert.equal(
      latexOf(formula, { substituted: false, digits: 4 }),
      '\\frac{1}{1 + e^{-\\mathit{net}_{h_{1}}}}',
    );
    const link = (latex: string, ref: { readonly kind: string }) =>
      `\\href{${'index' in ref ? String(ref.index) : ref.kind}}{${latex}}`;
    assert.equal(
      latexOf(formula, { substituted: true, digits: 4, link }),
      '\\frac{1}{1 + e^{-\\href{0}{0.3775}}}',
    );
  });

  it('moves by step, unit, layer and phase, and back to where it came from', () => {
    const h2 = trace.next(0, 'unit');
    assert.deepEqual([trace.head(h2).name, trace.head(h2).quantity], ['h2', 'net']);
    assert.equal(trace.head(trace.next(0, 'layer')).name, 'o1');
    assert.equal(trace.head(trace.next(0, 'phase')).phase, 'loss');
    assert.equal(trace.previous(h2, 'unit'), 0);
    assert.equal(trace.previous(h2 + 1, 'unit'), h2);
    assert.equal(trace.previous(trace.next(0, 'phase'), 'phase'), 0);
    assert.equal(trace.next(trace.length - 1, 'phase'), trace.length - 1);
  });

  it('finds every step by what it computes', () => {
    for (let index = 0; index < trace.length; index++) assert.equal(trace.indexOf(trace.head(index)), index);
  });

  it('has no step beyond its ends', () => {
    assert.throws(() => trace.step(-1), RangeError);
    assert.throws(() => trace.step(trace.length), RangeError);
  });

  it('shows as many significant digits as are asked for', () => {
    assert.deepEqual(
      ([4, 6, 9, 'full'] as const).map((digits) => numberText(0.5932699921071872, digits)),
      ['0.5933', '0.59327', '0.593269992', '0.5932699921071872'],
    );
  });
});
