import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../src/config/problem.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { classesOf, load, oneOutput, specOf, withFiles, yesOrNo } from './support.js';
import { filesIn } from '../../src/node/filesIn.js';

const csv = (data: object = {}) => ({ ...oneOutput, data: { file: 'a.csv', target: 'y', ...data } });

interface Case {
  readonly text: string | Uint8Array;
  readonly config?: object;
  readonly code: string;
  readonly at?: Finding['path'];
  readonly message: RegExp;
  /** The line and the column in the CSV file. */
  readonly place?: readonly [number, number];
}

const cases: Readonly<Record<string, Case>> = {
  'no cell at all in the only feature': {
    text: 'a,y\n  ,6\n',
    code: 'csv-text-column',
    at: ['data', 'columns', 'a'],
    message: /"a" of a\.csv is not an input, because all its cells are missing/,
  },
  'a target without a value': {
    text: 'a,y\n5,\n6,NA\n',
    code: 'csv-empty-target',
    at: ['data', 'target'],
    message: /The target "y" is missing in all rows of a\.csv/,
  },
  'a row with too few cells': {
    text: 'a,b,y\n1,2,3\n1,2\n',
    code: 'csv-row-length',
    message: /Line 3 of a\.csv has 2 cells, but the header has 3/,
    place: [3, 1],
  },
  'a row with too many cells': {
    text: 'a,b,y\n1,2,3,4\n',
    code: 'csv-row-length',
    message: /Line 2 of a\.csv has 4 cells, but the header has 3\. Put cells that contain a comma in quotes/,
    place: [2, 1],
  },
  'text where a number belongs': {
    text: 'a,b,y\n1,2,3\n4,x5,6\n7,8,9\n',
    code: 'csv-not-a-number',
    message: /Line 3, column 3 of a\.csv: "x5" in "b" is not a number/,
    place: [3, 3],
  },
  'text after a quoted cell with a line end in it': {
    text: 'a,b,y\n"1","2\n",3\n"4", "x" ,6\n7,8,9\n',
    code: 'csv-not-a-number',
    message: /Line 4, column 5 of/,
    place: [4, 5],
  },
  'a decimal comma among decimal points': {
    text: 'a;y\n1.5;3\n2.5;3\n1,5;3\n2;3\n',
    code: 'csv-not-a-number',
    message: /Line 4, column 1 of a\.csv: "1,5" in "a" is not a number/,
    place: [4, 1],
  },
  'text for a number to predict': {
    text: 'a,y\n1,3\n2,two\n',
    code: 'csv-not-a-number',
    at: ['data', 'target'],
    message: /"two" in "y"/,
    place: [3, 3],
  },
  Infinity: { text: 'a,y\n1,3\n-Infinity,3\n', code: 'csv-not-finite', message: /"-Infinity"/ },
  '1e999': { text: 'a,y\n1,3\n1e999,3\n', code: 'csv-not-finite', message: /"1e999"/ },
  '1e999 as a target': {
    text: 'a,y\n1,3\n1,1e999\n',
    code: 'csv-not-finite',
    at: ['data', 'target'],
    message: /"1e999"/,
  },
  'an empty file': { text: '', code: 'no-rows', message: /a\.csv is empty/ },
  'a file of blank lines': { text: '\n\n', code: 'no-rows', message: /a\.csv is empty/ },
  'a header alone': { text: 'a,y\n', code: 'no-rows', message: /Add the samples below it/ },
  'a header without the target': {
    text: 'sepal_length,species\n1,2\n',
    config: csv({ target: 'specie' }),
    code: 'csv-no-column',
    at: ['data', 'target'],
    message: /a\.csv has no column "specie". Did you mean "species"\?/,
    place: [1, 1],
  },
  'a header without a feature': {
    text: 'age,height,y\n1,2,3\n',
    config: csv({ features: ['age', 'weight and more'] }),
    code: 'csv-no-column',
    at: ['data', 'features', 1],
    message: /Its columns are age, height, y/,
  },
  'no header': {
    text: '5.1,3.5,0.2,setosa\n4.9,3,0.2,setosa\n',
    code: 'csv-no-header',
    message: /first line looks like data/,
  },
  'a name that two columns have': {
    text: 'a,b,a,y\n1,2,3,4\n',
    code: 'csv-duplicate-column',
    message: /more than one column "a"\. Rename one/,
    place: [1, 1],
  },
  'nothing but the target': {
    text: 'y\n1\n2\n',
    code: 'csv-no-features',
    message: /no column except the target/,
  },
  'texts as the only feature': {
    text: 'name,y\nAnn,3\nBob,4\nCid,5\n',
    code: 'csv-text-column',
    at: ['data', 'columns', 'name'],
    message: /"name" of a\.csv is not an input, because it has 3 different texts, such as "Ann"/,
  },
  'a feature of texts': {
    text: 'a,name,y\n1,Ann,3\n2,Bob,4\n3,Cid,5\n',
    config: csv({ features: ['a', 'name'] }),
    code: 'csv-text-column',
    at: ['data', 'features', 1],
    message: /"name" of a\.csv is not an input, because it has 3 different texts, such as "Ann"/,
  },
  'gaps that nothing in the training part can fill': {
    text: `a,b,y\n${Array.from({ length: 20 }, (_, i) => `${[3, 7][i] ?? ''},${i},${i}`).join('\n')}\n`,
    config: csv({ validationSplit: 0.9, columns: { a: 'number' } }),
    code: 'column-nothing-to-fit',
    at: ['data', 'columns', 'a'],
    message: /"a" of a\.csv has no value in the training part that could replace its missing cells \(18\)/,
  },
  'a quote that is never closed': {
    text: 'a,b,y\n1,2,3\n4,"5,6\n7,8,9\n',
    code: 'csv-quotes',
    message: /Line 3 of a\.csv: a quoted cell is not closed/,
    place: [3, 1],
  },
  'a spreadsheet file': {
    text: Buffer.from('PK\u0003\u0004\u0000\u0000'),
    code: 'csv-not-text',
    message: /not a text file\. Export/,
  },
  'classes that are all the same': {
    text: 'a,y\n1,p\n2,p\n',
    config: { ...classesOf(2), data: { file: 'a.csv', target: 'y' } },
    code: 'one-class',
    at: ['data', 'target'],
    message: /All samples belong to the class "p"/,
  },
  'weights for other inputs': {
    text: 'a,b,y\n1,2,3\n',
    config: { ...csv(), layers: [{ weights: [[1, 2, 3]] }] },
    code: 'weights-inputs',
    at: ['layers', 0, 'weights'],
    message: /The data has 2 inputs, so each row of weights needs 2 numbers instead of 3/,
  },
  'targets beyond what the loss compares': {
    text: 'a,y\n1,3\n2,3.5\n',
    config: { ...yesOrNo, data: { file: 'a.csv', target: 'y' } },
    code: 'target-range',
    at: ['data', 'target'],
    message: /from 3 to 3\.5, but binaryCrossEntropy compares probabilities/,
  },
  'columns that are not one-hot': {
    text: 'x,a,b\n1,1,1\n',
    config: { ...classesOf(2), data: { file: 'a.csv', target: ['a', 'b'], task: 'classification' } },
    code: 'not-one-hot',
    at: ['data', 'target'],
    message: /needs a 1 in the column of its class/,
  },
};

describe('Data that cannot be trained on', () => {
  for (const [what, { text, config = csv(), code, at, message, place }] of Object.entries(cases)) {
    it(`is refused with a finding at its place: ${what}`, async () => {
      const { dataset, findings } = await load(config, { 'a.csv': text });
      assert.equal(dataset, null);
      assert.deepEqual(findings.map((finding) => finding.code), [code]); // prettier-ignore
      const [finding] = findings;
      assert.equal(finding.severity, 'error');
      assert.match(finding.message, message);
      if (at) assert.deepEqual(finding.path, at);
      const related = finding.related?.[0];
      if (place)
        assert.deepEqual([related?.line, related?.column, path.basename(related!.file)], [...place, 'a.csv']);
    });
  }

  it('has the first wrong cell of each column named and the others counted', async () => {
    const { findings } = await load(csv(), {
      'a.csv': `a,b,y\n1,2,1\nx1,3,2\n4,x2,3\nx3,2,1\n${'5,6,7\n8,9,1\n'.repeat(20)}`,
    });
    assert.deepEqual(findings.map(({ code, related }) => [code, related?.[0].line]), [['csv-not-a-number', 3], ['csv-not-a-number', 4]]); // prettier-ignore
    assert.match(findings[0].message, /"x1" in "a" is not a number\. .* 1 more cells of this column/);
  });

  it('is refused at its place after a hundred thousand good rows', async () => {
    const good = '1.5,2\n'.repeat(50_000);
    const { findings } = await load(csv(), { 'a.csv': `a,y\n${good}\n${good}7, x\n` });
    const [{ code, related }] = findings;
    assert.equal(code, 'csv-not-a-number');
    assert.deepEqual(related?.map(({ line, column }) => [line, column]), [[100_003, 3]]); // prettier-ignore
  });

  it('is refused at once where a line has ten million columns', async () => {
    const before = process.memoryUsage().rss;
    for (const text of [
      '1,'.repeat(10_000_000),
      `a,y\n1,2\n${'1,'.repeat(10_000_000)}\n`,
      `a${',b'.repeat(150_000)}\n`,
    ]) {
      const { findings } = await load(csv(), { 'a.csv': Buffer.from(text) });
      assert.match(findings[0].code, /^csv-(line-too-long|too-many-columns)$/);
    }
    assert.ok(process.memoryUsage().rss - before < 300e6);
  });

  it('is refused where an unclosed quote extends to the end of a long file', async () => {
    const { findings } = await load(csv(), { 'a.csv': `a,y\n1,"2\n${'1,2\n'.repeat(2_000_000)}` });
    assert.deepEqual(findings.map(({ code, related }) => [code, related?.[0].line]), [['csv-quotes', 2]]); // prettier-ignore
  });
});

describe('The finding on a data file that cannot be read', () => {
  const codeOf = async (directory: string, config: object = csv()) => {
    const { dataset, findings } = await loadDataset(await specOf(config), filesIn(directory));
    assert.equal(dataset, null);
    assert.equal(findings.length, 1);
    return findings[0];
  };

  it('suggests a file with a similar name if the file is missing', async () => {
    await withFiles({ 'iris.csv': 'a,y\n1,2\n' }, async (directory) => {
      const near = await codeOf(directory, csv({ file: 'Irs.csv' }));
      assert.deepEqual([near.code, near.path], ['file-not-found', ['data', 'file']]);
      assert.match(near.message, /no file "Irs\.csv"\. Did you mean "iris\.csv"\?/);
      assert.match(
        (await codeOf(directory, csv({ file: 'no/such/thing.csv' }))).message,
        /relative to the config file/,
      );
    });
  });

  it('reports an invalid file name', async () => {
    await withFiles({}, async (directory) => {
      for (const [name, reason] of [
        ['a\0b.csv', /"a\\u0000b\.csv" could not be read: This is not a valid file name\./],
        [`${'a'.repeat(5000)}.csv`, /could not be read: The name is too long\./],
      ] as const) {
        const { code, path: at, message } = await codeOf(directory, csv({ file: name }));
        assert.deepEqual([code, at], ['file-unreadable', ['data', 'file']]);
        assert.match(message, reason);
        assert.ok(message.length < 300);
      }
    });
  });

  it('reports symbolic links that form a loop', async () => {
    await withFiles({}, async (directory) => {
      await symlink('b.csv', path.join(directory, 'a.csv'));
      await symlink('a.csv', path.join(directory, 'b.csv'));
      assert.match((await codeOf(directory)).message, /Its symbolic links form a loop\./);
    });
  });

  it('reports a folder', async () => {
    await withFiles({}, async (directory) => {
      await mkdir(path.join(directory, 'a.csv'));
      assert.equal((await codeOf(directory)).code, 'file-is-folder');
    });
  });

  it('reports a path that is not a regular file', async () => {
    assert.equal((await codeOf('/dev', csv({ file: 'null' }))).code, 'file-not-regular');
  });

  it('reports a missing permission', async () => {
    await withFiles({ 'a.csv': 'a,y\n1,2\n' }, async (directory) => {
      await chmod(directory, 0o755);
      await chmod(path.join(directory, 'a.csv'), 0);
      // The superuser may read any file, so the test runs as another user.
      const isSuperuser = process.geteuid?.() === 0;
      if (isSuperuser) process.seteuid?.(65534);
      try {
        assert.equal((await codeOf(directory)).code, 'file-no-permission');
      } finally {
        if (isSuperuser) process.seteuid?.(0);
      }
    });
  });

  it('reports a file that grows while it is being read, at once', async () => {
    await withFiles({ 'a.csv': `a,y\n${'1,2\n'.repeat(300_000)}` }, async (directory) => {
      const more = '1,2\n'.repeat(300_000);
      let fractions = 0;
      const onProgress = (): void => {
        fractions++;
        appendFileSync(path.join(directory, 'a.csv'), more);
      };
      const { dataset, findings } = await loadDataset(await specOf(csv()), filesIn(directory), {
        onProgress,
      });
      assert.equal(dataset, null);
      assert.deepEqual(findings.map((finding) => finding.code), ['file-changed']); // prettier-ignore
      assert.match(findings[0].message, /was changed while it was being read\. Load it again/);
      assert.ok(fractions < 10, `it was read on ${fractions} times`);
    });
  });

  it('reports a file that is truncated while it is being read', async () => {
    await withFiles({ 'a.csv': `a,y\n${'1,2\n'.repeat(300_000)}` }, async (directory) => {
      const onProgress = (fraction: number | null) => {
        if (fraction !== null && fraction < 0.5) void truncate(path.join(directory, 'a.csv'), 600_000);
      };
      const { dataset, findings } = await loadDataset(await specOf(csv()), filesIn(directory), {
        onProgress,
      });
      assert.equal(dataset, null);
      assert.deepEqual(findings.map((finding) => finding.code), ['file-changed']); // prettier-ignore
    });
  });
});

describe('Loading', () => {
  it('reports its progress by the bytes read', async () => {
    await withFiles({ 'a.csv': `a,y\n${'1,2\n'.repeat(300_000)}` }, async (directory) => {
      const fractions: (number | null)[] = [];
      await loadDataset(await specOf(csv()), filesIn(directory), {
        onProgress: (fraction) => fractions.push(fraction),
      });
      assert.ok(fractions.length > 3);
      assert.deepEqual(
        fractions,
        [...fractions].sort((a, b) => Number(a) - Number(b)),
      );
      assert.equal(fractions.at(-1), 1);
    });
  });

  it('rejects with the reason once it is aborted', async () => {
    await withFiles({ 'a.csv': `a,y\n${'1,2\n'.repeat(300_000)}` }, async (directory) => {
      const controller = new AbortController();
      const reason = new Error('stopped');
      const loading = loadDataset(await specOf(csv()), filesIn(directory), {
        signal: controller.signal,
        onProgress: () => controller.abort(reason),
      });
      await assert.rejects(loading, reason);
    });
  });

  it('finds a file that has come back', async () => {
    await withFiles({}, async (directory) => {
      const spec = await specOf(csv());
      assert.equal((await loadDataset(spec, filesIn(directory))).dataset, null);
      await writeFile(path.join(directory, 'a.csv'), 'a,y\n1,2\n');
      assert.ok((await loadDataset(spec, filesIn(directory))).dataset);
    });
  });
});
