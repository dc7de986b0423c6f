import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitRows } from '../../src/data/splitRows.js';
import { classesOf, datasetOf, load, oneOutput, rowsOf } from './support.js';

const rows = fc.integer({ min: 1, max: 300 });
const fraction = fc.double({ min: 0, max: 0.99, noNaN: true });
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const classOf = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 200 })
  .map((all) => Int32Array.from(all));

const count = (classes: Int32Array, part: Uint32Array, wanted: number) =>
  [...part].filter((row) => classes[row] === wanted).length;

describe('The validation split', () => {
  it('keeps every row exactly once, each part in the order of the rows', () => {
    fc.assert(
      fc.property(rows, fraction, seed, (n, f, s) => {
        const { training, validation } = splitRows(n, f, null, s);
        assert.deepEqual([...training, ...validation].sort((a, b) => a - b), [...Array(n).keys()]); // prettier-ignore
        assert.deepEqual(
          [...training],
          [...training].sort((a, b) => a - b),
        );
        assert.equal(validation.length, Math.round(n * f));
      }),
    );
  });

  it('gives each class its share, to within one row', () => {
    fc.assert(
      fc.property(classOf, fraction, seed, (classes, f, s) => {
        const { training, validation } = splitRows(classes.length, f, classes, s);
        assert.equal(training.length + validation.length, classes.length);
        for (const each of new Set(classes)) {
          const [inTraining, held] = [count(classes, training, each), count(classes, validation, each)];
          assert.ok(inTraining >= 1, 'a class that training never sees');
          const share = Math.min(inTraining + held - 1, (inTraining + held) * f);
          assert.ok(Math.abs(held - share) < 1 + 1e-9);
        }
      }),
    );
  });

  it('gives the remaining samples to the classes with the largest remainders', () => {
    // 0.3 of 5, 3 and 2 rows is 1.5, 0.9 and 0.6: three rows in all, of which 1, 0 and 0 are whole.
    const classes = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 2, 2);
    const { validation } = splitRows(10, 0.3, classes, 1);
    assert.deepEqual([0, 1, 2].map((each) => count(classes, validation, each)), [1, 1, 1]); // prettier-ignore
  });

  it('is the same for the same seed, and another for another', () => {
    const [a, b, c] = [3, 3, 4].map((s) => [...splitRows(1000, 0.2, null, s).validation]);
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, c);
  });

  it('draws every row equally often', () => {
    const times = new Float64Array(20);
    for (let s = 0; s < 4000; s++) for (const row of splitRows(20, 0.25, null, s).validation) times[row]++;
    // 1000 expected, standard deviation 27.
    assert.ok(
      times.every((each) => Math.abs(each - 1000) < 140),
      times.join(),
    );
  });

  it('leaves the samples as they are without a fraction', async () => {
    const data = { inputs: [[1], [2]], targets: [[3], [4]] };
    const { training, validation } = await datasetOf({ ...oneOutput, data });
    assert.deepEqual(
      [rowsOf(training.inputs), rowsOf(training.targets), validation],
      [[[1], [2]], [[3], [4]], null],
    );
  });

  it('keeps inputs and targets of a sample together', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${i},${i % 3 === 0 ? 'a' : 'b'}`);
    const config = { ...classesOf(2), data: { file: 'a.csv', target: 'y', validationSplit: 0.3 } };
    const { training, validation } = await datasetOf(config, { 'a.csv': `x,y\n${lines.join('\n')}` });
    assert.deepEqual([training.inputs.rows, validation?.inputs.rows], [35, 15]);
    for (const { inputs, targets } of [training, validation!]) {
      rowsOf(inputs).forEach(([x], i) => assert.equal(rowsOf(targets)[i][0], x % 3 === 0 ? 1 : 0));
    }
  });

  it('warns if the fraction rounds to no samples', async () => {
    const data = { inputs: [[1], [2]], targets: [[3], [4]], validationSplit: 0.2 };
    const { dataset, findings } = await load({ ...oneOutput, data });
    assert.equal(dataset?.validation, null);
    assert.deepEqual(findings.map(({ code, severity }) => [code, severity]), [['no-validation-samples', 'warning']]); // prettier-ignore
  });

  it('warns where each class has a single sample, which training keeps', async () => {
    const config = { ...classesOf(3), data: { file: 'a.csv', target: 'y', validationSplit: 0.9 } };
    const { dataset, findings } = await load(config, { 'a.csv': 'x,y\n1,a\n2,b\n3,c\n' });
    assert.deepEqual([dataset?.training.inputs.rows, dataset?.validation], [3, null]);
    assert.match(findings[0].message, /each class keeps at least one for training/);
  });

  it('is refused where it leaves nothing to train on', async () => {
    const data = { inputs: [[1], [2]], targets: [[3], [4]], validationSplit: 0.9 };
    const { dataset, findings } = await load({ ...oneOutput, data });
    assert.equal(dataset, null);
    assert.deepEqual(
      [findings[0].code, findings[0].path],
      ['no-training-samples', ['data', 'validationSplit']],
    );
  });
});
