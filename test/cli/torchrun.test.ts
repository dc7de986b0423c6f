import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { pythonWith } from './python.js';
import { backprop, withConfig } from './support.js';

type Line = Readonly<Record<string, string | number>>;

/** 23 samples in batches of 5, so that batches do not divide evenly among 3 processes. */
const config = {
  layers: [{ units: 6, activation: 'tanh', dropout: 0.3 }, { units: 2, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { generator: 'moons', samples: 30, noise: 0.1, validationSplit: 0.25, classWeights: 'balanced' },
  training: { optimizer: 'adam', epochs: 4, batchSize: 5, regularization: { l2: 0.01 }, clipGradientNorm: 0.5 },
}; // prettier-ignore

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The time after which a process counts as hanging, in milliseconds. */
const timeoutMs = 120_000;

/** Runs a script in processes with the variables that torchrun sets. @returns what the first one prints */
async function inProcesses(python: string, args: readonly string[], count: number): Promise<string> {
  const port = await freePort();
  const children: ChildProcess[] = [];
  const ranks = Array.from({ length: count }, (_, rank) => {
    const variables = { RANK: rank, LOCAL_RANK: rank, WORLD_SIZE: count, MASTER_PORT: port };
    const texts = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
    const env = { ...process.env, ...texts, MASTER_ADDR: '127.0.0.1', OMP_NUM_THREADS: '1' };
    const child = spawn(python, args, { env, timeout: timeoutMs });
    children.push(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return new Promise<string>((resolve, reject) => {
      child.on('close', (code) =>
        code === 0 ? resolve(out) : reject(new Error(err || 'A process did not end.')),
      );
    });
  });
  try {
    return (await Promise.all(ranks))[0];
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

const linesOf = (out: string): Line[] =>
  out.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Line] : []));

describe('An exported script in several processes', () => {
  it('trains to the numbers of one process, and goes on from its checkpoint', async function () {
    const python = pythonWith('torch', 'numpy');
    if (python === null) this.skip();
    this.timeout(300_000);
    await withConfig(config, {}, async (file) => {
      const script = path.join(path.dirname(file), 'train.py');
      assert.equal((await backprop(['export', file, '--to', 'pytorch', '-o', script])).status, 0);
      const here = await backprop(['train', file, '--json', '--every', '1']);
      const expected = here.events<Line>().filter(({ event }) => event === 'epoch');
      const args = [script, '--checkpoint', path.join(path.dirname(file), 'checkpoint')];
      const lines = linesOf(await inProcesses(python, args, 3)).filter(({ event }) => event === 'epoch');
      assert.equal(lines.length, 4);
      for (const [i, line] of lines.entries())
        for (const key of ['loss', 'accuracy', 'validationLoss', 'validationAccuracy'])
          assert.ok(Math.abs(Number(line[key]) - Number(expected[i][key])) < 1e-9, `epoch ${i + 1}, ${key}`);
      const again = linesOf(await inProcesses(python, args, 1));
      assert.deepEqual(again.map(({ event, epochs }) => [event, epochs]), [['done', 4]]); // prettier-ignore
      assert.ok(Math.abs(Number(again[0].loss) - Number(expected[3].loss)) < 1e-9);
    });
  });
});
