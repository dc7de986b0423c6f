import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentsOf } from '../../src/data/datasetContents.js';
import { dataFilesOf } from '../../src/worker/dataFiles.js';
import { classesOf, datasetOf, load, oneOutput, rowsOf, specOf, yesOrNo } from './support.js';

const number = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 8);
const csv = (rows: readonly (readonly unknown[])[], names = ['a', 'b', 'y']): string =>
  [names, ...rows].map((row) => row.join(',')).join('\n');
const regression = (more: object = {}) => ({
  ...oneOutput,
  data: { file: 'train.csv', target: 'y', validation: { file: 'valid.csv' }, ...more },
});
const flowers = (more: object = {}) => ({
  ...classesOf(3),
  data: { file: 'train.csv', target: 'y', test: { file: 'test.csv' }, ...more },
});
const flowerRows = [[1, 2, 'x'], [3, 4, 'y'], [5, 6, 'z']]; // prettier-ignore

function idx(shape: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(values)]);
}

describe('Samples from files of their own', () => {
  it('are prepared as held-out samples of the training file are, whatever the order of their columns', async () => {
    const rows = fc.array(fc.tuple(number, number, number), { minLength: 2, maxLength: 10 });
    const kind = fc.constantFrom('none', 'standardize', 'minMax');
    await fc.assert(
      fc.asyncProperty(rows, rows, kind, async (training, others, normalize) => {
        const options = { normalize, normalizeTargets: 'standardize', derived: ['a*b'] };
        const swapped = csv(others.map(([a, b, y]) => [b, y, a]), ['b', 'y', 'a']); // prettier-ignore
        const files = { 'train.csv': csv(training), 'valid.csv': swapped };
        const { dataset } = await load(regression(options), files);
        assert.ok(dataset?.normalization || normalize === 'none');
        const alone = await load(regression({ ...options, validation: undefined }), files);
        assert.deepEqual(dataset?.training, alone.dataset?.training, 'they have no part in what is fitted');
        const { shift, scale } = dataset?.normalization ?? { shift: [0, 0, 0], scale: [1, 1, 1] };
        const target = dataset?.targetNormalization;
        const wanted = others.map(([a, b]) => [a, b, a * b].map((value, i) => (value - shift[i]) / scale[i]));
        const inputs = rowsOf(dataset!.validation!.inputs).flat();
        inputs.forEach((value, i) => assert.ok(Math.abs(value - wanted.flat()[i]) < 1e-12));
        const targets = rowsOf(dataset!.validation!.targets).flat();
        targets.forEach((value, i) =>
          assert.equal(value, (others[i][2] - target!.shift[0]) / target!.scale[0]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('may have gaps and categories that no training sample has, each reported once', async () => {
    const training = [[1, 'r', 1], [2, 'g', 2], [6, 'r', 3], [7, 'g', 4]]; // prettier-ignore
    const others = [['', 'r', 1], [4, 'b', 2], ['NA', 'b', 3], [4, '', 4], [5, 'g', '']]; // prettier-ignore
    const { dataset, findings } = await load(regression(), {
      'train.csv': csv(training),
      'valid.csv': csv(others),
    });
    const { shift, scale } = dataset!.normalization ?? { shift: [0, 0, 0], scale: [1, 1, 1] };
    const inputs = rowsOf(dataset!.validation!.inputs).map((row) => row.map((value, i) => value * scale[i] + shift[i])); // prettier-ignore
    assert.deepEqual(inputs, [[4, 0, 1], [4, 0, 0], [4, 0, 0], [4, 0, 0]]); // prettier-ignore
    const said = findings.filter(({ path }) => path.join('.') === 'data.validation.file');
    assert.deepEqual(
      said.map(({ severity, message }) => `${severity} ${message}`),
      [
        'info 1 rows of valid.csv are left out, because the target "y" is missing in them. The first is in line 6.',
        'info Column "a" of valid.csv: Its missing cells (2) are filled with 4.',
        'info 3 cells in column "b" of valid.csv have categories that do not occur in the training part, such as "b". All inputs of the column are 0 for them.',
      ],
    );
  });

  it('have the classes of the training samples, even where some do not occur', async () => {
    const files = { 'train.csv': csv(flowerRows), 'test.csv': csv([[7, 8, 'z'], [9, 9, 'y']]) }; // prettier-ignore
    const dataset = await datasetOf(flowers(), files);
    assert.deepEqual(rowsOf(dataset.test!.targets), [[0, 0, 1], [0, 1, 0]]); // prettier-ignore
    assert.equal(dataset.validation, null);
  });

  it('of images have their labels and pixels', async () => {
    const data = { images: 'a', labels: 'b', validation: { images: 'c', labels: 'd' } };
    const files = {
      a: idx([2, 1, 2], [0, 255, 51, 102]),
      b: idx([2], [3, 7]),
      c: idx([1, 1, 2], [255, 0]),
      d: idx([1], [7]),
    };
    const { validation } = await datasetOf({ ...classesOf(2), data }, files);
    assert.deepEqual([rowsOf(validation!.inputs), rowsOf(validation!.targets)], [[[1, 0]], [[0, 1]]]);
  });

  it('are watched, and are part of what identifies the data', async () => {
    const config = flowers({ validation: { file: 'valid.csv' } });
    assert.deepEqual(dataFilesOf(await specOf(config)), ['train.csv', 'valid.csv', 'test.csv']);
    const files = { 'train.csv': csv(flowerRows), 'test.csv': csv([[7, 8, 'z']]) };
    const first = contentsOf(await datasetOf(flowers(), files));
    const other = contentsOf(await datasetOf(flowers(), { ...files, 'test.csv': csv([[7, 9, 'z']]) }));
    const none = contentsOf(await datasetOf(flowers({ test: undefined }), files));
    assert.notDeepEqual(first, other);
    assert.notDeepEqual(first, none);
  });
});

describe('Samples from a file that does not fit', () => {
  const cases: Readonly<Record<string, [test: string, code: string, message: RegExp]>> = {
    'a class that no training sample has': [
      csv([[1, 2, 'x'], [1, 2, 'rose']]),
      'unseen-class',
      /^test\.csv: Sample 2 has the class "rose" in "y"/,
    ],
    'a missing column': [csv([[1, 'x']], ['a', 'y']), 'csv-no-column', /test\.csv has no column "b"/],
    'a missing target': [csv([[1, 2]], ['a', 'b']), 'csv-no-column', /test\.csv has no column "y"/],
    'no rows': ['a,b,y\n', 'no-rows', /test\.csv/],
  }; // prettier-ignore
  for (const [name, [test, code, message]] of Object.entries(cases)) {
    it(`is refused at the place that names it: ${name}`, async () => {
      const { dataset, findings } = await load(flowers(), { 'train.csv': csv(flowerRows), 'test.csv': test });
      assert.equal(dataset, null);
      assert.deepEqual(
        findings.map((each) => [each.code, each.path]),
        [[code, ['data', 'test', 'file']]],
        findings.map((each) => each.message).join('\n'),
      );
      assert.match(findings[0].message, message);
    });
  }

  it('is refused where there is none, where a formula is not defined, and where images have another size', async () => {
    const missing = await load(flowers(), { 'train.csv': csv(flowerRows) });
    assert.deepEqual([missing.findings[0].code, missing.findings[0].path], ['file-not-found', ['data', 'test', 'file']]); // prettier-ignore
    const files = { 'train.csv': csv(flowerRows), 'test.csv': csv([[0, 1, 'x']]) };
    const [undefinedThere] = (await load(flowers({ derived: ['log(a)'] }), files)).findings;
    assert.match(undefinedThere.message, /^test\.csv: "log\(a\)" has no finite value for sample 1/);
    const data = { images: 'a', labels: 'b', test: { images: 'c', labels: 'b' } };
    const images = { a: idx([2, 1, 2], [0, 255, 51, 102]), b: idx([2], [3, 7]), c: idx([2, 2, 2], Array<number>(8).fill(0)) }; // prettier-ignore
    const [size] = (await load({ ...classesOf(2), data }, images)).findings;
    assert.deepEqual([size.code, size.path], ['part-image-size', ['data', 'test', 'images']]);
  });

  it('is refused beside a split, with a fix, and for data without files', async () => {
    await assert.rejects(specOf(regression({ validationSplit: 0.2 })), /have a file of their own/);
    await specOf(regression({ validationSplit: 0 }));
    await specOf(flowers({ validationSplit: 0.2 }));
    await assert.rejects(
      specOf({ ...yesOrNo, data: { generator: 'xor', test: { file: 'a.csv' } } }),
      /Only data from a file can have a file for "test"/,
    );
    await assert.rejects(
      specOf(regression({ validation: { images: 'a', labels: 'b' } })),
      /Unknown key|Missing/,
    );
  });
});
