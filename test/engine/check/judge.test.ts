import assert from 'node:assert/strict';
import { agrees, relativeError } from '../../../src/engine/check/judge.js';

describe('An analytic derivative', () => {
  const tolerances = { relativeTolerance: 1e-3, absoluteTolerance: 1e-6 };
  const exactly = (value: number) => ({ value, error: 0 });

  it('agrees with a numeric one within the relative tolerance of the larger of both', () => {
    assert.ok(agrees(1, exactly(1.0009), tolerances));
    assert.ok(!agrees(1, exactly(1.0011), tolerances));
    assert.ok(agrees(-1000, exactly(-999.1), tolerances));
    assert.ok(!agrees(1, exactly(-1), tolerances));
  });

  it('agrees within the absolute tolerance, however small both are', () => {
    assert.ok(agrees(1e-8, exactly(-9e-7), tolerances));
    assert.ok(!agrees(1e-8, exactly(-1.1e-6), tolerances));
  });

  it('agrees within the error bound of the numeric one', () => {
    assert.ok(agrees(1, { value: 1.2, error: 0.3 }, tolerances));
    assert.ok(!agrees(1, { value: 1.2, error: 0.1 }, tolerances));
  });

  it('has the relative error 0 if both are below the floor, otherwise the difference divided by the larger one', () => {
    assert.equal(relativeError(1e-10, -1e-9, 1e-9), 0);
    assert.equal(relativeError(1e-10, -2e-9, 1e-9), (1e-10 + 2e-9) / 2e-9);
    assert.equal(relativeError(-3, -4, 1e-9), 0.25);
    assert.equal(relativeError(0, 0, 0), 0);
  });
});
