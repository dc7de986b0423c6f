import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import type { CompareResult } from '../../../src/data/gradients/gradientSource.js';
import { loadCompareFile } from '../../../src/data/gradients/loadCompareFile.js';
import { filesIn } from '../../../src/node/filesIn.js';

const layers = [{ units: 1, inputs: 1 }];

/** Loads a file that `write` creates. */
async function loadWritten(name: string, write: (file: string) => Promise<void>): Promise<CompareResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-hardening-'));
  try {
    await write(path.join(directory, name));
    return await loadCompareFile(name, filesIn(directory), layers);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const load = (content: string | Uint8Array, name = 'mine.json') =>
  loadWritten(name, (file) => writeFile(file, content));

async function refusedWith(result: Promise<CompareResult>, message: RegExp): Promise<void> {
  const { file, findings } = await result;
  assert.equal(file, null);
  assert.match(findings[0].message, message);
}

/** Returns a zip archive whose directory declares this size of its only entry. */
function declaring(bytes: number, name: string): Uint8Array {
  const zip = zipSync({ [name]: new Uint8Array(100) });
  const view = new DataView(zip.buffer);
  for (let at = 0; at + 4 < zip.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true);
  return zip;
}

describe('a file of gradients made to do harm', () => {
  it('nested 5,000 deep is refused', async () => {
    const nested = `{ "layers": ${'['.repeat(5000)}${']'.repeat(5000)} }`;
    await refusedWith(load(nested), /line 1: Lists and objects are nested more than 32 levels deep/);
  });

  it('of 600 MB is refused without being read', async () => {
    const long = loadWritten('mine.json', async (file) => {
      const handle = await open(file, 'w');
      await handle.truncate(600 * 2 ** 20);
      await handle.close();
    });
    await refusedWith(long, /"mine\.json" has 600 MB, but at most 256 MB can be read/);
  });

  it('that contains only errors ends at the first one', async () => {
    const { findings } = await load('}'.repeat(2_000_000));
    assert.equal(findings.length, 1);
  });

  it('that declares gigabytes in an entry is refused before they are allocated', async () => {
    await refusedWith(load(declaring(3.5e9, 'W1.npy'), 'mine.npz'), /more than 10,000,000 values/);
  });

  it('with gigabytes in an entry that is not read is read without them', async () => {
    await refusedWith(
      load(declaring(3.5e9, 'notes.txt'), 'mine.npz'),
      /no gradients here, only "notes\.txt"/,
    );
  });

  it('that names 100,001 quantities is refused, and one of 100,000 unknown ones is read', async () => {
    const sheet = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`q${i}`, 1])));
    await refusedWith(load(sheet(100_001)), /A file may give at most 100,000 quantities/);
    assert.equal((await load(sheet(100_000))).file?.kind, 'sheet');
  });
});
