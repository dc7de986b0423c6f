import assert from 'node:assert/strict';
import { shapeOf } from '../../src/data/datasetContents.js';
import { digestOf } from '../../src/node/digestOf.js';
import { classesOf, datasetOf, oneOutput } from '../data/support.js';

const table = 'a,b,kind\n1,2,cat\n3,4,dog\n5,6,cat\n7,8,dog\n';
const config = (more: object = {}, training: object = {}) => ({
  ...classesOf(2),
  data: { file: 'pets.csv', target: 'kind', ...more },
  training,
});
const digest = async (text: string, more: object = {}, training: object = {}) =>
  digestOf(await datasetOf(config(more, training), { 'pets.csv': text }));

describe('The digest of a data set', () => {
  it('is the same for data that were loaded twice', async () => {
    assert.equal(await digest(table), await digest(table));
    assert.match(await digest(table), /^[0-9a-f]{64}$/);
  });

  it('does not depend on how the file writes the same numbers', async () => {
    assert.equal(await digest(table), await digest(table.replace('3,4', '3.0, 4e0')));
  });

  for (const [what, changed] of [
    ['one number', table.replace('5,6', '5,6.0000000000000009')],
    ['one target', table.replace('5,6,cat', '5,6,dog')],
    ['the order of the samples', 'a,b,kind\n3,4,dog\n1,2,cat\n5,6,cat\n7,8,dog\n'],
    ['a row more', `${table}9,10,cat\n`],
    ['a column more', 'a,b,c,kind\n1,2,9,cat\n3,4,5,dog\n5,6,7,cat\n7,8,6,dog\n'],
    ['the name of a column', table.replace('a,b', 'a,c')],
    ['the name of a class', table.replaceAll('cat', 'bat')],
  ] as const) {
    it(`differs where ${what} is another`, async () => {
      assert.notEqual(await digest(table), await digest(changed));
    });
  }

  for (const [what, more, training] of [
    ['the normalization', { normalize: 'standardize' }, {}],
    ['the split', { validationSplit: 0.5 }, {}],
    ['the precision', {}, { precision: 'float32' }],
  ] as const) {
    it(`differs where ${what} is another`, async () => {
      assert.notEqual(await digest(table), await digest(table, more, training));
    });
  }

  it('differs where targets of the same values after normalization had another scale', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((unit) =>
        datasetOf({
          ...oneOutput,
          data: { inputs: [[1], [2]], targets: [[-unit], [unit]], normalizeTargets: 'standardize' },
        }),
      ),
    );
    assert.deepEqual(one.training, two.training);
    assert.notEqual(digestOf(one), digestOf(two));
  });

  it('distinguishes the same numbers in another shape', async () => {
    const inline = (inputs: readonly number[][], targets: readonly number[][]) =>
      datasetOf({ ...oneOutput, data: { inputs, targets } });
    const wide = await inline([[1, 2, 3, 4]], [[0]]);
    const two = await inline([[1, 2], [3, 4]], [[0], [0]]); // prettier-ignore
    assert.notEqual(digestOf(wide), digestOf(two));
  });
});

describe('The shape of a data set', () => {
  it('counts inputs, outputs and the samples of each part', async () => {
    const dataset = await datasetOf(config({ validationSplit: 0.5 }), { 'pets.csv': table });
    assert.deepEqual(shapeOf(dataset), { inputs: 2, outputs: 2, training: 2, validation: 2 });
  });
});
