import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withConfig } from './support.js';

const long = {
  layers: [{ units: 8, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'sine' },
  training: { epochs: 1_000_000_000 },
};

function start(file: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'train', file, '--json']);
  const gathered = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => (gathered.err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (gathered.out += chunk.toString()));
  return { child, gathered };
}

describe('The backprop process', () => {
  it('ends cleanly on Ctrl+C, with what is known, and exits with 130', async () => {
    await withConfig(long, {}, async (file) => {
      const { child, gathered } = start(file);
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'close'), [130, null]);
      assert.equal(gathered.err, '');
      const lines = gathered.out.trimEnd().split('\n');
      const done = JSON.parse(lines[lines.length - 1]) as { event: string; epochs: number; outcome: unknown };
      assert.deepEqual([done.event, done.outcome], ['done', { kind: 'interrupted' }]);
      assert.ok(done.epochs >= lines.length - 1);
    });
  });

  it('ends quietly when nobody reads on', async () => {
    await withConfig(long, {}, async (file) => {
      const { child, gathered } = start(file);
      await once(child.stdout, 'data');
      child.stdout.destroy();
      assert.deepEqual(await once(child, 'close'), [0, null]);
      assert.equal(gathered.err, '');
    });
  });
});
