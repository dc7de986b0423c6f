import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { backprop, lastEvent, withConfig } from './support.js';

/** Returns a table with categories, gaps, an identifier and two classes that `size` and `color` decide. */
function table(rows = 120): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const size = i % 7 === 3 ? '' : String((i * 37) % 100);
    const color = i % 11 === 5 ? 'NA' : ['red', 'green', 'blue'][i % 3];
    const isBought = (i * 37) % 100 > 50 !== (color === 'red');
    return `${i + 1},${size},${color},${isBought ? 'yes' : 'no'}`;
  });
  return ['id,size,color,bought', ...lines].join('\n');
}

/** Runs a test with the path of a table in a folder of its own. */
const withTable = (run: (file: string, folder: string) => Promise<void>, text = table()): Promise<void> =>
  withConfig({}, { 'shop.csv': text }, async (config) => {
    const folder = path.dirname(config);
    await run(path.join(folder, 'shop.csv'), folder);
  });

describe('backprop new', () => {
  it('writes a config beside the table, says what it predicts, and the config can be trained', async () => {
    await withTable(async (file, folder) => {
      const config = path.join(folder, 'shop.backprop.json');
      const { status, out, err } = await backprop(['new', file]);
      assert.deepEqual([status, err], [0, '']);
      assert.match(out, /predicts the class "bought" from 2 columns and ignores 1/);
      assert.match(out, /"bought" is the likeliest target\. Choose another one with --target\./);
      const lint = await backprop(['lint', config, '--json']);
      assert.deepEqual(
        lint.events().filter(({ severity }) => severity !== 'info'),
        [],
      );
      const done = await lastEvent<{ validationAccuracy: number }>('train', config);
      assert.ok(done.validationAccuracy > 0.7, String(done.validationAccuracy));
    });
  });

  it('prints file, target, task and columns as one JSON value', async () => {
    await withTable(async (file, folder) => {
      const ran = await backprop(['new', file, '--json']);
      const [{ columns, ...rest }, ...more] = ran.events<{ columns: Record<string, unknown>[] }>();
      assert.deepEqual(more, []);
      assert.deepEqual(rest, {
        file: path.join(folder, 'shop.backprop.json'),
        target: 'bought',
        task: 'classification',
      });
      assert.deepEqual(
        columns.map(({ name, content, role, reason, missing }) => [name, content, role, reason, missing]),
        [
          ['id', 'number', 'ignored', 'identifier', 0],
          ['size', 'number', 'input', null, 17],
          ['color', 'category', 'input', null, 11],
          ['bought', 'boolean', 'target', null, 0],
        ],
      );
    });
  });

  it('predicts the given target', async () => {
    await withTable(async (file) => {
      const { target, task } = await lastEvent('new', file, '--target', 'size');
      assert.deepEqual([target, task], ['size', 'regression']);
    });
  });

  it('names the table relative to the config', async () => {
    await withTable(async (file, folder) => {
      await mkdir(path.join(folder, 'nets'));
      const config = path.join(folder, 'nets', 'a.backprop.json');
      assert.equal((await backprop(['new', file, '-o', config])).status, 0);
      assert.match(await readFile(config, 'utf8'), /"file": "\.\.\/shop\.csv"/);
      assert.equal((await backprop(['lint', config])).status, 0);
    });
  });

  it('does not replace a file unless it is told to', async () => {
    await withTable(async (file, folder) => {
      const config = path.join(folder, 'shop.backprop.json');
      await backprop(['new', file]);
      const before = await stat(config);
      const again = await backprop(['new', file, '--target', 'size']);
      assert.equal(again.status, 2);
      assert.match(
        again.err,
        /shop\.backprop\.json" exists already\. Choose another file with -o, or replace it with --force\./,
      );
      assert.equal((await stat(config)).mtimeMs, before.mtimeMs);
      assert.equal((await backprop(['new', file, '--target', 'size', '--force'])).status, 0);
      assert.match(await readFile(config, 'utf8'), /"target": "size"/);
    });
  });

  it('suggests the name of a column that does not exist', async () => {
    await withTable(async (file, folder) => {
      const { status, err } = await backprop(['new', file, '--target', 'bougth']);
      assert.equal(status, 2);
      assert.match(err, /has no column "bougth"\. Did you mean "bought"\?/);
      assert.deepEqual((await readdir(folder)).sort(), ['shop.csv', 'test.backprop.json']);
    });
  });

  it('says why a column cannot be predicted', async () => {
    const text = ['name,y,c', ...Array.from({ length: 60 }, (_, i) => `n${i}x${i * 7},${i % 2},1`)].join(
      '\n',
    );
    await withTable(async (file) => {
      const { status, err } = await backprop(['new', file, '--target', 'c']);
      assert.equal(status, 1);
      assert.match(
        err,
        /Column "c" .* cannot be predicted, because it is empty, constant or of different texts/,
      );
    }, text);
  });

  it('says that the other columns cannot be inputs', async () => {
    const text = ['a,b,y', ...Array.from({ length: 30 }, (_, i) => `,n${i}x${i * 7},${i % 2}`)].join('\n');
    await withTable(async (file) => {
      const { status, err } = await backprop(['new', file, '--target', 'y']);
      assert.equal(status, 1);
      assert.match(err, /has no column except the target that can be an input/);
    }, text);
  });

  it('says what is wrong with a table that cannot be read', async () => {
    await withTable(async (file) => {
      const { status, err } = await backprop(['new', file]);
      assert.equal(status, 1);
      assert.match(err, /shop\.csv.* is empty/);
    }, '');
    const missing = await backprop(['new', '/nowhere/none.csv']);
    assert.equal(missing.status, 2);
    assert.match(missing.err, /There is no file "\/nowhere\/none\.csv"/);
  });

  it('is proposed where the command is missing', async () => {
    const { status, err } = await backprop(['shop.csv']);
    assert.equal(status, 2);
    assert.match(err, /backprop new shop\.csv/);
  });
});
