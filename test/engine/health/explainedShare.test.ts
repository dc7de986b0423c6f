import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainedShare } from '../../../src/engine/health/profile/explainedShare.js';

const groups = [0, 0, 1, 1, 1, 2, 2, 0, 1, 2, 2, 2];
const numbers = [1.5, 2.5, 4, 3.5, 5, 8, 7.5, 1, 4.5, 9, 6, 7];
const classes = [0, 1, 1, 1, 0, 2, 2, 0, 1, 2, 1, 2];

const ofNumbers = (of: readonly number[], values: readonly number[]) => explainedShare(of, { kind: 'numbers', values }); // prettier-ignore
const ofClasses = (of: readonly number[], values: readonly number[]) => explainedShare(of, { kind: 'classes', values }); // prettier-ignore

describe('The share of a target that groups explain', () => {
  it('is the adjusted R² of a linear regression on indicators of the groups, as scikit-learn computes it', () => {
    assert.ok(Math.abs((ofNumbers(groups, numbers) ?? NaN) - 0.8778806873109426) < 1e-12);
    assert.ok(Math.abs((ofClasses(groups, classes) ?? NaN) - 0.308274231678487) < 1e-12);
  });

  it('is the same for two classes and for the numbers 0 and 1', () => {
    const samples = fc.array(fc.record({ group: fc.nat(3), value: fc.nat(1) }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(samples, (drawn) => {
        const [of, values] = [drawn.map(({ group }) => group), drawn.map(({ value }) => value)];
        const [a, b] = [ofNumbers(of, values), ofClasses(of, values)];
        assert.equal(a === null, b === null);
        assert.ok(Math.abs((a ?? 0) - (b ?? 0)) < 1e-9, `${a} ${b}`);
      }),
    );
  });

  it('is 1 for groups that decide the target, and about 0 for many groups that say nothing', () => {
    assert.equal(ofNumbers([0, 0, 1, 1, 2, 2], [5, 5, 7, 7, 5, 5]), 1);
    assert.equal(ofClasses([0, 0, 1, 1, 2, 2], [1, 1, 0, 0, 1, 1]), 1);
    // A third of the variance lies between 100 random groups of three, by chance.
    let draw = 1;
    const random = (): number => (draw = (draw * 48271) % 2147483647) / 2147483647;
    const of = Array.from({ length: 300 }, () => Math.floor(100 * random()));
    const shares = [ofNumbers(of, of.map(random)), ofClasses(of, of.map(() => Math.floor(3 * random())))]; // prettier-ignore
    for (const share of shares) assert.ok(share !== null && share < 0.15, String(share));
  });

  it('is not defined where the target does not vary or each group has one sample', () => {
    assert.equal(ofNumbers([0, 1, 0], [2, 2, 2]), null);
    assert.equal(ofClasses([0, 1, 0], [1, 1, 1]), null);
    assert.equal(ofNumbers([0, 1, 2], [1, 2, 3]), null);
    assert.equal(ofNumbers([], []), null);
  });
});
