import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { parseConfig } from '../../../src/config/parse.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import { filesIn } from '../../../src/node/filesIn.js';
import { assertFindings, assertMessage } from '../invariants.js';
import { defineTarget } from '../target.js';

/** Some bytes of a file that are replaced, counted from its start or, where its description is, from its end. */
interface Change {
  readonly at: number;
  readonly isFromEnd: boolean;
  readonly put: Uint8Array;
}

interface ParquetInput {
  /** The name of a file that pyarrow wrote, or columns that another library writes. */
  readonly source: string | Columns;
  readonly changes: readonly Change[];
  /** The number of bytes that are missing at the end. */
  readonly cut: number;
}

interface Columns {
  readonly numbers: readonly (number | null)[];
  readonly texts: readonly (string | null)[];
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY';
  readonly rowGroupSize: number;
}

const fixtures = path.join(import.meta.dirname, '../../fixtures/parquet');
const written = ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'].flatMap((codec) =>
  [1, 2].map((version) => `${codec}-${version}.parquet`),
);

const rows = 12;
const column = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.option(value), { minLength: rows, maxLength: rows });
const columns: fc.Arbitrary<Columns> = fc.record({
  numbers: column(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })),
  texts: column(fc.constantFrom('red', 'green', 'blue', 'größe')),
  codec: fc.constantFrom('UNCOMPRESSED', 'SNAPPY'),
  rowGroupSize: fc.constantFrom(3, 5, 100),
});

/** A byte, or numbers that lengths and counts may be replaced with. */
const put = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(Uint8Array.of(255, 255, 255, 255, 15), Uint8Array.of(0, 0, 0, 128), Uint8Array.of(255, 255, 255, 127)) },
); // prettier-ignore
const change: fc.Arbitrary<Change> = fc.record({ at: fc.nat(4000), isFromEnd: fc.boolean(), put });

const inputs: fc.Arbitrary<ParquetInput> = fc.record({
  source: fc.oneof(columns, fc.constantFrom('types.parquet', 'deltas.parquet', ...written)),
  changes: fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 3 })),
  cut: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(300) }),
});

/** Parquet files with damage. One without has the numbers that were written. */
export const parquet = defineTarget<ParquetInput>({
  name: 'parquet',
  inputs,
  async attempt(input, folder) {
    await writeFile(path.join(folder, 'a.parquet'), bytesOf(input));
    const text = configOf(input);
    const { spec, spans } = await parseConfig(text, 'test.backprop.json');
    if (spec?.kind !== 'network') throw new Error('The config has errors.');
    const { dataset, findings } = await loadDataset(spec, filesIn(folder));
    const given = text + String.fromCharCode(...bytesOf(input));
    // The place of a related message is a row, not a line of the file.
    assertFindings(findings.map((each) => ({ ...each, related: [] })), spans, text, given); // prettier-ignore
    for (const { message } of findings.flatMap(({ related = [] }) => related)) assertMessage(message, given);
    const isWhole = input.changes.length === 0 && input.cut === 0;
    if (isWhole && typeof input.source !== 'string' && dataset) {
      // A number is passed on as a text, which has no negative zero.
      const kept = input.source.numbers.flatMap((value) => (value === null ? [] : [value || 0]));
      assert.deepEqual([...dataset.training.targets.values], kept, 'Targets differ from the file.');
    }
    return dataset !== null;
  },
  show: (input) => ({ 'test.backprop.json': configOf(input), 'a.parquet': bytesOf(input) }),
});

function configOf({ source }: ParquetInput): string {
  const target = typeof source === 'string' ? (source === 'types.parquet' ? 'whole' : 'int64') : 'number';
  return JSON.stringify({
    layers: [{ units: 1 }],
    loss: 'meanSquaredError',
    data: { file: 'a.parquet', target },
  });
}

function bytesOf({ source, changes, cut }: ParquetInput): Uint8Array {
  const bytes =
    typeof source === 'string' ? readFileSync(path.join(fixtures, source)) : Buffer.from(write(source));
  for (const { at, isFromEnd, put: values } of changes) {
    const offset = at % bytes.length;
    bytes.set(values.subarray(0, bytes.length), Math.min(bytes.length - values.length, isFromEnd ? bytes.length - 1 - offset : offset));
  } // prettier-ignore
  return bytes.subarray(0, Math.max(0, bytes.length - cut));
}

const write = ({ numbers, texts, codec, rowGroupSize }: Columns): ArrayBuffer =>
  parquetWriteBuffer({
    columnData: [
      { name: 'color', data: [...texts], type: 'STRING' },
      { name: 'row', data: numbers.map((_, i) => (i * 7) % 5), type: 'DOUBLE' },
      { name: 'number', data: [...numbers], type: 'DOUBLE' },
    ],
    codec,
    rowGroupSize,
  });
