import assert from 'node:assert/strict';
import { parseExpression } from '../../src/config/expression.js';
import { rightDerivative } from '../../src/host/checks/rightDerivative.js';

const derivativeOf = (text: string, variable: 'x' | 'y' = 'x'): Promise<string | null> => {
  const { expression } = parseExpression(text, variable === 'x' ? ['x'] : ['y', 't']);
  return rightDerivative({ f: expression! }, variable, { from: 0.1, to: 0.9 });
};

describe('The right derivative of a formula', () => {
  it('is found by symbolic differentiation', async () => {
    assert.equal(await derivativeOf('x^3'), '3 * x ^ 2');
    assert.equal(await derivativeOf('tanh(x)'), '(1 / cosh(x)) ^ 2');
    assert.equal(await derivativeOf('(y - t)^2 / 2', 'y'), 'y - t');
    assert.ok(await derivativeOf('x / (1 + exp(-x))'));
  });

  it('is not offered if no rule is known, or if the result is not defined everywhere', async () => {
    assert.equal(await derivativeOf('max(0, x)'), null);
    assert.equal(await derivativeOf('x < 0 ? 0.1 * x : x'), null);
    assert.equal(await derivativeOf('abs(x)'), null); // abs(x) / x has no value at 0
  });

  it('is not offered where simplifying it would take seconds', async () => {
    const factors = Array.from({ length: 20 }, (_, i) => `(x + ${i})`);
    assert.equal(await derivativeOf(factors.join(' * ')), null);
    assert.equal(await derivativeOf(`${'1 / (1 + '.repeat(20)}x${')'.repeat(20)}`), null);
    assert.equal(await derivativeOf(Array<string>(200).fill('x').join(' ^ ')), null);
  });
});
