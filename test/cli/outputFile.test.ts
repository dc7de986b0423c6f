import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure, UsageError } from '../../src/cli/errors.js';
import { writeOutputFile } from '../../src/cli/writeOutputFile.js';
import { backprop } from './support.js';

const never = new AbortController().signal;
const worked = 'examples/worked-example-2-2-2.backprop.json';

describe('A file that the command line writes', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-output-'));
    file = path.join(folder, 'out.md');
    await writeFile(file, 'old');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('replaces the old file, keeps its permissions, and leaves no temporary file', async () => {
    await chmod(file, 0o640);
    await writeOutputFile(file, 'new', never);
    assert.equal(await readFile(file, 'utf8'), 'new');
    assert.equal((await stat(file)).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(folder), ['out.md']);
  });

  it('leaves the old file unchanged if the user interrupts the writing', async () => {
    const interrupt = new AbortController();
    const writing = writeOutputFile(file, 'x'.repeat(1e8), interrupt.signal);
    interrupt.abort();
    await assert.rejects(writing, { name: 'AbortError' });
    assert.equal(await readFile(file, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['out.md']);
  });

  it('is written to the target of a symbolic link', async () => {
    const link = path.join(folder, 'link.md');
    await symlink('out.md', link);
    await writeOutputFile(link, 'new', never);
    assert.equal(await readFile(file, 'utf8'), 'new');
    assert.deepEqual((await readdir(folder)).sort(), ['link.md', 'out.md']);
  });

  it('may be a device, which is not replaced', async function () {
    if (process.platform === 'win32') this.skip();
    await writeOutputFile('/dev/null', 'new', never);
    assert.ok((await stat('/dev/null')).isCharacterDevice());
  });

  it('reports a full disk, which is not wrong usage', async function () {
    if (process.platform !== 'linux') this.skip();
    await assert.rejects(writeOutputFile('/dev/full', 'new', never), Failure);
    const { status, err } = await backprop(['export', worked, '--to', 'markdown', '-o', '/dev/full']);
    assert.equal(status, 1);
    assert.match(err, /^backprop: "\/dev\/full" could not be written: The disk is full\.\n$/);
  });

  it('cannot be in a missing folder, a folder itself, or too long a name', async () => {
    for (const place of [
      path.join(folder, 'none', 'a.md'),
      path.join(file, 'a.md'),
      `${file}${'a'.repeat(300)}`,
    ])
      await assert.rejects(writeOutputFile(place, 'new', never), UsageError);
    const { status, err } = await backprop(['export', worked, '--to', 'markdown', '-o', folder]);
    assert.equal(status, 2);
    assert.match(err, /could not be written: This is a folder\. Name a file in it\./);
  });

  it('is written by check --sarif, too', async () => {
    const { status } = await backprop(['check', worked, '--sarif', file]);
    assert.equal(status, 0);
    assert.match(await readFile(file, 'utf8'), /sarif-2\.1\.0/);
    assert.deepEqual(await readdir(folder), ['out.md']);
  });
});
