import assert from 'node:assert/strict';
import { nearest, nearestFile } from '../../src/config/nearest.js';

describe('A name that is like another', () => {
  for (const [name, candidates, expected] of [
    ['specie', ['sepal_length', 'species'], 'species'],
    ['Sepal Length', ['sepal_length', 'sepal_width'], 'sepal_length'],
    ['tahn', ['sinh', 'tanh'], 'tanh'],
    ['体重', ['身高', '体重（kg）'], undefined],
    ['体重kg', ['身高', '体重（kg）'], '体重（kg）'],
  ] as const) {
    it(`is found: ${name} in ${candidates.join(', ')}`, () => {
      assert.equal(nearest(name, candidates), expected);
    });
  }

  for (const [name, candidates] of [
    ['y', ['a', 'b']],
    ['ab', ['cd', 'ac']],
    ['x1', ['x2', 'x3']],
    ['relu', ['gelu_approximation', 'tanh']],
    ['???', ['!!!']],
    ['weight', ['height and more', '']],
  ] as const) {
    it(`is not found where nothing is like it: ${name} in ${candidates.join(', ')}`, () => {
      assert.equal(nearest(name, candidates), undefined);
    });
  }

  it('is not searched for if the name is too long to be a typo', () => {
    const long = 'a'.repeat(1_000_000);
    assert.equal(nearest(long, [`${long}b`]), undefined);
    assert.equal(nearest('aa', [long]), undefined);
  });
});

describe('A file name that is like another', () => {
  for (const [name, candidates, expected] of [
    ['Irs.csv', ['iris.csv', 'notes.md'], 'iris.csv'],
    ['iris.csv', ['iris.tsv', 'irises.md'], 'iris.tsv'],
    ['q.csv', ['ab.csv', 'b.csv'], undefined],
    ['train.csv', ['test.csv'], undefined],
    ['.csv', ['a.csv'], undefined],
  ] as const) {
    it(`is compared without its extension: ${name} in ${candidates.join(', ')}`, () => {
      assert.equal(nearestFile(name, candidates), expected);
    });
  }
});
