import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { classesOf, datasetOf, load, rowsOf, yesOrNo } from './support.js';

/** Returns the bytes of an IDX file. */
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

  it('are images in color where the last dimension has three values', async () => {
    const shapes: readonly (readonly number[])[] = [
      [3, 2, 1, 3],
      [3, 3, 2, 1],
      [3, 6],
    ];
    const [color, other, flat] = await Promise.all(
      shapes.map((shape) =>
        datasetOf(config, {
          images: idx(
            shape,
            Array.from({ length: 18 }, (_, i) => 10 * i),
          ),
          labels,
        }),
      ),
    );
    assert.deepEqual(color.image, { rows: 2, columns: 1, channels: 3 });
    assert.deepEqual(color.inputNames, ['r1c1_r', 'r1c1_g', 'r1c1_b', 'r2c1_r', 'r2c1_g', 'r2c1_b']);
    assert.deepEqual([other.image, flat.image], [null, null]);
  });

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
      /starts with 6e6f7420 instead of 00000803/,
    ],
    'an empty file': [{ labels: Buffer.alloc(0) }, 'idx-cut-short', /ends within its header/],
    'a header cut short': [{ images: images.subarray(0, 9) }, 'idx-cut-short', /ends within its header/],
    'values cut short': [{ images: images.subarray(0, 25) }, 'idx-cut-short', /9 of 12 values/],
    'values too many': [
      { images: Buffer.concat([images, Buffer.alloc(3)]) },
      'idx-too-long',
      /more than the 12 values that its header declares/,
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
      /has 2 labels, but "images" has 3 images/,
    ],
    'floats in place of bytes': [
      { images: idx([1, 1, 1], [0, 0, 0, 0], 0x0d) },
      'idx-type',
      /contains 32-bit floats/,
    ],
    'labels in place of images': [{ images: labels }, 'idx-dimensions', /images and labels are swapped/],
    'images in place of labels': [{ labels: images }, 'idx-dimensions', /images and labels are swapped/],
    'nothing in it': [{ images: idx([0, 2, 2], []) }, 'no-rows', /contains no values/],
    'a size beyond all memory': [
      { images: idx([10_000_000, 28, 28], []) },
      'too-large',
      /at most 250,?000,?000/,
    ],
    'more samples than memory has room for': [
      { images: idx([2 ** 31, 28, 28], []) },
      'too-large',
      /2147483648 samples, but at most 20000000/,
    ],
    'more pixels than memory has room for': [
      { images: gzipSync(idx([2, 100_000_000], Array<number>(300_000).fill(0))) },
      'too-large',
      /have 100000000 pixels each, but at most 100000/,
    ],
    'values too many by a whole chunk and more': [
      { images: Buffer.concat([images, Buffer.alloc(1 << 19)]) },
      'idx-too-long',
      /more than the 12 values/,
    ],
    'many more bytes after a gzip file than the header says': [
      { images: gzipSync(Buffer.concat([images, Buffer.alloc(1 << 24)])) },
      'idx-too-long',
      /more than the 12 values/,
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

  it('may be padded with zeros after the end of the gzip data', async () => {
    for (const padding of [1, 1 << 20]) {
      const padded = Buffer.concat([gzipSync(images), Buffer.alloc(padding)]);
      const { training } = await datasetOf(config, { images: padded, labels });
      assert.deepEqual(rowsOf(training.inputs)[0], [0, 0.2, 0.4, 1]);
    }
  });

  it('are closed again whatever is wrong with them', async function () {
    const open = async () => (await readdir('/proc/self/fd')).length;
    if (process.platform !== 'linux') this.skip();
    const before = await open();
    for (const wrong of [
      Buffer.from('not idx'),
      images.subarray(0, 9),
      Buffer.concat([images, Buffer.alloc(1 << 20)]),
      gzipSync(Buffer.concat([images, Buffer.alloc(1 << 24)])),
      damaged(gzipSync(images)),
    ])
      await load(config, { images: wrong, labels });
    assert.equal(await open(), before);
  });

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
