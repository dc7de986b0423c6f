import assert from 'node:assert/strict';
import { proposedSizes } from '../../../src/config/propose/proposedSizes.js';

const sizesOf = (rows: number) => proposedSizes({ task: 'regression', classes: 0, rows, inputs: 10 });

describe('The proposed sizes', () => {
  it('train a run of at most a minute or two, with larger batches for longer tables', () => {
    let batch = 0;
    for (const rows of [50, 1000, 10_000, 100_000, 10_000_000]) {
      const { batchSize, epochs, patience } = sizesOf(rows);
      assert.ok(batchSize >= batch && epochs >= 20 && epochs <= 300 && patience < epochs);
      assert.ok(epochs === 20 || epochs * Math.ceil(rows / batchSize) <= 1.1 * 60_000, `${rows} rows`);
      batch = batchSize;
    }
  });
});
