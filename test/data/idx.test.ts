import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { classesOf, datasetOf, load, rowsOf, yesOrNo } from './support.js';

/** An IDX file's bytes. */
function idx(shape: readonly number[], values: readonly number[], type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(values)]);
}

const images = idx([3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]);
const labels = idx([3], [7, 1, 7]);
const config = { ...yesOrNo, data: { images: 'images', labels: 'labels' } };

describe('IDX files', () => {
  for (const [what, pack] of Object.entries({ 'as they are': (file: Buffer) => file, gzipped: gzipSync })) {
    it(`give pixels in [0, 1] and classes from the labels, ${what}`, async () => {
      const { training, classes, inputNames } = await datasetOf(config, {
        images: pack(images),
        labels: pack(labels),
      });
      assert.deepEqual(rowsOf(training.inputs)[0], [0, 0.2, 0.4, 1]);
      assert.deepEqual(rowsOf(training.targets), [[1], [0], [1]]);
      assert.deepEqual([classes, inputNames], [['1', '7'], ['r1c1', 'r1c2', 'r2c1', 'r2c2']]); // prettier-ignore
    });
  }

  it('become float32 where the precision says so', async () => {
    const single = { ...config, training: { precision: 'float32' } };
    const { training } = await datasetOf(single, { images, labels });
    assert.ok(
      training.inputs.values instanceof Float32Array && training.targets.values instanceof Float32Array,
    );
    assert.equal(training.inputs.values[1], Math.fround(0.2));
  });

  const cases: Readonly<Record<string, [{ images?: Buffer; labels?: Buffer }, string, RegExp]>> = {
    'a wrong magic number': [
      { images: Buffer.from('not idx') },
      'idx-magic',
      /starts with 6e6f7420 where 00000803 belongs/,
    ],
    'an empty file': [{ labels: Buffer.alloc(0) }, 'idx-cut-short', /ends within its header/],
    'a header cut short': [{ images: images.subarray(0, 9) }, 'idx-cut-short', /ends within its header/],
    'values cut short': [{ images: images.subarray(0, 25) }, 'idx-cut-short', /9 of 12 values/],
    'values too many': [
      { images: Buffer.concat([images, Buffer.alloc(3)]) },
      'idx-too-long',
      /3 values more/,
    ],
    'a gzip file cut short': [
      { images: gzipSync(images).subarray(0, 20) },
      'idx-gzip-damaged',
      /damaged gzip/,
    ],
    'a gzip file with a flipped bit': [
      { images: damaged(gzipSync(images)) },
      'idx-gzip-damaged',
      /damaged gzip/,
    ],
    'labels for other images': [
      { labels: idx([2], [7, 1]) },
      'idx-counts-differ',
      /has 2 labels for the 3 images/,
    ],
    'floats in place of bytes': [
      { images: idx([1, 1, 1], [0, 0, 0, 0], 0x0d) },
      'idx-type',
      /holds 32-bit floats/,
    ],
    'labels in place of images': [{ images: labels }, 'idx-dimensions', /images and labels swapped/],
    'images in place of labels': [{ labels: images }, 'idx-dimensions', /images and labels swapped/],
    'nothing in it': [{ images: idx([0, 2, 2], []) }, 'no-rows', /holds nothing/],
    'a size beyond all memory': [
      { images: idx([2 ** 31, 28, 28], []) },
      'too-large',
      /at most 250,?000,?000/,
    ],
  };
  for (const [what, [files, code, message]] of Object.entries(cases)) {
    it(`are refused with a way out: ${what}`, async () => {
      const { dataset, findings } = await load(config, { images, labels, ...files });
      assert.equal(dataset, null);
      assert.deepEqual(findings.map((finding) => finding.code), [code]); // prettier-ignore
      assert.match(findings[0].message, message);
      assert.deepEqual(findings[0].path, ['data', files.labels ? 'labels' : 'images']);
    });
  }

  it('say how many units their classes need', async () => {
    const { findings } = await load({ ...config, ...classesOf(10) }, { images, labels });
    assert.deepEqual([findings[0].code, findings[0].path], ['class-count', ['layers', 0, 'units']]);
  });
});

function damaged(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  copy[14] ^= 0x55;
  return copy;
}
