import assert from 'node:assert/strict';
import fc from 'fast-check';
import { datasetOf, load, oneOutput, rowsOf } from './support.js';

const inline = (inputs: readonly (readonly number[])[], more: object) => ({
  ...oneOutput,
  data: { inputs, targets: inputs.map(() => [0]), ...more },
});
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const table = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 40 });

describe('Normalization', () => {
  it('standardizes as scikit-learn does', async () => {
    // sklearn.preprocessing.StandardScaler().fit_transform([[1, 10], [2, 20], [4, 60]])
    const expected = [[-1.0690449676496976, -0.9258200997725515], [-0.2672612419124244, -0.4629100498862757], [1.3363062095621219, 1.3887301496588271]]; // prettier-ignore
    const { training } = await datasetOf(inline([[1, 10], [2, 20], [4, 60]], { normalize: 'standardize' })); // prettier-ignore
    rowsOf(training.inputs).forEach((row, r) =>
      row.forEach((x, c) => assert.ok(Math.abs(x - expected[r][c]) < 1e-12)),
    );
  });

  it('brings the columns to [0, 1] by minMax', async () => {
    const { training } = await datasetOf(inline([[1, 10], [3, 20], [2, 60]], { normalize: 'minMax' })); // prettier-ignore
    assert.deepEqual(rowsOf(training.inputs), [[0, 0], [1, 0.2], [0.5, 1]]); // prettier-ignore
  });

  it('can be undone by its shift and scale', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('standardize', 'minMax'), async (inputs, normalize) => {
        const { training, normalization } = await datasetOf(inline(inputs, { normalize }));
        rowsOf(training.inputs).forEach((row, r) =>
          row.forEach((x, c) => {
            const back = x * normalization!.scale[c] + normalization!.shift[c];
            assert.ok(
              Math.abs(back - inputs[r][c]) <=
                1e-9 * Math.max(1, Math.abs(inputs[r][c]), normalization!.scale[c]),
            );
          }),
        );
      }),
    );
  });

  for (const normalize of ['standardize', 'minMax']) {
    it(`turns a column that does not vary into 0 by ${normalize}, and keeps its scale`, async () => {
      const { training, normalization } = await datasetOf(inline([[0.1], [0.1], [0.1]], { normalize }));
      assert.ok(rowsOf(training.inputs).every(([x]) => Math.abs(x) < 1e-15));
      assert.deepEqual([...normalization!.scale], [1]);
    });
  }

  it('is fitted on the training part alone', async () => {
    const inputs = Array.from({ length: 40 }, (_, i) => [i * i]);
    const { training, validation, normalization } = await datasetOf(
      inline(inputs, { normalize: 'standardize', validationSplit: 0.5 }),
    );
    const values = rowsOf(training.inputs).map(([x]) => x);
    assert.ok(Math.abs(values.reduce((a, b) => a + b) / 20) < 1e-12);
    assert.ok(Math.abs(values.reduce((a, b) => a + b * b, 0) / 20 - 1) < 1e-12);
    const back = [...values, ...rowsOf(validation!.inputs).map(([x]) => x)]
      .map((x) => Math.round(x * normalization!.scale[0] + normalization!.shift[0]))
      .sort((a, b) => a - b);
    assert.deepEqual(back.map((x) => [x]), inputs); // prettier-ignore
  });

  it('is refused where the numbers are too large for it', async () => {
    const { dataset, findings } = await load(inline([[1e308], [-1e308]], { normalize: 'standardize' }));
    assert.equal(dataset, null);
    assert.deepEqual([findings[0].code, findings[0].path], ['too-large-to-normalize', ['data', 'normalize']]);
    assert.match(findings[0].message, /"x" are too large/);
  });

  it('leaves the inputs of categories 0 and 1, also next to columns of numbers and booleans', async () => {
    const text = 'a,color,isNew,y\n1,red,yes,1\n3,blue,no,2\n5,red,yes,3\n7,green,no,4\n';
    const config = {
      ...oneOutput,
      data: { file: 'a.csv', target: 'y', normalize: 'standardize', derived: ['a^2'] },
    };
    const { dataset } = await load(config, { 'a.csv': text });
    assert.deepEqual(dataset!.inputNames, ['a', 'color=blue', 'color=green', 'color=red', 'isNew', 'a^2']);
    const rows = rowsOf(dataset!.training.inputs);
    assert.deepEqual(rows.map((row) => row.slice(1, 4)), [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0]]); // prettier-ignore
    for (const column of [0, 4, 5]) {
      const values = rows.map((row) => row[column]);
      const square = values.reduce((sum, value) => sum + value ** 2, 0);
      assert.ok(
        Math.abs(values.reduce((sum, value) => sum + value, 0)) < 1e-12 && Math.abs(square - 4) < 1e-12,
      );
    }
  });
});
