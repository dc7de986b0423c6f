import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { withFiles, yesOrNo } from './support.js';

interface Loaded {
  readonly rows: number | null;
  readonly inputs: number | null;
  readonly findings: readonly string[];
  /** The largest fraction of the file that was read. */
  readonly mostFraction: number;
  /** The memory that loading took, in MB. */
  readonly megabytes: number;
}

/** Streams a table into a file, loads it in a process of its own, and returns what was found. */
async function load(chunks: Iterable<string>, data: object = {}, name = 'a.csv'): Promise<Loaded> {
  return withFiles({}, async (folder) => {
    const file = createWriteStream(path.join(folder, name));
    await (name.endsWith('.gz')
      ? pipeline(Readable.from(chunks), createGzip({ level: 1 }), file)
      : pipeline(Readable.from(chunks), file));
    const config = JSON.stringify({ ...yesOrNo, data: { file: name, target: 'y', ...data } });
    const script = path.join(import.meta.dirname, 'loadInChild.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      script,
      folder,
      config,
    ]);
    return JSON.parse(stdout) as Loaded;
  });
}

/** Yields a header and rows, some thousand at once. */
function* table(header: string, rows: number, row: (i: number) => string): Generator<string, void> {
  yield `${header}\n`;
  const atOnce = 5000;
  for (let from = 0; from < rows; from += atOnce)
    yield Array.from({ length: Math.min(atOnce, rows - from) }, (_, i) => `${row(from + i)}\n`).join('');
}

const yes = (i: number): string => (i % 3 === 0 ? 'yes' : 'no');

describe('A large table', () => {
  it('of hundreds of thousands of rows takes little more than its numbers', async () => {
    const row = (i: number): string =>
      `${(i * 7919) % 1000},${i % 17},${['red', 'green', 'blue'][i % 3]},${yes(i)}`;
    const { rows, inputs, megabytes } = await load(table('a,b,color,y', 300_000, row));
    assert.deepEqual([rows, inputs], [300_000, 5]);
    assert.ok(megabytes < 250, `${megabytes} MB`);
  });

  it('may have twenty thousand columns', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(',');
    const row = (i: number): string => `${Array.from({ length: 20_000 }, (_, k) => (i * 31 + k * 17) % 101).join(',')},${yes(i)}`; // prettier-ignore
    const { rows, inputs, megabytes } = await load(table(`${names},y`, 30, row));
    assert.deepEqual([rows, inputs], [30, 20_000]);
    assert.ok(megabytes < 350, `${megabytes} MB`);
  });

  it('may have a column of a hundred thousand texts, which is left out', async () => {
    const row = (i: number): string => `${i % 13},city ${i % 100_000},${yes(i)}`;
    const { rows, inputs, findings, megabytes } = await load(table('a,city,y', 200_000, row));
    assert.deepEqual([rows, inputs], [200_000, 1]);
    assert.match(
      findings[0],
      /^info Column "city" of a\.csv is not an input, because it has too many different texts/,
    );
    assert.ok(megabytes < 200, `${megabytes} MB`);
    const asked = await load(table('a,city,y', 200_000, row), { columns: { city: 'category' } });
    assert.equal(asked.rows, null);
    assert.match(
      asked.findings[0],
      /^error Column "city" .* too many different texts for a category\. Choose "ignore"/,
    );
  });

  it('of many megabytes in a small gzipped file is refused early where it is one line', async () => {
    const part = '1'.repeat(1 << 22);
    const bomb = function* (): Generator<string, void> {
      yield 'a,b,y\n';
      for (let i = 0; i < 60; i++) yield part;
    };
    const { findings, mostFraction, megabytes } = await load(bomb(), {}, 'a.csv.gz');
    assert.match(findings[0], /^error Line 2 of a\.csv\.gz is longer than 4194304 characters/);
    assert.ok(mostFraction < 0.5, `${mostFraction} of the file were read`);
    assert.ok(megabytes < 200, `${megabytes} MB`);
  });
});
