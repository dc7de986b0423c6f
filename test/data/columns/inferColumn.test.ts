import assert from 'node:assert/strict';
import { inferColumn, type ColumnCounts } from '../../../src/data/columns/inferColumn.js';

const none = { present: 100, missing: 0, numbers: 0, booleans: 0, dates: 0, distinct: 100, distinctTexts: 100, isIdentifier: false }; // prettier-ignore
const inferred = (counts: Partial<ColumnCounts>): readonly [string, string | null] => {
  const { content, reason } = inferColumn({ ...none, ...counts });
  return [content, reason];
};

describe('The content of a column', () => {
  it('is numbers where all cells are, booleans and dates likewise', () => {
    assert.deepEqual(inferred({ numbers: 100, distinctTexts: 0 }), ['number', null]);
    // 0 and 1 are both; they are numbers.
    assert.deepEqual(inferred({ numbers: 100, booleans: 100, distinct: 2, distinctTexts: 0 }), [
      'number',
      null,
    ]);
    assert.deepEqual(inferred({ booleans: 100, distinct: 2, distinctTexts: 2 }), ['boolean', null]);
    assert.deepEqual(inferred({ dates: 100 }), ['date', 'date']);
  });

  it('is numbers with mistakes where most are, unless few values occur again and again', () => {
    assert.deepEqual(inferred({ numbers: 99, distinct: 90, distinctTexts: 1 }), ['number', null]);
    assert.deepEqual(inferred({ numbers: 50, distinct: 60, distinctTexts: 40 }), ['number', null]);
    // 0, 1, 2 and 3+
    assert.deepEqual(inferred({ numbers: 80, distinct: 4, distinctTexts: 1 }), ['category', null]);
    assert.deepEqual(inferred({ numbers: 99, distinct: 4, distinctTexts: 1 }), ['number', null]);
  });

  it('is a category where its texts occur again, the more often the more there are', () => {
    for (const [distinct, isCategory] of [[10, true], [20, true], [21, false]] as const)
      assert.equal(inferred({ distinct })[0], isCategory ? 'category' : 'text', String(distinct)); // prettier-ignore
    assert.equal(inferred({ distinct: 20, present: 39 })[0], 'text');
    assert.equal(inferred({ distinct: 100, present: 500 })[0], 'category');
    assert.equal(inferred({ distinct: 101, present: 50_000 })[0], 'text');
    assert.deepEqual(inferred({ distinct: 10, present: 10 }), ['text', 'text']);
  });

  it('is empty or constant where there is nothing to learn from', () => {
    assert.deepEqual(inferred({ present: 0, missing: 100, distinct: 0, distinctTexts: 0 }), [
      'empty',
      'empty',
    ]);
    assert.deepEqual(inferred({ numbers: 100, distinct: 1, distinctTexts: 0 }), ['number', 'constant']);
    assert.deepEqual(inferred({ distinct: 1, distinctTexts: 1 }), ['category', 'constant']);
    // Where a text is sometimes missing, that may say something.
    assert.deepEqual(inferred({ distinct: 1, distinctTexts: 1, missing: 20 }), ['category', null]);
  });

  it('is left out where it identifies the rows', () => {
    assert.deepEqual(inferred({ numbers: 100, distinctTexts: 0, isIdentifier: true }), [
      'number',
      'identifier',
    ]);
  });
});
