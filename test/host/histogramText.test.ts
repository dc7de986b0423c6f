import assert from 'node:assert/strict';
import { histogramText } from '../../src/host/tables/histogramText.js';
import { categories, numbers } from '../config/propose/support.js';

describe('The histogram in a list', () => {
  it('has a bar for each category, the highest for the most frequent one', () => {
    assert.equal(histogramText(categories('color', { red: 70, blue: 35, green: 1 })), '█▅▂');
  });

  it('merges bins of numbers until there are at most ten bars', () => {
    const counts = [7, 7, 0, 0, ...Array<number>(16).fill(1)];
    const text = histogramText(numbers('a', { histogram: { min: 0, max: 1, counts } }));
    assert.equal(text, '█▁▂▂▂▂▂▂▂▂');
  });

  it('is empty for a column without values', () => {
    assert.equal(histogramText(numbers('a', { histogram: null })), '');
  });
});
