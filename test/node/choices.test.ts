import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Choices } from '../../src/node/choices.js';

describe('The cache of the fastest kernels', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backprop-choices-'));
    file = path.join(folder, 'kernels.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('stores the result of each question separately', () => {
    const choices = new Choices(folder);
    choices.set('fused-6x2');
    choices.set('yes', 'revectorized');
    const again = new Choices(folder);
    assert.deepEqual(
      [again.get(), again.get('revectorized'), again.get('other')],
      ['fused-6x2', 'yes', null],
    );
  });

  it('stores results for other flags of V8 separately', () => {
    const choices = new Choices(folder);
    choices.set('fused-6x2');
    process.execArgv.push('--experimental-wasm-revectorize');
    try {
      assert.equal(choices.get(), null);
    } finally {
      process.execArgv.pop();
    }
    assert.equal(choices.get(), 'fused-6x2');
  });

  for (const rubbish of ['', 'null', '3', '"text"', '[]', '["a"]', '{', '{"a":{}}', '\0\xff', 'true']) {
    it(`counts as empty where its file holds ${JSON.stringify(rubbish)}, and is written again`, () => {
      writeFileSync(file, rubbish);
      const choices = new Choices(folder);
      assert.equal(choices.get(), null);
      choices.set('plain-4x2');
      assert.equal(choices.get(), 'plain-4x2');
      assert.ok(JSON.parse(readFileSync(file, 'utf8')));
    });
  }

  it('ignores a stored value that is not a string', () => {
    const choices = new Choices(folder);
    choices.set('fused-6x2');
    for (const value of ['null', '7', '[]', '{"a":1}']) {
      writeFileSync(file, readFileSync(file, 'utf8').replace(/:[^:]*\}$/, `:${value}}`));
      assert.equal(choices.get(), null);
      choices.set('fused-6x2');
    }
  });

  it('stores nothing if there is no folder or the folder is not writable', () => {
    writeFileSync(file, '{}');
    for (const place of [null, path.join(file, 'below')]) {
      const choices = new Choices(place);
      choices.set('fused-6x2');
      assert.equal(choices.get(), null);
    }
  });

  it('gives up at once below /proc, where the system refuses new folders in an unusual way', function () {
    if (process.platform !== 'linux') this.skip();
    const program = `const { Choices } = require('./src/node/choices.ts'); new Choices('/proc/none/below').set('fused-6x2');`;
    const args = ['--import', 'tsx', '--eval', program];
    const { status, error } = spawnSync(process.execPath, args, { timeout: 20_000, stdio: 'inherit' });
    assert.deepEqual([status, error], [0, undefined]);
  });
});
