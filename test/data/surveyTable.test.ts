import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { DataError } from '../../src/data/finding.js';
import { surveyTable } from '../../src/data/surveyTable.js';
import { filesIn } from '../../src/node/filesIn.js';
import { withFiles } from './support.js';

const survey = (name: string, contents: string | Uint8Array) =>
  withFiles({ [name]: contents }, (directory) => surveyTable(name, filesIn(directory), {}));

const rows = Array.from({ length: 40 }, (_, i) => ({
  id: i + 1,
  name: `N${i}x${i * i}`,
  size: i % 10 === 3 ? null : (i * 7) % 13,
  color: ['red', 'green', 'blue'][i % 3],
  isNew: i % 2 === 0,
}));
const names = ['id', 'name', 'size', 'color', 'isNew'] as const;
const csv = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
  .map((cells) => cells.join(','))
  .join('\n');

describe('The survey of a table', () => {
  it('says of each column what it contains, and why it would be left out', async () => {
    const { rows: count, columns } = await survey('a.csv', csv);
    assert.equal(count, 40);
    assert.deepEqual(
      columns.map(({ name, index, content, reason, missing, distinct }) => [
        name,
        index,
        content,
        reason,
        missing,
        distinct,
      ]),
      [
        ['id', 0, 'number', 'identifier', 0, 40],
        ['name', 1, 'text', 'text', 0, 40],
        ['size', 2, 'number', null, 4, 13],
        ['color', 3, 'category', null, 0, 3],
        ['isNew', 4, 'boolean', null, 0, 2],
      ],
    );
  });

  it('is the same for the same table compressed, and in a Parquet file', async () => {
    const text = await survey('a.csv', csv);
    assert.deepEqual(await survey('a.csv.gz', gzipSync(csv)), text);
    const columnData = names.map((name) => ({ name, data: rows.map((row) => row[name]) }));
    const parquet = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 16 }));
    assert.deepEqual(await survey('a.parquet', parquet), text);
  });

  it('is refused where the table is empty or ends with its signal', async () => {
    await assert.rejects(survey('a.csv', ''), DataError);
    const reason = new Error('canceled');
    await withFiles({ 'a.csv': csv }, async (directory) => {
      const reading = surveyTable('a.csv', filesIn(directory), { signal: AbortSignal.abort(reason) });
      await assert.rejects(reading, reason);
    });
  });
});
