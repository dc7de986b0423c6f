import assert from 'node:assert/strict';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { dataChange } from '../../src/jobs/dataIdentity.js';
import { nodePlatform } from '../../src/node/nodePlatform.js';
import { identityOf } from '../../src/worker/identityOf.js';
import { dataset, samples } from '../engine/fixture.js';

const table = (inputs: number[][], targets: number[][]): Dataset => dataset(samples(inputs, targets));
const before = table([[1, 2], [3, 4]], [[5], [6]]); // prettier-ignore
const identity = (data: Dataset) => identityOf(data, nodePlatform);
const change = (now: Dataset): string | null =>
  dataChange(identity(before), identity(now))?.finding.code ?? null;

describe('The identity of a run’s data', () => {
  it('is that of equal data', () => {
    assert.equal(change(table([[1, 2], [3, 4]], [[5], [6]])), null); // prettier-ignore
  });

  it('distinguishes changed numbers and rows from other columns, for inputs and targets', () => {
    assert.equal(change(table([[1, 2], [3, 4.5]], [[5], [6]])), 'data-changed'); // prettier-ignore
    assert.equal(change(table([[1, 2]], [[5]])), 'data-changed');
    assert.equal(change(table([[1], [3]], [[5], [6]])), 'data-misfit');
    assert.equal(change(table([[1, 2], [3, 4]], [[5, 5], [6, 6]])), 'data-misfit'); // prettier-ignore
  });
});
