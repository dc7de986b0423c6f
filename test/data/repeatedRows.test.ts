import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classesOf, datasetOf, load, oneOutput, rowsOf } from './support.js';

const config = (more: object = {}) => ({ ...oneOutput, data: { file: 'a.csv', target: 'y', dropDuplicates: true, ...more } }); // prettier-ignore

describe('Rows that repeat earlier ones', () => {
  it('are left out where the config says so, with a count and the line of the first', async () => {
    const table = 'a,k,y\n1,red,2\n\n2,blue,3\n1.0,red,2\n1,blue,2\n-0,,1\n0,,1\n1,red,2\n';
    const { dataset, findings } = await load(config(), { 'a.csv': table });
    assert.deepEqual([...(dataset?.lines ?? [])], [2, 4, 6, 7]);
    const found = findings.filter(({ code }) => code === 'rows-repeated');
    assert.deepEqual(found.map(({ message, path, severity }) => [message, path, severity]), [
      ['3 rows of a.csv are left out, because they repeat earlier ones. The first is in line 5.', ['data', 'dropDuplicates'], 'info'],
    ]); // prettier-ignore
  });

  it('stay unless the config says so', async () => {
    const dataset = await datasetOf(config({ dropDuplicates: false }), { 'a.csv': 'a,y\n1,2\n1,2\n3,4\n' });
    assert.equal(dataset.training.inputs.rows, 3);
  });

  it('are compared in the inputs and targets alone', async () => {
    const table = 'id,a,y\n7,1,2\n8,1,2\n9,1,3\n';
    const { dataset } = await load(config({ columns: { id: 'ignore' } }), { 'a.csv': table });
    assert.deepEqual([...(dataset?.lines ?? [])], [2, 4]);
  });

  it('are left out before samples are held out, and not from other files', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 10},${i % 3},${['x', 'y', 'z'][(i % 10) % 3]}`);
    const table = `a,b,y\n${rows.join('\n')}\n`;
    const held = { ...config({ validationSplit: 0.3 }), ...classesOf(3) };
    const { dataset } = await load(held, { 'a.csv': table });
    assert.ok(dataset?.validation);
    const training = new Set(rowsOf(dataset.training.inputs).map(String));
    assert.ok(rowsOf(dataset.validation.inputs).every((row) => !training.has(String(row))));
    const own = { ...config({ validation: { file: 'b.csv' } }), ...classesOf(3) };
    const files = await load(own, { 'a.csv': table, 'b.csv': table });
    assert.deepEqual([files.dataset?.training.inputs.rows, files.dataset?.validation?.inputs.rows], [30, 40]);
  });

  it('are those that a map of their cells finds', async () => {
    const cell = fc.constantFrom('', '0', '1', '2.5', '-3');
    const row = fc.tuple(cell, fc.constantFrom('', 'red', 'blue'), fc.constantFrom('1', '2', '3'));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 12, maxLength: 60 }), async (rows) => {
        const columns = { a: 'number', k: 'category' };
        const all = [['0', 'red', '1'], ['1', 'blue', '2'], ...rows];
        const text = `a,k,y\n${all.map((cells) => cells.join()).join('\n')}\n`;
        const { dataset } = await load(config({ columns }), { 'a.csv': text });
        const firsts = new Map<string, number>();
        all.forEach((cells, i) => firsts.has(cells.join()) || firsts.set(cells.join(), i + 2));
        assert.deepEqual([...(dataset?.lines ?? [])], [...firsts.values()]);
      }),
      { numRuns: 40 },
    );
  });
});
