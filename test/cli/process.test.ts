import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { workerScript } from '../worker/support.js';
import { withConfig } from './support.js';

const long = {
  layers: [{ units: 8, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'sine' },
  training: { epochs: 1_000_000_000 },
};

let script: string;

function start(...args: string[]) {
  const child = spawn(process.execPath, [script, ...args]);
  const gathered = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => (gathered.err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (gathered.out += chunk.toString()));
  return { child, gathered };
}

describe('The backprop process', () => {
  before(async () => (script = await workerScript('src/cli.ts')));

  it('prints the results so far on Ctrl+C, and exits with 130', async () => {
    await withConfig(long, {}, async (file) => {
      const { child, gathered } = start('train', file, '--json');
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'close'), [130, null]);
      assert.equal(gathered.err, '');
      const lines = gathered.out.trimEnd().split('\n');
      const done = JSON.parse(lines[lines.length - 1]) as { event: string; epochs: number; outcome: unknown };
      assert.deepEqual([done.event, done.outcome], ['done', { kind: 'interrupted' }]);
      assert.ok(done.epochs >= lines.length - 2);
    });
  });

  it('ends quietly when the reader closes the pipe', async () => {
    await withConfig(long, {}, async (file) => {
      const { child, gathered } = start('train', file, '--json');
      await once(child.stdout, 'data');
      child.stdout.destroy();
      assert.deepEqual(await once(child, 'close'), [0, null]);
      assert.equal(gathered.err, '');
    });
  });

  it('ends on Ctrl+C while its output is not read', async () => {
    await withConfig(long, {}, async (file) => {
      const { child } = start('train', file, '--json');
      await once(child.stdout, 'readable');
      child.stdout.pause(); // the pipe fills up
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'exit'), [130, null]);
    });
  });

  it('ends on Ctrl+C while a file cannot be read, which no signal interrupts', async function () {
    if (process.platform === 'win32') this.skip();
    await withConfig(long, {}, async (file) => {
      execFileSync('mkfifo', [`${file}.pipe`]);
      const { child } = start('lint', `${file}.pipe`);
      const pipe = await open(`${file}.pipe`, 'w'); // once the other end is being read
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'exit'), [130, null]);
      await pipe.close();
    });
  });

  it('ends at once on a second Ctrl+C', async () => {
    await withConfig(long, {}, async (file) => {
      const { child } = start('train', file, '--json');
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [130, null]);
    });
  });

  it('reports that its output cannot be written', async function () {
    if (process.platform !== 'linux') this.skip();
    await withConfig(long, {}, (file) => {
      const full = openSync('/dev/full', 'w');
      const args = [script, 'train', file];
      const { status, stderr } = spawnSync(process.execPath, args, {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      closeSync(full);
      assert.equal(status, 1);
      assert.match(stderr, /^backprop: The output cannot be written: ENOSPC: .*\n$/);
      return Promise.resolve();
    });
  });
});
