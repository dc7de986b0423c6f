import assert from 'node:assert/strict';
import { parseExpression } from '../../../src/config/expression.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { NetworkSpec } from '../../../src/engine/model/spec.js';
import { latexOf } from '../../../src/engine/trace/formulaLatex.js';
import { textOf } from '../../../src/engine/trace/formulaText.js';
import { layerSpec, samples, trainingSpec } from '../fixture.js';
import { traceOf } from './support.js';

const training = trainingSpec({
  optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0 },
});
const symbolic = { substituted: false, digits: 'full' } as const;
const substituted = { substituted: true, digits: 'full' } as const;

/** The maximum of x and 25 numbers, whose derivative contains x in each of 2²⁵ branches. */
const largest = (variable: string) =>
  `max(${variable}, ${Array.from({ length: 25 }, (_, i) => i).join(', ')})`;
const steep = (n: number) => `${'exp('.repeat(n)}-x${')'.repeat(n)}`;

function traced(f: string, loss = '(y - t)^2') {
  const spec: NetworkSpec = {
    layers: [layerSpec(2, 'own', { weights: [[26.5], [3]] }), layerSpec(1, 'identity')],
    loss: { f: parseExpression(loss, ['y', 't']).expression! },
    functions: { own: { f: parseExpression(f, ['x']).expression! } },
  };
  const data = samples([[1]], [[0]]);
  const network = createNetwork(spec, 1, training);
  return { trace: traceOf(spec, network, data, training), network, data };
}

describe('A derivative that is too long to be written out', () => {
  it('is one symbol with its value', () => {
    const { trace } = traced(largest('x'));
    const step = trace.step(trace.find({ quantity: 'dout_dnet', layer: 1, unit: 0 })!);
    assert.equal(textOf(step.formula, symbolic), 'own′(net_h1)');
    assert.equal(latexOf(step.formula, symbolic), "\\text{own}'\\left(\\mathit{net}_{h_{1}}\\right)");
    assert.equal(textOf(step.formula, substituted), '1');
    assert.equal(step.value, 1);
    const flat = trace.step(trace.find({ quantity: 'dout_dnet', layer: 1, unit: 1 })!);
    assert.equal(flat.value, 0);
  });

  it('is one symbol where it is the loss’s', () => {
    const { trace } = traced('x', `(${largest('y')} - t)^2`);
    const step = trace.step(trace.find({ quantity: 'dE_dout', layer: 2 })!);
    assert.equal(textOf(step.formula, symbolic), 'loss′(out_o1, t_o1)');
  });

  it('leaves the gradients of a pass as they are', () => {
    const { trace, network, data } = traced(largest('x'));
    const [{ weights }] = gradients(network, data).layers;
    const shown = [0, 1].map((unit) => trace.value({ quantity: 'dE_dw', layer: 1, unit, part: 0 }));
    shown.forEach((gradient, unit) => assert.ok(Math.abs(gradient - weights![unit]) < 1e-12));
  });

  it('is written out as long as it can be read', () => {
    const { trace } = traced(steep(3));
    const step = trace.step(trace.find({ quantity: 'dout_dnet', layer: 1, unit: 0 })!);
    assert.equal(
      textOf(step.formula, symbolic),
      '(-1)·exp(-net_h1)·exp(exp(-net_h1))·exp(exp(exp(-net_h1)))',
    );
  });
});
