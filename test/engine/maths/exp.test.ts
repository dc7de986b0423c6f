import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exp } from '../../../src/engine/maths/exp.js';

describe('exp', () => {
  it('is within two units in the last place of Math.exp, wherever the number is', () => {
    const anywhere = fc.oneof(fc.double({ min: -50, max: 50 }), fc.double({ min: -760, max: 720 }));
    fc.assert(
      fc.property(anywhere, (x) => {
        const expected = Math.exp(x);
        assert.ok(Object.is(exp(x), expected) || Math.abs(exp(x) / expected - 1) <= 2 * Number.EPSILON);
      }),
      { numRuns: 20_000, seed: 15 },
    );
  });

  it('is exact for 0, the infinities and NaN', () => {
    assert.deepEqual([0, -0, Infinity, -Infinity, NaN].map(exp), [1, 1, Infinity, 0, NaN]);
  });
});
