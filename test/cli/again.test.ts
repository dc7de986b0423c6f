import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { againWith } from '../../src/cli/again.js';

describe('A call that is made again in a process of its own', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-again-'));
  const script = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const apart = { flags: ['--title=apart'], shape: '' };
  after(() => rm(folder, { recursive: true }));

  it('has the flags, those of this process and the arguments, and its status is the status', async () => {
    const file = script(
      'status.cjs',
      `process.exit(process.execArgv.at(-1) === '--title=apart' && process.argv[2] === 'train' ? 7 : 1);`,
    );
    assert.equal(await againWith(apart, file, ['train']).call(new AbortController().signal), 7);
  });

  it('hears of an interrupt that reached this process alone, before or after it began', async () => {
    const file = script(
      'wait.cjs',
      `process.on('message', (m) => process.exit(m === 'interrupt' ? 130 : 1));`,
    );
    assert.equal(await againWith(apart, file, []).call(AbortSignal.abort()), 130);
    const interrupt = new AbortController();
    const status = againWith(apart, file, []).call(interrupt.signal);
    setImmediate(() => interrupt.abort());
    assert.equal(await status, 130);
  });

  it('counts as failed where it was ended by force', async () => {
    const interrupt = new AbortController();
    const file = script('killed.cjs', `process.on('message', () => process.kill(process.pid, 'SIGKILL'));`);
    const status = againWith(apart, file, []).call(interrupt.signal);
    interrupt.abort();
    assert.equal(await status, 137);
  });
});
