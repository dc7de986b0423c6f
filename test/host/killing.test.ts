import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Random } from '../../src/engine/maths/random.js';
import { ChildFolder, childEntry, trained } from '../node/childFolder.js';
import { workerScript } from '../worker/support.js';
import { endless, moons } from './support.js';
import type { Order, Report, Request } from './victim.js';

/** The number of kills and the seed: KILLS=50 KILL_SEED=2 npm run test:unit -- --grep killed */
const kills = Number(process.env.KILLS ?? 4);
const seed = Number(process.env.KILL_SEED ?? 1);
/** The longest time until a kill in milliseconds, which is twice the interval of checkpoints. */
const longestLife = 4000;

type Target = 'helper' | 'worker' | 'host' | 'window';
const targets: readonly Target[] = ['helper', 'worker', 'host', 'window'];

/** A training that is too long to end during a thousand kills. */
const small = { ...moons(endless), data: { generator: 'moons', samples: 3000, validationSplit: 0.2 } };
const configs: Readonly<Record<string, object>> = {
  'small.backprop.json': small,
  'other.backprop.json': { ...small, loss: 'meanSquaredError' },
  'large.backprop.json': trained({ epochs: endless }),
};

/** The reports on one config's run. */
class Told {
  readonly losses = new Map<number, number>();
  newest = 0;
  /** The newest epoch on disk. */
  saved = 0;
  /** The number of epochs that were computed and then lost. */
  lost = 0;

  receive(report: Report): void {
    if (report.type === 'found') {
      assert.ok(report.epoch >= this.saved, `found epoch ${report.epoch} though ${this.saved} was saved`);
      if (this.saved > 0) assert.equal(report.state, 'paused');
      this.lost += this.newest - report.epoch;
      this.newest = report.epoch;
    }
    if (report.type === 'saved') this.saved = Math.max(this.saved, report.epoch);
    if (report.type !== 'losses') return;
    report.epochs.forEach((epoch, index) => {
      const known = this.losses.get(epoch);
      if (known !== undefined) assert.equal(report.losses[index], known, `another loss after epoch ${epoch}`);
      this.losses.set(epoch, report.losses[index]);
      this.newest = epoch;
    });
  }
}

describe('What is killed at any moment', function () {
  this.timeout(60_000 + kills * 30_000);
  const child = new ChildFolder();
  const told = new Map(Object.keys(configs).map((name) => [name, new Told()]));
  const errors: unknown[] = [];
  let folder: string;
  let victim: ChildProcess;
  let order: Order;
  let reports = 0;

  before(async () => {
    await child.setUp();
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-killing-'));
    for (const [name, config] of Object.entries(configs))
      await writeFile(path.join(folder, name), JSON.stringify(config));
    const worker = await workerScript(childEntry);
    const script = path.join(path.dirname(worker), 'killed.js'); // beside the chunks of the worker
    const exiting = `
const { BroadcastChannel, isMainThread, threadId } = require('node:worker_threads');
if (!isMainThread) {
  const killing = new BroadcastChannel('kill');
  killing.onmessage = ({ data }) => { if (threadId % 2 === data % 2) process.exit(1); };
  killing.unref();
}`;
    // The script is also that of the child process, so it must be the worker itself.
    await writeFile(script, `${exiting}\n${await readFile(worker, 'utf8')}`);
    order = { folder, workerScript: script, kernels: child.place, configs: Object.keys(configs) };
  });
  after(async () => {
    await end(victim);
    await child.tearDown();
    await rm(folder, { recursive: true, force: true });
  });

  async function begin(): Promise<void> {
    victim = fork(await workerScript('test/host/victim.ts'), [], { serialization: 'advanced', execArgv: [] });
    victim.on('message', (report: Report) => {
      reports++;
      try {
        if (report.type === 'error') throw new Error(report.message);
        told.get(report.config)!.receive(report);
      } catch (error) {
        errors.push(error);
      }
    });
    victim.send(order);
  }

  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  const request = (message: Request): unknown => victim.send(message);

  /** Each config has new epochs. */
  async function newEpochs(): Promise<void> {
    const before = [...told.values()].map(({ losses }) => losses.size);
    while ([...told.values()].some(({ losses }, index) => losses.size <= before[index])) {
      if (errors.length > 0) throw errors[0];
      await once(victim, 'message');
    }
  }

  it(`loses no more than what came after its checkpoint, ${kills} times by seed ${seed}`, async () => {
    const random = new Random(seed, 'noise');
    const counts = { helper: 0, worker: 0, host: 0, window: 0 };
    await begin();
    await newEpochs();
    for (let kill = 0; kill < kills; kill++) {
      await setTimeout(random.uniform() * longestLife); // any moment: nothing is waited for
      const target =
        kill < targets.length ? targets[kill] : targets[Math.floor(random.uniform() * targets.length)];
      counts[target]++;
      if (target === 'helper') request({ kill: 'helper' });
      else if (target === 'worker') request({ kill: 'worker', number: Math.floor(random.uniform() * 2) });
      else {
        if (target === 'window') {
          request({ suspend: true });
          await setTimeout(random.uniform() * 300);
        }
        await end(victim);
        await begin();
      }
      await newEpochs();
    }
    assert.deepEqual(errors, []);
    const lost = [...told].map(
      ([name, { losses, lost }]) => `${name}: ${losses.size} epochs, ${lost} done again`,
    );
    if (process.env.KILLS)
      console.log(`      killed ${JSON.stringify(counts)}; ${lost.join('; ')}; ${reports} reports`);
  });
});
