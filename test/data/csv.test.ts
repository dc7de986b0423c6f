import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { classesOf, datasetOf, load, oneOutput, rowsOf, yesOrNo } from './support.js';

const regression = (more: object = {}) => ({ ...oneOutput, data: { file: 'a.csv', target: 'y', ...more } });
const classification = (units: number, more: object = {}) => ({
  ...classesOf(units),
  data: { file: 'a.csv', target: 'y', ...more },
});
const inputsOf = async (text: string | Uint8Array, config: object = regression()) =>
  rowsOf((await datasetOf(config, { 'a.csv': text })).training.inputs);

describe('A CSV file', () => {
  it('gives its columns but the target as inputs, and the target', async () => {
    const { training, inputNames, targetNames, task } = await datasetOf(regression(), {
      'a.csv': 'a,y,b\n1,2,3\n4,5,6\n',
    });
    assert.deepEqual(rowsOf(training.inputs), [[1, 3], [4, 6]]); // prettier-ignore
    assert.deepEqual(rowsOf(training.targets), [[2], [5]]);
    assert.deepEqual([inputNames, targetNames, task], [['a', 'b'], ['y'], 'regression']);
  });

  it('gives the features in the order they are asked for', async () => {
    const config = regression({ features: ['b', 'a'] });
    assert.deepEqual(await inputsOf('a,y,b,note\n1,2,3,hello\n', config), [[3, 1]]);
  });

  it('gives a feature as often as it is asked for, and one that is the target, too', async () => {
    const spec = regression({ features: ['b', 'a', 'b', 'y'] });
    const { dataset } = await load(spec, { 'a.csv': 'a,y,b\n1,2,3\n4,5,6\n' });
    assert.deepEqual(rowsOf(dataset!.training.inputs), [[3, 1, 3, 2], [6, 4, 6, 5]]); // prettier-ignore
  });

  it('may have several targets', async () => {
    const config = {
      layers: [{ units: 2 }],
      loss: 'meanSquaredError',
      data: { file: 'a.csv', target: ['y', 'a'] },
    };
    const { training, targetNames } = await datasetOf(config, { 'a.csv': 'a,y,b\n1,2,3\n' });
    assert.deepEqual(
      [rowsOf(training.inputs), rowsOf(training.targets), targetNames],
      [[[3]], [[2, 1]], ['y', 'a']],
    );
  });

  for (const [what, text] of Object.entries({
    'semicolons between the cells': 'a;b;y\n1.5;2;3\n4;5;6\n',
    'tabs between the cells': 'a\tb\ty\n1.5\t2\t3\n4\t5\t6\n',
    'Windows line ends': 'a,b,y\r\n1.5,2,3\r\n4,5,6\r\n',
    'old Macintosh line ends': 'a,b,y\r1.5,2,3\r4,5,6\r',
    'mixed line ends': 'a,b,y\r\n1.5,2,3\n4,5,6\r\n',
    'a byte order mark': '\uFEFFa,b,y\n1.5,2,3\n4,5,6\n',
    'quoted cells': '"a","b","y"\n"1.5","2","3"\n4,"5",6\n',
    'blank lines': '\na,b,y\n\n1.5,2,3\n   \n4,5,6\n\n\n',
    'no last line end': 'a,b,y\n1.5,2,3\n4,5,6',
    'spaces around the cells': ' a , b ,y\n 1.5 , 2,3\n4,5 ,6\n',
    'UTF-16': Buffer.from('\uFEFFa,b,y\n1.5,2,3\n4,5,6\n', 'utf16le'),
  })) {
    it(`may have ${what}`, async () => {
      assert.deepEqual(await inputsOf(text), [[1.5, 2], [4, 5]]); // prettier-ignore
    });
  }

  it('may have commas, quotes and line ends in a quoted cell', async () => {
    const text = 'a,"y",b\n1,"x, ""or""\nz",3\n2,other,4\n';
    const { classes, training } = await datasetOf(classification(2), { 'a.csv': text });
    assert.deepEqual(classes, ['other', 'x, "or"\nz']);
    assert.deepEqual(rowsOf(training.inputs), [[1, 3], [2, 4]]); // prettier-ignore
  });

  it('is read by tabs where its name ends in .tsv', async () => {
    const config = { ...oneOutput, data: { file: 'a.tsv', target: 'y, z' } };
    const { training } = await datasetOf(config, { 'a.tsv': 'a\ty, z\n1\t2\n' });
    assert.deepEqual(rowsOf(training.targets), [[2]]);
  });

  it('gives exactly the numbers that were written', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 30,
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        async (rows, delimiter, quotes) => {
          const fields = [...rows[0].map((_, i) => `x${i}`), 'y'];
          // −0 becomes "0" in text.
          const data = rows.map((row) => [...row.map((value) => value + 0), 7]);
          const written = await inputsOf(Papa.unparse({ fields, data }, { delimiter, quotes }));
          assert.deepEqual(written, data.map((row) => row.slice(0, -1))); // prettier-ignore
        },
      ),
      { numRuns: 40 },
    );
  });

  it('may write its numbers in any way that JavaScript reads', async () => {
    const digits = fc.stringMatching(/^[0-9]{0,20}$/);
    const decimal = fc
      .tuple(fc.constantFrom('', '-', '+'), digits, fc.constantFrom('', '.'), digits, fc.constantFrom('', 'e5', 'E-7', 'e+20'))
      .map((parts) => parts.join('')); // prettier-ignore
    const others = fc.constantFrom('0x1F', '1e308', '5e-324', '-0', '0.1e1', '.5', '7.', '9007199254740993');
    const number = fc
      .oneof(decimal, others)
      .filter((text) => /[0-9]/.test(text) && !Number.isNaN(Number(text)));
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (texts) => {
        const written = await inputsOf(`a,y\n${texts.map((text) => `${text},1\n`).join('')}`);
        assert.deepEqual(written, texts.map((text) => [Number(text)])); // prettier-ignore
      }),
      { numRuns: 60 },
    );
  });

  it('may have quotes from some row on', async () => {
    const text = 'a,y,b\n1,x,3\n2,x,4\n\n5,"x, or ""y""",6\n7,x,8\n';
    const { classes, training } = await datasetOf(classification(2), { 'a.csv': text });
    assert.deepEqual(classes, ['x', 'x, or "y"']);
    assert.deepEqual(rowsOf(training.inputs), [[1, 3], [2, 4], [5, 6], [7, 8]]); // prettier-ignore
  });

  it('longer than one chunk of reading gives every row once, in order', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i},"é${i}",${i % 7}`);
    const config = regression({ features: ['i'], task: 'regression' });
    const rows = await inputsOf(`i,text,y\n${lines.join('\r\n')}\r\n`, config);
    assert.equal(rows.length, lines.length);
    assert.ok(rows.every(([value], i) => value === i));
  });
});

describe('The task of a CSV file', () => {
  const taskOf = async (config: object, cells: readonly (string | number)[]) => {
    const { task, classes, training } = await datasetOf(config, {
      'a.csv': `a,y\n${cells.map((cell) => `1,${cell}\n`).join('')}`,
    });
    return { task, classes, targets: rowsOf(training.targets) };
  };

  it('is classification where the target is text, in the order of its code points', async () => {
    const { task, classes, targets } = await taskOf(classification(3), ['b', 'B', 'ä', 'b']);
    assert.deepEqual([task, classes], ['classification', ['B', 'b', 'ä']]);
    assert.deepEqual(targets, [[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]]); // prettier-ignore
  });

  it('is classification for few whole numbers after softmax, in the order of the numbers', async () => {
    const { task, classes } = await taskOf(classification(3), [10, 9, '2.0', 2]);
    assert.deepEqual([task, classes], ['classification', ['2', '9', '10']]);
  });

  it('is regression for other numbers, and after an activation that is no probability', async () => {
    assert.equal((await taskOf({ ...regression() }, [0, 1, 1])).task, 'regression');
    const sigmoid = { ...regression(), layers: [{ units: 1, activation: 'sigmoid' }] };
    assert.equal((await taskOf(sigmoid, [0.5, 1, 0])).task, 'regression');
  });

  it('is the one in the config', async () => {
    const quantity = { ...regression({ task: 'regression' }), layers: [{ units: 1, activation: 'sigmoid' }] };
    assert.equal((await taskOf(quantity, [0, 1, 1])).task, 'regression');
    const classes = { ...regression({ task: 'classification' }), layers: [{ units: 3 }] };
    assert.deepEqual((await taskOf(classes, [0.5, 1.5, -1])).classes, ['-1', '0.5', '1.5']);
  });

  it('gives one column of 0 and 1 for two classes and one unit', async () => {
    const config = { ...yesOrNo, data: { file: 'a.csv', target: 'y' } };
    const { classes, targets } = await taskOf(config, ['no', 'yes', 'no']);
    assert.deepEqual(
      [classes, targets],
      [
        ['no', 'yes'],
        [[0], [1], [0]],
      ],
    );
  });

  it('is regression for a column of more different numbers than classes could have', async () => {
    const numbers = Array.from({ length: 12_000 }, (_, i) => i);
    const { task, targets } = await taskOf({ ...regression(), layers: [{ units: 1 }] }, numbers);
    assert.equal(task, 'regression');
    assert.deepEqual(targets.flat(), numbers);
  });

  it('may be classification by columns that are one-hot already', async () => {
    const config = { ...classesOf(2), data: { file: 'a.csv', target: ['cat', 'dog'] } };
    const { task, classes } = await datasetOf(config, { 'a.csv': 'x,cat,dog\n1,1,0\n2,0,1\n' });
    assert.deepEqual([task, classes], ['classification', ['cat', 'dog']]);
  });

  it('says how many units the classes need', async () => {
    const { dataset, findings } = await load(classification(2), { 'a.csv': 'a,y\n1,p\n2,q\n3,r\n' });
    assert.equal(dataset, null);
    assert.deepEqual(findings.map(({ code, path }) => ({ code, path })), [{ code: 'class-count', path: ['layers', 0, 'units'] }]); // prettier-ignore
    assert.match(findings[0].message, /3 classes \(p, q, r\).* needs 3 units instead of 2/);
  });
});
