import assert from 'node:assert/strict';
import { isIdentifierColumn } from '../../../src/data/columns/identifier.js';

const counting = (first: number, rows = 40) => Array.from({ length: rows }, (_, i) => first + i);
const isIdentifier = (name: string, values: readonly number[], index = 1, isNamed = true): boolean =>
  isIdentifierColumn({ name, index, isNamed, at: [], options: null }, values.length, values);

describe('A column that identifies the rows', () => {
  const numbered = counting(0).map((i) => 1000 + ((i * 37) % 997));

  it('has different whole numbers and a name like customer_id, or no name', () => {
    for (const name of ['id', 'customer_id', 'CustomerId', 'order no', 'rowIndex', 'Key', 'row number'])
      assert.ok(isIdentifier(name, numbered), name);
    for (const name of ['humid', 'covid', 'grid', 'paid', 'price', 'kid', 'monkey'])
      assert.ok(!isIdentifier(name, numbered), name);
    assert.ok(isIdentifier('column 2', numbered, 1, false));
  });

  it('is not one of numbers that repeat or have fractions', () => {
    assert.ok(!isIdentifier('id', [...numbered, numbered[0]]));
    assert.ok(!isIdentifier('id', [...numbered, 0.5]));
    assert.ok(!isIdentifier('id', [7]));
  });

  it('may have any name where it is the first one and counts the rows', () => {
    assert.ok(isIdentifier('a', counting(0), 0) && isIdentifier('a', counting(1), 0));
    assert.ok(!isIdentifier('a', counting(1), 1), 'not the first one');
    assert.ok(!isIdentifier('a', counting(5), 0), 'does not begin with 0 or 1');
    assert.ok(!isIdentifier('a', counting(1, 10), 0), 'a coincidence in few rows');
    assert.ok(!isIdentifier('a', [...counting(1).slice(1), 1], 0), 'not in order');
  });
});
