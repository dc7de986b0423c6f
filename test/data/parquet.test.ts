import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { dataFile } from '../../src/data/dataFile.js';
import { DataError } from '../../src/data/finding.js';
import { readParquet } from '../../src/data/parquet/readParquet.js';
import { limits } from '../../src/engine/limits.js';
import { filesIn } from '../../src/node/filesIn.js';
import { withFiles } from './support.js';

const folder = path.join(import.meta.dirname, '../fixtures/parquet');
const fixture = (name: string): Buffer => readFileSync(path.join(folder, name));
/** The texts of the fixtures' columns as pyarrow has them. */
const expected = JSON.parse(fixture('expected.json').toString()) as Readonly<
  Record<string, readonly string[]>
>;
const floats = new Set(['float32', 'float64', 'whole']);

interface Read {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly sample: readonly (readonly string[])[];
  readonly findings: readonly {
    readonly code: string;
    readonly message: string;
    readonly severity: string;
  }[];
}

/** Reads a file, and checks that its rows arrive in order. */
async function read(bytes: Uint8Array, isNeeded: (name: string) => boolean = () => true): Promise<Read> {
  return withFiles({ 'a.parquet': bytes }, async (directory) => {
    const file = dataFile('a.parquet', filesIn(directory), ['data', 'file']);
    const columns: Record<string, string[]> = {};
    const sample: (readonly string[])[] = [];
    let names: readonly string[] = [];
    let next = 1;
    const findings = await readParquet(file, isNeeded, {}, {
      open: (all, first) => {
        names = all;
        sample.push(...first);
        for (const name of names) columns[name] = [];
      },
      take: (rows, first) => {
        assert.equal(first, next);
        next += rows.length;
        for (const row of rows) names.forEach((name, i) => columns[name].push(String(row[i])));
      },
    }); // prettier-ignore
    return { columns, sample, findings };
  });
}

async function refused(bytes: Uint8Array): Promise<{ code: string; message: string }> {
  try {
    await read(bytes);
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    assert.deepEqual(error.findings[0].path, ['data', 'file']);
    return error.findings[0];
  }
  return assert.fail('the file was read');
}

function assertTexts(name: string, found: readonly string[]): void {
  const wanted = expected[name];
  if (!floats.has(name)) assert.deepEqual(found, wanted, name);
  else assert.deepEqual(found.map((text) => text && Number(text)), wanted.map((text) => text && Number(text)), name); // prettier-ignore
}

describe('A Parquet file', () => {
  it('has the values of every type that pyarrow wrote, in several row groups', async () => {
    const { columns, sample, findings } = await read(fixture('types.parquet'));
    assert.deepEqual(Object.keys(columns), Object.keys(expected));
    for (const [name, found] of Object.entries(columns)) assertTexts(name, found);
    assert.equal(sample.length, 3, 'the sample has rows of the first group');
    assert.deepEqual(
      findings.map(({ code, severity }) => `${severity} ${code}`),
      ['info parquet-nested', 'info parquet-rounded', 'info parquet-rounded'],
    );
    assert.match(findings[0].message, /a\.parquet .* list, struct, bytes\.$/);
    assert.match(findings[1].message, /"large" of a\.parquet has 1 whole numbers beyond 2\^53/);
  });

  for (const codec of ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])
    for (const version of [1, 2])
      it(`is read with ${codec} compression and pages of version ${version}`, async () => {
        const { columns, findings } = await read(fixture(`${codec}-${version}.parquet`));
        assert.deepEqual(findings, []);
        for (const [name, found] of Object.entries(columns)) assertTexts(name, found);
      });

  it('may have differences and split streams in place of plain values', async () => {
    const { columns } = await read(fixture('deltas.parquet'));
    for (const [name, found] of Object.entries(columns)) assertTexts(name, found);
  });

  it('is read in the columns that are needed alone', async () => {
    const { columns } = await read(fixture('zstd-1.parquet'), (name) => name === 'text');
    assertTexts('text', columns.text);
    assert.deepEqual(columns.int64, Array(7).fill(''));
  });

  it('has the rows that another library wrote, whatever they are', async () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    const cell = fc.option(fc.string({ unit: 'binary' }).filter((text) => text !== ''));
    const whole = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
    const rows = fc.array(fc.tuple(value, cell, whole, fc.option(fc.boolean())), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 50 }), async (table, rowGroupSize) => {
        const types = ['DOUBLE', 'STRING', 'INT64', 'BOOLEAN'] as const;
        const columnData = types.map((type, i) => ({ name: type, type, data: table.map((row) => row[i]) }));
        const { columns } = await read(new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize })));
        types.forEach((type, i) => {
          const wanted = table.map((row) => (row[i] === null ? '' : String(row[i])));
          assert.deepEqual(
            columns[type].map((text) => (type === 'STRING' ? text : text)),
            wanted,
          );
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('A Parquet file that cannot be read', () => {
  const whole = fixture('snappy-1.parquet');
  const withLength = (length: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt32LE(length, bytes.length - 8);
    return bytes;
  };

  it('is not one, is cut short, or says of itself that it is longer', async () => {
    assert.equal((await refused(Buffer.from('a,b\n1,2\n'))).code, 'parquet-magic');
    assert.equal((await refused(new Uint8Array(0))).code, 'parquet-magic');
    assert.equal((await refused(Buffer.from('PAR1'))).code, 'parquet-cut-short');
    assert.equal((await refused(whole.subarray(0, whole.length - 1))).code, 'parquet-cut-short');
    assert.equal((await refused(whole.subarray(0, 400))).code, 'parquet-cut-short');
    assert.equal((await refused(withLength(2 ** 32 - 1))).code, 'parquet-damaged');
    assert.equal((await refused(withLength(10))).code, 'parquet-damaged');
  });

  it('names an encoding that is not supported', async () => {
    const { code, message } = await refused(fixture('shared.parquet'));
    assert.equal(code, 'parquet-unsupported');
    assert.match(message, /uses the encoding DELTA_BYTE_ARRAY, which is not supported\. Export it/);
  });

  it('is refused before its description is read where that is too long', async () => {
    const length = limits.parquetMetadataBytes + 1;
    const size = length + 100;
    const bytes = Buffer.from([...Buffer.from('PAR1'), 0, 0, 0, 0, ...Buffer.from('PAR1')]);
    bytes.writeUInt32LE(length, 4);
    const asked: number[] = [];
    const files = {
      ...filesIn('/'),
      stat: () => Promise.resolve({ kind: 'file' as const, size, changedMs: 0 }),
      range: (_: string, offset: number, count: number) => {
        asked.push(count);
        return Promise.resolve(new Uint8Array(offset === 0 ? bytes.subarray(0, 4) : bytes.subarray(4)));
      },
    };
    const file = dataFile('a.parquet', files, ['data', 'file']);
    const nothing = { open: () => assert.fail(), take: () => assert.fail() };
    await assert.rejects(
      readParquet(file, () => true, {}, nothing),
      (error) => {
        assert.ok(error instanceof DataError);
        assert.equal(error.findings[0].code, 'too-large');
        return true;
      },
    );
    assert.deepEqual(asked, [4, 8]);
  });

  for (const name of ['types', 'snappy-1', 'none-2', 'zstd-1', 'gzip-1', 'brotli-2', 'lz4-1', 'deltas'])
    it(`is refused or read where bytes of it are changed: ${name}`, async () => {
      const bytes = fixture(`${name}.parquet`);
      const change = fc.tuple(
        fc.nat(bytes.length - 1),
        fc.oneof(fc.constantFrom(0, 127, 128, 255), fc.nat(255)),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const damaged = Buffer.from(bytes);
          for (const [at, value] of changes) damaged[at] = value;
          try {
            await read(damaged);
          } catch (error) {
            assert.ok(error instanceof DataError, error instanceof Error ? error.stack : String(error));
          }
        }),
        { numRuns: 80 },
      );
    });

  it('is left where the load is canceled', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    const nothing = { open: () => undefined, take: () => undefined };
    const file = dataFile('types.parquet', filesIn(folder), ['data', 'file']);
    await assert.rejects(
      readParquet(file, () => true, { signal }, nothing),
      /stop/,
    );
  });
});
