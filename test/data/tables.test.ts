import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Dataset } from '../../src/engine/model/dataset.js';
import type { LoadResult } from '../../src/data/loadDataset.js';
import { backprop, withConfig } from '../cli/support.js';
import { load, oneOutput, rowsOf, yesOrNo } from './support.js';

const fixture = (name: string) => readFileSync(`test/fixtures/tables/${name}`);

/** Loads a table of the fixtures and returns its data, which must not have errors. */
async function tableOf(name: string, target: string, network: object = oneOutput, more: object = {}) {
  const { dataset, findings } = await load(
    { ...network, data: { file: name, target, ...more } },
    { [name]: fixture(name) },
  );
  assert.ok(dataset, findings.map(({ message }) => message).join('\n'));
  return { ...dataset, findings };
}

const infos = ({ findings }: Pick<LoadResult, 'findings'>) =>
  findings.map(({ severity, code, path }) => [severity, code, path.at(-1)]);
const targetsOf = ({ training }: Dataset) => rowsOf(training.targets).flat();
const inputsOf = ({ training }: Dataset) => rowsOf(training.inputs);

describe('A table as people have it', () => {
  it('has gaps where words such as NULL are among numbers, and categories where they are among texts', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => [i % 4 === 1 ? 'NULL' : i, i % 4 === 2 ? '-' : `${i},5`, i % 3 === 0 ? 'None' : 'brick', i % 2]); // prettier-ignore
    const text = ['a;b;wall;y', ...rows.map((row) => row.join(';'))].join('\n');
    const data = { file: 'a.csv', target: 'y', columns: { b: { type: 'number', missing: -1 } } };
    const { dataset, findings } = await load({ ...yesOrNo, data }, { 'a.csv': text });
    assert.ok(dataset, findings.map(({ message }) => message).join('\n'));
    assert.deepEqual(dataset.inputNames, ['a', 'b', 'wall=None', 'wall=brick']);
    const mean = (0 + 2 + 3 + 4 + 6 + 7 + 8 + 10 + 11) / 9;
    const expected = rows.map(([a, b, wall]) => [
      a === 'NULL' ? mean : a,
      b === '-' ? -1 : parseFloat(String(b).replace(',', '.')),
      Number(wall === 'None'),
      Number(wall === 'brick'),
    ]);
    assert.deepEqual(inputsOf(dataset), expected);
    const gap = findings.find(({ message }) => message.includes('"a"'));
    assert.match(gap!.message, /\(3\)/);
  });

  it('has gaps of words among more different numbers than are kept as texts, and among dates', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [i % 5 === 3 ? 'None' : i + 0.25, i % 2]);
    const text = ['a,y', ...rows.map((row) => row.join())].join('\n');
    const { dataset } = await load({ ...yesOrNo, data: { file: 'a.csv', target: 'y', columns: { a: { type: 'number', missing: 7 } } } }, { 'a.csv': text }); // prettier-ignore
    assert.deepEqual(inputsOf(dataset!), rows.map(([a]) => [a === 'None' ? 7 : a])); // prettier-ignore
    const days = ['2020-01-01', 'NULL', '2020-01-03', 'NULL'].map((day, i) => `${day},${i},${i % 2}`);
    const dated = await load({ ...yesOrNo, data: { file: 'a.csv', target: 'y', columns: { day: { type: 'date', missing: 0 } } } }, { 'a.csv': ['day,x,y', ...days].join('\n') }); // prettier-ignore
    assert.deepEqual(inputsOf(dated.dataset!).map(([day]) => day), [18262, 0, 18264, 0]); // prettier-ignore
  });

  it('has no gaps of words where the config lists what is missing', async () => {
    const text = 'a,y\n1,0\nNULL,1\n3,0\n4,1\nx,0\n';
    const data = { file: 'a.csv', target: 'y', missingValues: ['x'] };
    const { dataset, findings } = await load({ ...yesOrNo, data }, { 'a.csv': text });
    assert.equal(dataset, null);
    assert.match(findings.map(({ message }) => message).join(), /"NULL" in "a" is not a number/);
  });

  it('may have gaps: numbers are filled with the mean, and missing texts are a category', async () => {
    const table = await tableOf('gaps.csv', 'y', yesOrNo);
    assert.deepEqual(table.inputNames, ['a', 'sex=f', 'sex=m', 'sex=', 'deck=B', 'deck=C', 'deck=']);
    const mean = (1 + 2 + 3 + 4 + 5 + 7 + 8) / 7;
    assert.ok(Math.abs(inputsOf(table)[5][0] - mean) < 1e-12);
    assert.deepEqual(inputsOf(table)[4], [5, 0, 0, 1, 0, 1, 0]);
    assert.deepEqual(infos(table), [['info', 'column-read', 'a'], ['info', 'column-read', 'sex'], ['info', 'column-read', 'deck']]); // prettier-ignore
    assert.match(table.findings[2].message, /deck.* category with 2 values .*\. Its missing cells \(3\) are a category/); // prettier-ignore
  });

  it('may have question marks for missing numbers', async () => {
    const table = await tableOf('question-marks.csv', 'class', yesOrNo);
    assert.deepEqual(inputsOf(table).map(([, nuclei]) => nuclei), [1, 10, 4.25, 2, 4.25, 4]); // prettier-ignore
    assert.deepEqual([table.classes, targetsOf(table)], [['2', '4'], [0, 0, 1, 0, 1, 1]]); // prettier-ignore
  });

  it('may have booleans, which are 0 and 1 as inputs and two classes as the target', async () => {
    const table = await tableOf('booleans.csv', 'left', yesOrNo);
    assert.deepEqual(table.inputNames, ['smoker', 'member', 'age']);
    assert.deepEqual(inputsOf(table), [[1, 1, 30], [0, 0, 41], [1, 1, 25], [0, 1, 52]]); // prettier-ignore
    assert.deepEqual([table.classes, targetsOf(table)], [['no', 'yes'], [0, 1, 0, 1]]); // prettier-ignore
  });

  it('may have identifiers, which are not inputs', async () => {
    const table = await tableOf('ids.csv', 'churn', yesOrNo);
    assert.deepEqual(table.inputNames, ['age', 'plan=basic', 'plan=plus']);
    const finding = table.findings.find(({ path }) => path.at(-1) === 'customer_id');
    assert.match(finding?.message ?? '', /not an input, because it identifies the rows/);
  });

  it('may have dates, which are days since 1970 where there is no other input', async () => {
    const table = await tableOf('dates.csv', 'temp');
    assert.deepEqual(inputsOf(table).flat(), [4018, 4019, 4020, 4021, 4022]);
    assert.deepEqual(targetsOf(table), [20.7, 17.9, 18.8, 14.6, 15.8]);
  });

  it('may have decimal commas', async () => {
    const table = await tableOf('decimal-comma.csv', 'y');
    assert.deepEqual([table.task, targetsOf(table)], ['regression', [12.5, 13.75, 11, 12.25, 14.5]]);
  });

  it('may have commas in the names of its columns', async () => {
    const table = await tableOf('commas-in-header.csv', 'wind');
    assert.deepEqual(table.inputNames, ['temp (°C, 2 m)', 'rain (mm, 24 h)']);
    assert.deepEqual(inputsOf(table)[2], [3.5, 0.4]);
  });

  it('may have delimiters at the end of each line', async () => {
    const table = await tableOf('trailing-delimiters.csv', 'y');
    assert.deepEqual([table.inputNames, inputsOf(table), table.findings], [['a', 'b'], [[1, 2], [2, 3], [3, 4], [4, 1]], []]); // prettier-ignore
  });

  it('may begin with the line in which Excel names the delimiter', async () => {
    const table = await tableOf('sep-line.csv', 'y', yesOrNo);
    assert.deepEqual([inputsOf(table).flat(), targetsOf(table)], [[1, 2, 3, 0], [0, 1, 1, 0]]); // prettier-ignore
    assert.deepEqual([...(table.lines ?? [])], [3, 4, 5, 6]);
  });

  it('may be aligned by blanks', async () => {
    const table = await tableOf('aligned.txt', 'y', yesOrNo);
    assert.deepEqual([table.inputNames, inputsOf(table)], [['a', 'b'], [[1, 2], [2, 1], [3, 0.5]]]); // prettier-ignore
  });

  it('may have thousands separators and currencies', async () => {
    const table = await tableOf('thousands.csv', 'price');
    assert.deepEqual([table.inputNames, inputsOf(table).flat()], [['people'], [1204500, 880100, 2110000, 640300]]); // prettier-ignore
    assert.deepEqual(targetsOf(table), [1200, 950, 1875, 780]);
    assert.deepEqual(infos(table), [['info', 'column-ignored', 'city']]);
  });

  it('may be in Windows-1252, which is said', async () => {
    const table = await tableOf('latin1.csv', 'y', yesOrNo);
    assert.deepEqual([table.inputNames, infos(table)], [['größe'], [['info', 'csv-encoding', 'encoding']]]);
  });

  it('may have no header, which is said', async () => {
    const table = await tableOf('no-header.csv', 'column 3', yesOrNo);
    assert.deepEqual([table.inputNames, inputsOf(table).length], [['column 1', 'column 2'], 6]);
    assert.deepEqual(infos(table), [['info', 'csv-no-header', 'header']]);
  });

  it('may be gzipped', async () => {
    const { dataset } = await load(
      { ...oneOutput, data: { file: 'a.csv.gz', target: 'y' } },
      { 'a.csv.gz': gzipSync('a,y\n1.5,2\n3,4\n') },
    );
    assert.deepEqual(rowsOf(dataset!.training.inputs), [[1.5], [3]]);
  });

  const trained: readonly [string, string, object][] = [
    ['gaps.csv', 'y', yesOrNo],
    ['booleans.csv', 'left', yesOrNo],
    ['ids.csv', 'churn', yesOrNo],
    ['decimal-comma.csv', 'y', oneOutput],
    ['thousands.csv', 'price', oneOutput],
    ['no-header.csv', 'column 3', yesOrNo],
  ];
  for (const [name, target, network] of trained)
    it(`is trained on from the command line: ${name}`, async () => {
      const config = {
        ...network,
        data: { file: name, target, normalize: 'standardize' },
        training: { epochs: 20 },
      };
      await withConfig(config, { [name]: fixture(name).toString() }, async (file) => {
        const { status, events } = await backprop(['train', file, '--json']);
        assert.equal(status, 0);
        const losses = events().flatMap(({ event, loss }) => (event === 'epoch' ? [Number(loss)] : []));
        assert.ok(losses[losses.length - 1] < losses[0], losses.join(' '));
      });
    });
});

describe('The columns of a table', () => {
  const text = ['id,color,size,note,y', '1,red,1.5,aa,1', '2,green,,bb,2', '3,red,2.5,cc,', '4,blue,3.5,dd,4', '5,green,9,ee,5', ''].join('\n'); // prettier-ignore
  const tableWith = async (columns: object, more: object = {}) =>
    load({ ...oneOutput, data: { file: 'a.csv', target: 'y', columns, ...more } }, { 'a.csv': text });
  const rowsWith = async (columns: object) => {
    const { dataset, findings } = await tableWith(columns);
    return rowsOf(dataset?.training.inputs ?? assert.fail(findings.map(({ message }) => message).join()));
  };

  it('of dates are left out beside others, and are the days since 1970 where the config says so', async () => {
    const table = { 'a.csv': 'x,day,y\n1,03.01.1970,1\n5,13.01.1970,2\n2,04.01.1970,3\n' };
    const config = (columns: object) => ({ ...oneOutput, data: { file: 'a.csv', target: 'y', columns } });
    const { findings } = await load(config({}), table);
    assert.deepEqual(findings.map(({ message }) => message), ['Column "day" of a.csv is not an input, because it has dates. Give it the type "date" in "columns" to use the days since 1970.']); // prettier-ignore
    const { dataset } = await load(config({ day: 'date' }), table);
    assert.deepEqual(rowsOf(dataset!.training.inputs), [[1, 2], [5, 12], [2, 3]]); // prettier-ignore
  });

  it('leave out rows without a target, and keep the lines of the others', async () => {
    const { dataset, findings } = await tableWith({ color: 'ignore' });
    assert.deepEqual([...(dataset?.lines ?? [])], [2, 3, 5, 6]);
    const [dropped] = findings;
    assert.deepEqual([dropped.code, dropped.path], ['rows-without-target', ['data', 'target']]);
    assert.match(dropped.message, /1 rows of a\.csv are left out, .* The first is in line 4/);
  });

  for (const [missing, expected] of [
    ['mean', 14 / 3],
    ['median', 3.5],
    ['mostFrequent', 1.5],
    [7, 7],
  ] as const)
    // prettier-ignore
    it(`fill missing numbers by the rule ${missing}`, async () => {
      const rows = await rowsWith({ color: 'ignore', size: { type: 'number', missing } });
      assert.ok(Math.abs(rows[1][0] - expected) < 1e-12, String(rows[1][0]));
    });

  it('leave out rows with a missing cell by the rule dropRow, and refuse them by the rule error', async () => {
    assert.deepEqual(await rowsWith({ color: 'ignore', size: { missing: 'dropRow' } }), [[1.5], [3.5], [9]]);
    const { findings } = await tableWith({ size: { missing: 'error' } });
    assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['csv-empty-cell', ['data', 'columns', 'size']]]); // prettier-ignore
    assert.match(findings[0].message, /1 cells in column "size" of a\.csv are missing, the first in line 3/);
  });

  it('have their categories in the order of the config, and 0 for others', async () => {
    const { dataset, findings } = await tableWith({ color: { type: 'category', categories: ['green', 'red'] }, size: 'ignore' }); // prettier-ignore
    assert.deepEqual(dataset?.inputNames, ['color=green', 'color=red']);
    assert.deepEqual(rowsOf(dataset.training.inputs), [[0, 1], [1, 0], [0, 0], [1, 0]]); // prettier-ignore
    const unseen = findings.find(({ code }) => code === 'column-unseen-category');
    assert.match(unseen?.message ?? '', /1 cells in column "color".* such as "blue"/);
  });

  it('are fitted to the training part alone', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i % 8 === 0 ? '' : i},${i % 20 === 3 ? 'rare' : 'ab'[i % 2]},${i % 2}`,
    );
    const config = {
      ...yesOrNo,
      data: { file: 'a.csv', target: 'y', validationSplit: 0.5 },
      training: { seed: 4 },
    };
    const { dataset } = await load(config, { 'a.csv': `x,k,y\n${rows.join('\n')}\n` });
    assert.ok(dataset?.validation && dataset.rows);
    const training = [...dataset.rows.training];
    const present = training.filter((row) => row % 8 !== 0);
    const mean = present.reduce((sum, row) => sum + row / present.length, 0);
    const x = dataset.inputNames.indexOf('x');
    for (const [part, rowsOfPart] of [
      [dataset.training, dataset.rows.training],
      [dataset.validation, dataset.rows.validation],
    ] as const)
      // prettier-ignore
      rowsOf(part.inputs).forEach((inputs, i) => {
        const row = rowsOfPart[i];
        assert.ok(Math.abs(inputs[x] - (row % 8 === 0 ? mean : row)) < 1e-12);
      });
    const hasRare = training.some((row) => row % 20 === 3);
    assert.equal(dataset.inputNames.includes('k=rare'), hasRare);
  });

  it('are listed with their roles and inputs', async () => {
    const { dataset } = await tableWith({});
    const columns = dataset?.columns ?? [];
    assert.deepEqual(
      columns.map(({ name, content, role, reason, inputs }) => [name, content, role, reason, inputs]),
      [
        ['id', 'number', 'ignored', 'identifier', []],
        ['color', 'category', 'input', null, [0, 1, 2]],
        ['size', 'number', 'input', null, [3]],
        ['note', 'text', 'ignored', 'text', []],
        ['y', 'number', 'target', null, []],
      ],
    );
  });
});
