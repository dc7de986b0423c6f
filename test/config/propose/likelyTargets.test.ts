import assert from 'node:assert/strict';
import { likelyTargets } from '../../../src/config/propose/likelyTargets.js';
import type { DataColumn } from '../../../src/engine/model/dataColumn.js';
import { categories, numbers, tableOf } from './support.js';

const first = (...columns: readonly DataColumn[]) => likelyTargets(tableOf(200, columns))[0]?.name;

describe('The likeliest target', () => {
  it('is the last column', () => {
    assert.equal(first(numbers('a'), numbers('b'), numbers('c')), 'c');
  });

  it('is a column named like a target before the last one', () => {
    assert.equal(
      first(categories('Survived', { no: 100, yes: 100 }), numbers('age'), numbers('fare')),
      'Survived',
    );
    assert.equal(first(numbers('sale_price'), numbers('rooms'), numbers('year')), 'sale_price');
    assert.equal(first(categories('diagnosis', { B: 120, M: 80 }), numbers('price')), 'diagnosis');
  });

  it('is a first column that says yes or no, where the last one has numbers', () => {
    const yesOrNo = categories('worked', { no: 90, yes: 110 }, { content: 'boolean' });
    const id = numbers('id', { reason: 'identifier' });
    assert.equal(first(id, yesOrNo, numbers('age'), numbers('inc')), 'worked');
    assert.equal(first(yesOrNo, numbers('age'), categories('kind', { a: 100, b: 100 })), 'kind');
    assert.equal(first(numbers('age'), yesOrNo, numbers('inc')), 'inc');
    assert.equal(first(yesOrNo, numbers('age'), numbers('sale_price'), numbers('inc')), 'sale_price');
  });

  it('is not a column of which a name is only a part of a word', () => {
    assert.equal(first(numbers('classroom'), numbers('age')), 'age');
  });

  it('is not a column that is left out as an input, while another one is possible', () => {
    assert.equal(first(numbers('a'), numbers('id', { reason: 'identifier' })), 'a');
  });

  it('does not exist where each column is empty, constant or of different texts', () => {
    const constant = numbers('c', { distinct: 1, range: { min: 2, max: 2, mean: 2 }, reason: 'constant' });
    const names = numbers('name', {
      content: 'text',
      distinct: 200,
      range: null,
      histogram: null,
      reason: 'text',
    });
    const empty = numbers('e', { content: 'empty', distinct: 0, range: null, missing: 200, reason: 'empty' });
    assert.deepEqual(likelyTargets(tableOf(200, [constant, names, empty])), []);
  });
});
