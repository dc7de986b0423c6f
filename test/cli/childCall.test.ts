import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { childCall } from '../../src/cli/childCall.js';
import { main } from '../../src/cli/main.js';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import { withConfig } from './support.js';

const large = {
  layers: [{ units: 300, activation: 'tanh' }, { units: 150, activation: 'relu' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'sine', samples: 40 },
  training: { epochs: 2, precision: 'float32' },
};

describe('A call that is repeated in a child process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-again-'));
  const script = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  /** A time in milliseconds that no test takes. */
  const long = 1e6;
  const options = { flags: ['--title=child'], shape: '' };
  after(() => rm(folder, { recursive: true }));

  it('has the required flags, those of this process and the arguments, and passes its exit status on', async () => {
    const file = script(
      'status.cjs',
      `process.exit(process.execArgv.at(-1) === '--title=child' && process.argv[2] === 'train' ? 7 : 1);`,
    );
    assert.equal(await childCall(options, file, ['train'], long).call(new AbortController().signal), 7);
  });

  it('receives an interrupt that reached only this process, before or after its start', async () => {
    const file = script(
      'wait.cjs',
      `process.on('message', (m) => process.exit(m === 'interrupt' ? 130 : 1));`,
    );
    assert.equal(await childCall(options, file, [], long).call(AbortSignal.abort()), 130);
    const interrupt = new AbortController();
    const status = childCall(options, file, [], long).call(interrupt.signal);
    setImmediate(() => interrupt.abort());
    assert.equal(await status, 130);
  });

  it('counts as failed if it was killed, and that is reported', () => {
    const file = script('killed.cjs', `process.kill(process.pid, 'SIGKILL');`);
    const code = `import { childCall } from ${JSON.stringify(path.resolve('src/cli/childCall.ts'))};
      const call = childCall({ flags: [], shape: '' }, ${JSON.stringify(file)}, [], 1000).call;
      process.exitCode = await call(new AbortController().signal);`;
    const main = script('main.mts', code); // a process whose standard error can be read
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main], { encoding: 'utf8' });
    assert.equal(status, 137, stderr);
    assert.equal(stderr, 'backprop: The process that ran this command was ended by SIGKILL.\n');
  });

  it('is killed if it does not respond to an interrupt', async () => {
    const file = script('busy.cjs', `process.stdout.write(''); for (;;);`);
    const interrupt = new AbortController();
    const status = childCall(options, file, [], 1).call(interrupt.signal);
    interrupt.abort();
    assert.equal(await status, 130);
  });

  it('is used for large networks if the trial is in favor and no option forbids it', async () => {
    const shape = hasFusedMultiplyAdd() ? 'fused-6x4' : 'plain-4x2';
    const calls: AbortSignal[] = [];
    const call = (interrupted: AbortSignal): Promise<number> => {
      calls.push(interrupted);
      return Promise.resolve(0);
    };
    const kernels = { folder: path.resolve('dist'), threads: 1, cache: folder, revectorize: true };
    const child = { options: { flags: ['--no-warnings'], shape }, call };
    const train = (config: object, ...options: string[]) =>
      withConfig(config, {}, async (file) => {
        const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
        const interrupted = new AbortController().signal;
        assert.equal(
          await main(['train', file, ...options], {
            stdout,
            stderr,
            interrupted,
            kernels,
            page: '',
            child,
            threads: null,
          }),
          0,
        );
        return calls.splice(0).length;
      });
    await train(large);
    const verdicts = path.join(folder, 'kernels.json');
    const judged = readFileSync(verdicts, 'utf8');
    writeFileSync(verdicts, judged.replace(/(--no-warnings":)"no"/, '$1"yes"'));
    assert.equal(await train(large), 1);
    assert.equal(await train(large, '--no-revectorize'), 0);
    assert.equal(await train({ ...large, layers: large.layers.slice(2) }), 0);
    assert.equal(await train({ ...large, training: { epochs: 2 } }), 0);
    writeFileSync(verdicts, judged.replace(/(--no-warnings":)"yes"/, '$1"no"'));
    assert.equal(await train(large), 0);
  });
});
