import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseConfig } from '../../src/config/parse.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import { countInputs } from '../../src/data/countInputs.js';
import { filesIn } from '../../src/node/filesIn.js';

const never = new AbortController().signal;

describe('Counting the inputs of data', () => {
  let directory: string;
  beforeEach(async () => (directory = await mkdtemp(path.join(tmpdir(), 'backprop-inputs-'))));
  afterEach(() => rm(directory, { recursive: true }));
  const write = (name: string, content: string | Uint8Array) =>
    writeFile(path.join(directory, name), content);

  async function count(data: object, signal = never): Promise<number | null> {
    const config = { layers: [{ units: 3, activation: 'softmax' }], loss: 'crossEntropy', data };
    const { spec } = await parseConfig(JSON.stringify(config), 'test.backprop.json');
    return countInputs(spec as NetworkConfig, filesIn(directory), signal);
  }

  it('counts the columns of a table of numbers in its first lines, whatever follows', async () => {
    await write('rows.csv', `a,b,c,kind\n${'1,2,3,x\n4,5,6,y\n'.repeat(50_000)}not,even,numbers\n`);
    assert.equal(await count({ file: 'rows.csv', target: 'kind' }), 3);
    assert.equal(await count({ file: 'rows.csv', target: 'kind', features: ['c', 'a'] }), 2);
  });

  it('estimates the inputs of a long table with categories from its first rows, whatever follows', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 7},${'pqr'[i % 3]},x`);
    await write('rows.csv', `a,b,kind\n${rows.join('\n')}\nonly one cell\n`);
    assert.equal(await count({ file: 'rows.csv', target: 'kind' }), 4);
    assert.equal(await count({ file: 'rows.csv', target: 'kind', derived: ['a^2'] }), 5);
  });

  it('reads the pixels of images from the header, compressed or not', async () => {
    const header = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 4);
    await write('labels', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1));
    await write('images', Buffer.concat([header, Buffer.alloc(40)]));
    await write('images.gz', gzipSync(Buffer.concat([header, Buffer.alloc(40)])));
    for (const images of ['images', 'images.gz']) assert.equal(await count({ images, labels: 'labels' }), 20);
  });

  it('counts the inputs of data that is in the config or generated', async () => {
    assert.equal(await count({ inputs: [[1, 2], [3, 4]], targets: [[1, 0, 0], [0, 1, 0]] }), 2); // prettier-ignore
    assert.equal(await count({ generator: 'spiral' }), 2);
  });

  it('returns null if the data cannot be loaded', async () => {
    assert.equal(await count({ file: 'nowhere.csv', target: 'kind' }), null);
  });

  it('is aborted when it is no longer needed', async () => {
    await write('rows.csv', 'a,kind\n1,x\n');
    await assert.rejects(count({ file: 'rows.csv', target: 'kind' }, AbortSignal.abort()), {
      name: 'AbortError',
    });
  });
});
