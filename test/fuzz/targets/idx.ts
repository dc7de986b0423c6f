import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parseConfig } from '../../../src/config/parse.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import { assertFindings } from '../invariants.js';
import { corruptedBytes, type Corruption, corruption } from '../bytes.js';
import { defineTarget } from '../target.js';
import { filesIn } from '../../../src/node/filesIn.js';

interface IdxFile {
  readonly shape: readonly number[];
  /** The shape in the header where it differs from the true one. */
  readonly declared: readonly number[] | null;
  readonly type: number;
  readonly seed: number;
  readonly zipped: boolean;
  readonly corruptionBefore: Corruption | null;
  readonly corruptionAfter: Corruption | null;
}

const classes = 3;

const fileOf = (shape: readonly number[]): fc.Arbitrary<IdxFile> => {
  const rarely = <T>(arbitrary: fc.Arbitrary<T>, weight = 10): fc.Arbitrary<T | null> =>
    fc.oneof({ weight, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
  const size = fc.oneof(fc.nat(10), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 31, 1e8, 65536, 250_000_001));
  return fc.record({
    shape: fc.constant(shape),
    declared: rarely(fc.array(size, { minLength: 0, maxLength: 5 })),
    type: fc.oneof({ weight: 20, arbitrary: fc.constant(8) }, { weight: 1, arbitrary: fc.nat(255) }),
    seed: fc.nat(),
    zipped: fc.boolean(),
    corruptionBefore: rarely(corruption),
    corruptionAfter: rarely(corruption),
  });
};

/** Images and labels in IDX format, gzipped or not. */
export const idx = defineTarget<{ readonly images: IdxFile; readonly labels: IdxFile }>({
  name: 'idx',
  inputs: fc
    .record({ rows: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 6 }) })
    .chain(({ rows, height, width }) => fc.record({ images: fileOf([rows, height, width]), labels: fileOf([rows]) })), // prettier-ignore
  async attempt({ images, labels }, folder) {
    await writeFile(path.join(folder, 'images'), bytesOf(images, 256));
    await writeFile(path.join(folder, 'labels'), bytesOf(labels, classes));
    const { spec, spans } = await parseConfig(text, 'test.backprop.json');
    assert.ok(spec?.kind === 'network');
    const { dataset, findings } = await loadDataset(spec, filesIn(folder));
    assertFindings(findings, spans, text);
    if (
      !dataset ||
      [images, labels].some((file) => file.corruptionBefore ?? file.corruptionAfter ?? file.declared)
    )
      return !!dataset;
    const expected = valuesOf(images, 256).map((value) => value / 255);
    assert.deepEqual([...dataset.training.inputs.values], expected);
    return true;
  },
  show: ({ images, labels }) => ({
    'test.backprop.json': text,
    images: bytesOf(images, 256),
    labels: bytesOf(labels, classes),
  }),
});

const text = JSON.stringify({
  layers: [{ units: classes, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { images: 'images', labels: 'labels' },
});

function bytesOf(file: IdxFile, below: number): Buffer {
  const shape = file.declared ?? file.shape;
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, file.type, shape.length]);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  const plain = corruptedBytes(
    Buffer.concat([header, Buffer.from(valuesOf(file, below))]),
    file.corruptionBefore,
  );
  return corruptedBytes(file.zipped ? gzipSync(plain) : plain, file.corruptionAfter);
}

/** Returns values among which every class occurs if there are enough of them. */
function valuesOf({ shape, seed }: IdxFile, below: number): number[] {
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => (seed + 7 * i) % below);
}
