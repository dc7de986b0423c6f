import assert from 'node:assert/strict';
import { targetTask } from '../../../src/config/propose/targetTask.js';
import { categories, numbers } from './support.js';

const whole = (distinct: number, min: number, max: number) =>
  numbers('y', { distinct, range: { min, max, mean: (min + max) / 2 } });

describe('The task for a target', () => {
  it('is classification for texts and booleans', () => {
    assert.equal(targetTask(categories('y', { a: 100, b: 100 }), 200), 'classification');
    assert.equal(targetTask({ ...whole(2, 0, 1), content: 'boolean' }, 200), 'classification');
  });

  it('is classification for few whole numbers that occur again and again', () => {
    assert.equal(targetTask(whole(2, 0, 1), 200), 'classification');
    assert.equal(targetTask(whole(10, 0, 9), 200), 'classification');
    assert.equal(targetTask(whole(2, -1, 1), 200), 'classification');
  });

  it('is regression for many numbers, for fractions and for few rows', () => {
    assert.equal(targetTask(whole(11, 0, 10), 200), 'regression');
    assert.equal(targetTask(whole(3, 0, 1), 200), 'regression');
    assert.equal(
      targetTask(numbers('y', { distinct: 5, range: { min: 0.5, max: 9, mean: 3 } }), 200),
      'regression',
    );
    assert.equal(targetTask(whole(10, 0, 9), 40), 'regression');
  });

  it('does not exist for one value, no value or texts that are all different', () => {
    assert.equal(targetTask(whole(1, 3, 3), 200), null);
    assert.equal(
      targetTask(numbers('y', { content: 'empty', missing: 200, distinct: 0, range: null }), 200),
      null,
    );
    assert.equal(targetTask(numbers('y', { content: 'text', distinct: 190, range: null }), 200), null);
    assert.equal(targetTask(numbers('y', { content: 'category', distinct: null, range: null }), 200), null);
  });
});
