import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backprop } from './support.js';

describe('backprop train without the files of the kernels', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'backprop-kernels-'))));
  after(() => rm(folder, { recursive: true }));

  it('trains more slowly and says how to get the files back', async () => {
    const kernels = { folder, threads: 1, cache: null, revectorize: false };
    const args = ['train', 'examples/digits.backprop.json', '--epochs', '1'];
    const { status, out, err } = await backprop(args, undefined, kernels);
    assert.equal(status, 0, err);
    assert.match(out, /Epochs trained: 1/);
    assert.match(
      err,
      /A file of the WebAssembly kernels is missing: reinstall the extension, or run "npm run build"/,
    );
    assert.doesNotMatch(err, /ENOENT/);
  });
});
