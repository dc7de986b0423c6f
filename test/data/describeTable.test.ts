import assert from 'node:assert/strict';
import { describeTable, type TableDescription } from '../../src/data/describeTable.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { filesIn } from '../../src/node/filesIn.js';
import { oneOutput, specOf, withFiles, yesOrNo } from './support.js';

/** Describes the table of a config, with what is known of its data where they can be loaded. */
async function described(
  table: string,
  data: object,
  network: object = oneOutput,
): Promise<TableDescription> {
  const spec = await specOf({ ...network, data: { file: 'a.csv', target: 'y', ...data } });
  return withFiles({ 'a.csv': table }, async (directory) => {
    const files = filesIn(directory);
    const { dataset } = await loadDataset(spec, files);
    assert.ok(spec.data.kind === 'table');
    const known = dataset?.columns ? { columns: dataset.columns, task: dataset.task } : null;
    return describeTable(spec.data, known, files, {});
  });
}

const mixed =
  'id,color,size,note,y\n1,red,1.5,aa,1\n2,green,,bb,2\n3,blue,9,cc,NA\n4,green,3.5,dd,4\n5,red,9,ee,5\n';

describe('The description of a table', () => {
  it('has all columns with their roles and the statistics of all rows', async () => {
    const { columns, rows, count } = await described(mixed, { columns: { color: 'ignore' } });
    assert.deepEqual([rows, count], [5, 5]);
    assert.deepEqual(
      columns.map(({ name, content, role, reason, missing, distinct }) => [name, content, role, reason, missing, distinct]),
      [
        ['id', 'number', 'ignored', 'identifier', 0, 5],
        ['color', 'category', 'ignored', 'config', 0, 3],
        ['size', 'number', 'input', null, 1, 3],
        ['note', 'text', 'ignored', 'text', 0, 5],
        ['y', 'number', 'target', null, 1, 4],
      ],
    ); // prettier-ignore
    assert.deepEqual(columns[2].range, { min: 1.5, max: 9, mean: 23 / 4 });
    assert.deepEqual(columns[1].top?.[0], { text: 'red', count: 2 });
    assert.equal(
      columns[2].histogram?.counts.reduce((a, b) => a + b),
      4,
    );
  });

  it('has the first rows with their lines, and gaps where cells are missing', async () => {
    const { firstRows } = await described(`\n${mixed}`, {});
    assert.deepEqual(firstRows[1], { line: 4, cells: ['2', 'green', null, 'bb', '2'] });
    assert.deepEqual(firstRows[2].cells, ['3', 'blue', '9', 'cc', null]);
    assert.equal(firstRows.length, 5);
  });

  it('counts rows that repeat an earlier one in what is trained on', async () => {
    const table = 'id,a,y\n7,1,2\n8,1,2\n9,2,3\n5,1,2\n';
    assert.equal((await described(table, { columns: { id: 'ignore' } })).repeated, 2);
    assert.equal((await described(table, { columns: { id: 'number' } })).repeated, 0);
  });

  it('says which share of the target each column explains', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => [i % 2, 'abcd'[i % 4], (i * 37) % 101, i % 4 === 3 ? 'yes' : 'no'].join()); // prettier-ignore
    const { columns, task } = await described(`half,kind,noise,y\n${rows.join('\n')}\n`, {}, yesOrNo);
    assert.equal(task, 'classification');
    const [half, kind, noise, target] = columns.map(({ relation }) => relation);
    // 300 "no" have the impurity 150, which the groups of "half" reduce to 100: 200 / 2 · 1 − 200 · (½² + ½²).
    assert.ok(Math.abs((half ?? NaN) - (1 - 100 / 398 / (150 / 399))) < 1e-12, String(half));
    assert.deepEqual([kind, target], [1, null]);
    assert.ok(noise !== null && noise < 0.01, String(noise));
  });

  it('divides numbers into groups, with the missing ones as a group of their own', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `${i % 5 === 0 ? '' : i},${i % 5 === 0 ? 500 : i}`);
    const { columns } = await described(`a,y\n${rows.join('\n')}\n`, {});
    const relation = columns[0].relation ?? NaN;
    // Ten groups of equal width leave a hundredth of the variance of uniform numbers.
    assert.ok(relation > 0.985 && relation < 0.995, String(relation));
  });

  it('says what could be predicted in a column', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i * 1.5},${i % 3},${'uv'[i % 2]},t${i}`);
    const { columns } = await described(`y,three,two,all\n${rows.join('\n')}\n`, {});
    assert.deepEqual(
      columns.map(({ asTarget }) => asTarget),
      [{ classes: null }, { classes: 3 }, { classes: 2 }, undefined],
    );
  });

  it('is there for a table that cannot be trained on', async () => {
    const table = 'a,b,y\n1,x,1\n2,3,2\n3,4,5\n';
    const { columns } = await described(table, { columns: { b: 'number' } });
    assert.deepEqual(columns.map(({ role, content }) => [role, content]), [['input', 'number'], ['input', 'number'], ['target', 'number']]); // prettier-ignore
    const missing = await described(table, { target: 'z' });
    assert.deepEqual(missing.columns.map(({ relation }) => relation), [null, null, null]); // prettier-ignore
  });
});
