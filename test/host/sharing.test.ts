import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NetworkConfig } from '../../src/config/spec.js';
import type { Training } from '../../src/host/runs/training.js';
import { specOf, workerScript } from '../worker/support.js';
import { Bench, endless, moons, pausesAfter, reaches, until } from './support.js';

const seeded = (seed: number): object => ({ ...moons(endless), training: { epochs: endless, seed } });
/** The configs for which the worker of these tests fails or hangs. */
const [dies, hangs, diesLooking] = [seeded(13), seeded(14), seeded(15)];
const misbehave = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ message }) => {
  const seed = message?.spec?.training.seed;
  if (message?.type === 'start' && seed === 13) setImmediate(() => { throw new Error('out of memory'); });
  if (message?.type !== 'inspect' && seed === 14) for (;;);
  if (message?.type === 'inspect' && seed === 15) throw new Error('out of memory');
});`;

describe('Configs that share worker threads', function () {
  this.timeout(60_000);
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());

  async function open(name: string, config = moons(endless)): Promise<Training> {
    const script = path.join(bench.folder, 'worker.cjs');
    await writeFile(script, `require(${JSON.stringify(await workerScript())});${misbehave}`);
    return bench.open(config, { uri: `file:///${name}.backprop.json`, script });
  }

  /** Trains until there is a checkpoint, and continues. */
  async function trainOn(training: Training): Promise<void> {
    training.train();
    await pausesAfter(training, 5);
    training.train();
    await reaches(training, 'training');
  }

  const failuresOf = (training: Training): string[] => {
    const failures: string[] = [];
    training.events.on('failed', (reason) => failures.push(reason));
    return failures;
  };

  it('all train and pause on request, however many they are', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => open(`run-${index}`)));
    for (const training of all) training.train();
    await Promise.all(all.map((training) => until(training, () => training.store.run!.status.epoch > 20)));
    assert.equal(bench.threads, 2);
    for (const training of all) training.pause();
    await Promise.all(all.map((training) => reaches(training, 'paused')));
  });

  it('fail once each if their thread ends, can resume from their checkpoints, and do not affect the others', async () => {
    const all = [await open('a'), await open('b'), await open('c'), await open('d')];
    for (const training of all) await trainOn(training);
    const failures = all.map(failuresOf);
    const culprit = await open('culprit', dies);
    culprit.train();
    await reaches(culprit, 'failed');
    const hit = all.filter((training) => training.store.run!.status.state === 'paused');
    const others = all.filter((training) => !hit.includes(training));
    assert.deepEqual([hit.length, others.length], [2, 2]);
    const sentence =
      'The run was interrupted: out of memory. Press Resume to continue from its last checkpoint.';
    assert.deepEqual(
      failures,
      all.map((training) => (hit.includes(training) ? [sentence] : [])),
    );
    for (const training of others) {
      const { epoch } = training.store.run!.status;
      await until(training, () => training.store.run!.status.epoch > epoch);
    }
    for (const training of hit) {
      const { epoch, error } = training.store.run!.status;
      assert.equal(error, sentence);
      assert.equal(training.store.view().history.epoch.at(-1), epoch);
      training.train();
      const { history } = await pausesAfter(training, epoch + 5);
      assert.deepEqual(
        [...history.epoch],
        Array.from(history.epoch, (_, index) => index),
      );
    }
  });

  it('continue by themselves if the thread is ended because of an unresponsive one', async () => {
    bench.poolSize = 1;
    const innocent = await open('innocent');
    await trainOn(innocent);
    const failures = failuresOf(innocent);
    const culprit = await open('culprit', hangs);
    culprit.train();
    await reaches(culprit, 'loading');
    culprit.stop();
    await reaches(culprit, 'stopped');
    const { epoch } = innocent.store.run!.status;
    await until(innocent, () => innocent.store.run!.status.epoch > epoch);
    assert.deepEqual(failures, []);
    assert.equal(bench.threads, 2);
    const { history } = await pausesAfter(innocent, epoch);
    assert.deepEqual(
      [...history.epoch],
      Array.from(history.epoch, (_, index) => index),
    );
  });

  it('are paused at the last checkpoint if the worker does not respond', async () => {
    bench.poolSize = 1;
    const training = await open('paused');
    training.train();
    const { status } = await pausesAfter(training, 5);
    training.train();
    await reaches(training, 'training');
    const culprit = await open('culprit', hangs);
    culprit.train();
    training.pause();
    await reaches(training, 'paused');
    assert.ok(training.store.run!.status.epoch >= status!.epoch);
    assert.equal(training.store.run!.status.error, null);
    await reaches(culprit, 'failed');
    training.train();
    await until(training, () => training.store.run!.status.epoch > status!.epoch);
  });

  it('inspect their data again if another one ends the thread, and only that one is blamed', async () => {
    bench.poolSize = 1;
    const [culprit, innocent] = await Promise.all([open('culprit', diesLooking), open('innocent')]);
    while (culprit.findings.length === 0) await once(culprit.events, 'findings');
    assert.equal(culprit.findings[0].message, 'The data could not be read: out of memory.');
    innocent.inspect();
    await until(innocent, () => innocent.store.view().facts !== null);
    assert.deepEqual(innocent.findings, []);
  });

  it('can be checked again after an unresponsive check was canceled', async () => {
    const training = await open('checked', hangs);
    training.checkGradients((await specOf(hangs)) as NetworkConfig, 'hangs', false);
    training.check.cancel();
    assert.equal(training.check.isRunning, false);
    await until(training, () => bench.threads === 1);
    const right = (await specOf(moons(3))) as NetworkConfig;
    for (const isAnswered of [false, true]) {
      const ended = once(training.check.events, 'ended');
      training.checkGradients(right, 'right', false);
      await ended;
      assert.equal(training.check.view.result !== null, isAnswered);
    }
    assert.equal(bench.threads, 2);
  });
});
