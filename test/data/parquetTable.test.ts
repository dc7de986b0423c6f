import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { classesOf, load, oneOutput, rowsOf, yesOrNo } from './support.js';

const types = readFileSync(path.join(import.meta.dirname, '../fixtures/parquet/types.parquet'));
const written = (columns: Readonly<Record<string, readonly unknown[]>>, rowGroupSize = 2): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, data]) => ({ name, data: [...data] })),
      rowGroupSize,
    }),
  );

describe('A table in a Parquet file', () => {
  it('is read as the same table in a CSV file is', async () => {
    const columns = {
      size: [1.5, -2, 0.25, 4, 1e-3, 7],
      color: ['red', 'blue', 'red', 'red', 'blue', 'blue'],
      isNew: [true, false, false, true, true, false],
      y: ['a', 'b', 'a', 'b', 'a', 'b'],
    };
    const names = Object.keys(columns) as (keyof typeof columns)[];
    const csv = [names, ...columns.y.map((_, row) => names.map((name) => columns[name][row]))];
    const config = (file: string) => ({ ...classesOf(2), data: { file, target: 'y', normalize: 'standardize', derived: ['size^2'] } }); // prettier-ignore
    const files = { 'a.parquet': written(columns), 'a.csv': csv.map((row) => row.join(',')).join('\n') };
    const [parquet, text] = [await load(config('a.parquet'), files), await load(config('a.csv'), files)];
    assert.ok(parquet.dataset && text.dataset);
    // The lines of a text begin after its header.
    assert.deepEqual({ ...parquet.dataset, lines: null }, { ...text.dataset, lines: null });
    assert.deepEqual(parquet.dataset.lines, Uint32Array.of(1, 2, 3, 4, 5, 6));
  });

  it('has the numbers, gaps and numbers for a gap of the same CSV file, also with many different numbers', async () => {
    const count = 2500; // more than are kept as texts
    const value = (i: number): number => (i % 7 === 3 ? -999 : i % 11 === 5 ? 1e21 : i / 3);
    const columns = {
      many: Array.from({ length: count }, (_, i) => (i % 5 === 2 ? null : value(i))),
      few: Array.from({ length: count }, (_, i) => [0, -0, 2.5, -999][i % 4]),
      y: Array.from({ length: count }, (_, i) => i % 2),
    };
    const csv = ['many,few,y', ...columns.y.map((y, i) => [columns.many[i] ?? '', columns.few[i], y].join())].join('\n'); // prettier-ignore
    const config = (file: string) => ({
      ...yesOrNo,
      data: { file, target: 'y', missingValues: ['', '-999'] },
    });
    const files = { 'a.parquet': written(columns, 700), 'a.csv': csv };
    const [parquet, text] = [await load(config('a.parquet'), files), await load(config('a.csv'), files)];
    assert.ok(parquet.dataset && text.dataset, JSON.stringify(text.findings));
    assert.deepEqual({ ...parquet.dataset, lines: null }, { ...text.dataset, lines: null });
    assert.deepEqual(parquet.findings.map(({ message }) => message.replaceAll('a.parquet', '')), text.findings.map(({ message }) => message.replaceAll('a.csv', ''))); // prettier-ignore
  });

  it('of numbers alone is plain, also where a later row group is not', async () => {
    const numbers = { a: [1, 2, 3, 4], y: [0, 1, 0, 1] };
    const config = { ...yesOrNo, data: { file: 'a.parquet', target: 'y', features: ['a'] } };
    const plain = await load(config, { 'a.parquet': written(numbers) });
    assert.deepEqual(plain.findings, []);
    assert.deepEqual(rowsOf(plain.dataset!.training.inputs), [[1], [2], [3], [4]]);
    const later = await load(config, { 'a.parquet': written({ ...numbers, a: [1, 2, 3, null] }) });
    assert.ok(later.dataset, JSON.stringify(later.findings));
    assert.deepEqual(rowsOf(later.dataset.training.inputs), [[1], [2], [3], [2]], 'the mean fills the gap');
  });

  it('may have its missing values in every column that pyarrow wrote', async () => {
    const features = ['int8', 'float64', 'bool', 'category', 'date', 'time_us', 'decimal'];
    const columns = { date: 'date', time_us: 'date', category: 'category' };
    const config = { ...oneOutput, data: { file: 'a.parquet', target: 'whole', features, columns } };
    const { dataset, findings } = await load(config, { 'a.parquet': types });
    assert.deepEqual(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message), []); // prettier-ignore
    const [first] = rowsOf(dataset!.training.inputs);
    const days = Date.UTC(2024, 1, 28, 23, 59, 58) / 86_400_000;
    const names = [
      'int8',
      'float64',
      'bool',
      'category=x',
      'category=y',
      'category=',
      'date',
      'time_us',
      'decimal',
    ];
    assert.deepEqual(dataset?.inputNames, names);
    [-128, 0.1, 1, 1, 0, 0, -2, days, -3].forEach((value, i) => assert.ok(Math.abs(first[i] - value) < 1e-9, names[i])); // prettier-ignore
    assert.equal(dataset.lines?.length, 7);
  });

  it('can hold the validation and the test samples, too', async () => {
    const data = {
      file: 'a.parquet',
      target: 'y',
      validation: { file: 'b.csv' },
      test: { file: 'c.parquet' },
    };
    const files = {
      'a.parquet': written({ x: [1, 2, 3], y: [1.5, 2.5, 3] }),
      'b.csv': 'y,x\n4,5\n',
      'c.parquet': written({ x: [7, 8], y: [9.5, 1] }),
    };
    const { dataset } = await load({ ...oneOutput, data }, files);
    assert.deepEqual(
      [rowsOf(dataset!.validation!.inputs), rowsOf(dataset!.test!.inputs)],
      [[[5]], [[7], [8]]],
    );
    const cut = { ...files, 'c.parquet': files['c.parquet'].subarray(0, 100) };
    const { findings } = await load({ ...oneOutput, data }, cut);
    assert.deepEqual([findings[0].code, findings[0].path], ['parquet-cut-short', ['data', 'test', 'file']]);
  });

  it('has no column that the config names, or no row', async () => {
    const config = { ...oneOutput, data: { file: 'a.parquet', target: 'price' } };
    const missing = await load(config, { 'a.parquet': written({ x: [1], prize: [2] }) });
    assert.match(missing.findings[0].message, /a\.parquet has no column "price"\. Did you mean "prize"\?/);
    const none = await load(config, { 'a.parquet': written({ x: [], price: [] }) });
    assert.equal(none.findings[0].code, 'no-rows');
  });
});
