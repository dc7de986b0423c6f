import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression } from '../../../src/config/expression.js';
import { differentiate } from '../../../src/engine/maths/differentiate.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { evaluate } from '../../../src/engine/trace/formula.js';
import { expressionGraph, layerGraph, unitGraph } from '../../../src/engine/trace/expressionGraph.js';
import { matrixForm } from '../../../src/engine/trace/matrixForm.js';
import { chainRule } from '../../../src/engine/trace/parameterPaths.js';
import { textOf } from '../../../src/engine/trace/formulaText.js';
import type { NetworkSpec } from '../../../src/engine/model/spec.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { layerSpec, samples, trainingSpec } from '../fixture.js';
import { assertSame, full, recompute, traceOf } from './support.js';

const training = trainingSpec({
  optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0 },
});
const symbolic = { substituted: false, digits: 'full' } as const;

function traced(spec: Omit<NetworkSpec, 'functions'>, inputs: number[][], targets: number[][]) {
  const whole = { ...spec, functions: {} };
  const data = samples(inputs, targets);
  const network = createNetwork(whole, data.inputs.columns, training);
  return { trace: traceOf(whole, network, data, training), network, data };
}

const worked = traced(
  {
    layers: [
      layerSpec(2, 'sigmoid', { weights: [[0.15, 0.2], [0.25, 0.3]] }),
      layerSpec(2, 'sigmoid', { weights: [[0.4, 0.45], [0.5, 0.55]] }),
    ],
    loss: 'halfSquaredError',
  },
  [[0.05, 0.1]],
  [[0.01, 0.99]],
); // prettier-ignore

describe('a weight’s chain rule', () => {
  it('is one product for a weight of the output layer', () => {
    const formula = chainRule(worked.trace, { layer: 2, unit: 0, input: 0 });
    assert.equal(formula && textOf(formula, symbolic), '∂E/∂out_o1·∂out_o1/∂net_o1·out_h1');
  });

  it('is a product for each path through both outputs for a weight of the hidden layer', () => {
    const formula = chainRule(worked.trace, { layer: 1, unit: 0, input: 0 });
    assert.equal(
      formula && textOf(formula, symbolic),
      '∂E/∂out_o1·∂out_o1/∂net_o1·w5·∂out_h1/∂net_h1·x1 + ∂E/∂out_o2·∂out_o2/∂net_o2·w7·∂out_h1/∂net_h1·x1',
    );
  });

  it('gives the gradient of every parameter of a deep network with softmax', () => {
    const { trace } = traced(
      {
        layers: [
          layerSpec(3, 'tanh'),
          layerSpec(2, 'softmax'),
          layerSpec(2, 'sigmoid'),
          layerSpec(2, 'softmax'),
        ],
        loss: 'meanSquaredError',
      },
      [[0.3, -0.7]],
      [[1, 0]],
    );
    let checked = 0;
    trace.source.network.layers.forEach(({ units, inputs }, i) => {
      for (let unit = 0; unit < units; unit++)
        for (let input = 0; input < inputs; input++) {
          const formula = chainRule(trace, { layer: i + 1, unit, input });
          if (!formula) continue;
          const expected = trace.value({ quantity: 'dE_dw', layer: i + 1, unit, part: input });
          assertSame(evaluate(formula) + 1, expected + 1, 1e-12, `layer ${i + 1}`);
          assertSame(recompute(textOf(formula, full)), evaluate(formula), 1e-9, `layer ${i + 1}`);
          checked++;
        }
    });
    assert.equal(checked, 6 + 6 + 4 + 4);
  });

  it('is not written out where there are too many paths', () => {
    const { trace } = traced(
      {
        layers: [layerSpec(2, 'tanh'), layerSpec(10, 'tanh'), layerSpec(10, 'tanh')],
        loss: 'meanSquaredError',
      },
      [[0.3]],
      [Array.from({ length: 10 }, () => 0)],
    );
    assert.equal(chainRule(trace, { layer: 1, unit: 0, input: 0 }), null);
    assert.ok(chainRule(trace, { layer: 2, unit: 0, input: 0 }));
  });
});

describe('a layer in matrix form', () => {
  it('has the shapes of Y = X Wᵀ + b and of its backward pass, and b summed over the batch', () => {
    const { trace, network, data } = traced(
      { layers: [layerSpec(3, 'tanh'), layerSpec(2, 'softmax')], loss: 'crossEntropy' },
      [[0.1, 0.2], [-0.4, 0.9], [0.5, 0.5], [1, -1]],
      [[1, 0], [0, 1], [0, 1], [1, 0]],
    ); // prettier-ignore
    const form = matrixForm(trace, 1);
    const shape = (matrix: { rows: number; columns: number } | null) =>
      matrix && [matrix.rows, matrix.columns];
    assert.deepEqual(
      [form.inputs, form.weights, form.bias, form.nets, form.dNets, form.dInputs, form.dWeights, form.dBias].map(shape),
      [[4, 2], [3, 2], [1, 3], [4, 3], [4, 3], [4, 2], [3, 2], [1, 3]],
    ); // prettier-ignore
    const expected = gradients(network, data).layers[0];
    form.dWeights?.values.forEach((value, i) =>
      assertSame(value, expected.weights?.[i] ?? NaN, 1e-12, `weight ${i}`),
    );
    form.dBias?.values.forEach((value, i) =>
      assertSame(value, expected.bias?.[i] ?? NaN, 1e-12, `bias ${i}`),
    );
  });
});

describe('a computational graph', () => {
  it('of a formula passes a sum’s gradient on and swaps a product’s inputs', () => {
    const { expression } = parseExpression('(x + 2) * y', ['x', 'y']);
    assert.ok(expression);
    const { nodes, edges } = expressionGraph(expression, { x: 3, y: -4 });
    const into = (operation: string) => {
      const to = nodes.findIndex((node) => node.operation === operation);
      return edges.filter((edge) => edge.to === to).map(({ value, gradient }) => [value, gradient]);
    };
    assert.deepEqual(into('multiply'), [[5, -4], [-4, 5]]); // prettier-ignore
    assert.deepEqual(into('add'), [[3, -4], [2, -4]]); // prettier-ignore
    assert.equal(nodes[nodes.length - 1].value, -20);
  });

  it('of any formula has edges out of a variable whose gradients sum to the derivative', () => {
    const formulas = [
      'x / (1 + exp(-x))',
      'max(x, x^2) - min(0.2, sin(x))',
      'x > 0 ? log(x) : abs(x) * cos(x)',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...formulas), fc.double({ min: -3, max: 3, noNaN: true }), (text, x) => {
        const { expression } = parseExpression(text, ['x']);
        assert.ok(expression);
        const { nodes, edges } = expressionGraph(expression, { x }, 2);
        const out = edges.filter(
          ({ from }) => nodes[from].label === 'x' && nodes[from].operation === 'input',
        );
        const total = out.reduce((sum, { gradient }) => sum + (gradient ?? NaN), 0);
        assertSame(total + 10, 2 * differentiate(expression, { x }).gradient.x + 10, 1e-9, text);
      }),
    );
  });

  it('of a unit has the gradients of the weights on their edges', () => {
    const { nodes, edges } = unitGraph(worked.trace, 1, 0);
    const of = (label: string) => edges.find(({ from }) => nodes[from].label === label);
    assert.equal(of('w1')?.value, 0.15);
    const gradient = worked.trace.value({ quantity: 'dE_dw', layer: 1, unit: 0, part: 0 });
    assertSame(of('w1')?.gradient ?? NaN, gradient, 1e-12, 'w1');
    assert.equal(nodes.filter(({ operation }) => operation === 'multiply').length, 2);
    assert.ok(edges.every(({ from, to }) => from < to));
  });

  it('of a layer has tensors with their shapes', () => {
    const shapes = layerGraph(worked.trace, 2).nodes.map(({ label, shape }) => [label, shape]);
    assert.deepEqual(shapes.slice(0, 4), [['X', [1, 2]], ['W', [2, 2]], ['b', [1, 2]], ['X Wᵀ + b', [1, 2]]]); // prettier-ignore
  });
});

describe('the trace of a large network', () => {
  const { trace } = traced(
    { layers: [layerSpec(512, 'relu'), layerSpec(10, 'softmax')], loss: 'crossEntropy' },
    [Array.from({ length: 784 }, (_, i) => (i % 7) / 7)],
    [Array.from({ length: 10 }, (_, i) => (i === 3 ? 1 : 0))],
  );

  it('counts its steps without computing any layer', () => {
    assert.equal(
      trace.length,
      2 * 512 + 10 + 2 + 10 + 10 + 1 + 10 + 10 * 513 + 512 * (13 + 785) + 785 * 512 + 10 * 513,
    );
    assert.deepEqual(trace.computed, { forward: 0, backward: 0 });
  });

  it('computes a layer when one of its steps is asked for, and no more', () => {
    trace.step(5);
    assert.deepEqual(trace.computed, { forward: 1, backward: 0 });
    const delta = trace.indexOf({ quantity: 'delta', layer: 2, unit: 3, part: null });
    assert.ok(delta !== null);
    trace.step(delta);
    assert.deepEqual(trace.computed, { forward: 2, backward: 1 });
    const last = trace.step(trace.length - 1);
    assert.equal(last.quantity, 'update');
    assert.deepEqual(trace.computed, { forward: 2, backward: 1 });
    trace.step(trace.indexOf({ quantity: 'update', layer: 1, unit: 511, part: 783 }) ?? -1);
    assert.deepEqual(trace.computed, { forward: 2, backward: 2 });
  });

  it('names weights by their position, and shortens long sums on request', () => {
    const { formula } = trace.step(0);
    assert.equal(textOf(formula, { ...symbolic, mostTerms: 3 }), 'w1[1,1]·x1 + w1[1,2]·x2 + … + b_h1');
  });
});
