import assert from 'node:assert/strict';
import {
  call, conditional, evaluate, fraction, number, product, relation, sum, symbol, type Formula,
} from '../../../src/engine/trace/formula.js'; // prettier-ignore
import { textOf } from '../../../src/engine/trace/formulaText.js';
import { nonFinitePart } from '../../../src/engine/trace/nonFinite.js';

const named = (text: string, value: number): Formula =>
  symbol({ text, latex: text }, value, { kind: 'constant' });
const [a, b, c] = [named('a', 1e200), named('b', 1e150), named('c', 2)];

const partOf = (formula: Formula, precision: 'float64' | 'float32' = 'float64'): string | null => {
  const part = nonFinitePart(formula, precision);
  return part && textOf(part, { substituted: false, digits: 4 });
};

describe('The part of a formula that is not finite', () => {
  it('is the term that overflows, of all terms of a sum', () => {
    assert.equal(partOf(sum(product(c, c), product(a, b), c)), 'a·b');
  });

  it('is the formula itself where only its last operation overflows', () => {
    assert.equal(partOf(product(a, b)), 'a·b');
    const large = named('d', 1.5e308);
    assert.equal(partOf(sum(c, large, large)), 'c + d + d');
  });

  it('ends with the operand that makes a partial result overflow', () => {
    const large = named('d', 1.5e308);
    assert.equal(partOf(sum(large, large, c, c)), 'd + d');
    assert.equal(partOf(product(a, b, c)), 'a·b');
  });

  it('is the innermost one', () => {
    assert.equal(partOf(fraction(number(1), call('log', named('z', 0)))), 'log(z)');
    assert.equal(partOf(call('log', named('z', -1))), 'log(z)');
  });

  it('is not in a branch that is not taken', () => {
    const formula = conditional(relation('less', c, number(1)), call('log', named('z', 0)), product(a, b));
    assert.equal(partOf(formula), 'a·b');
  });

  it('is a symbol whose value is not finite', () => {
    assert.equal(partOf(product(c, named('e', NaN))), 'e');
  });

  it('depends on the precision', () => {
    const product32 = product(named('f', 1e30), named('g', 1e20));
    assert.equal(partOf(sum(product32, c), 'float32'), 'f·g');
    assert.equal(partOf(sum(product32, c)), null);
    assert.ok(Number.isFinite(evaluate(product32)));
  });
});
