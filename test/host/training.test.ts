import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Training } from '../../src/host/runs/training.js';
import { Bench, endless, factsOf, moons, pausesAfter, reaches, settles, until } from './support.js';

describe('The training of a config', () => {
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());
  const open = bench.open.bind(bench);

  /** Simulates the end of one editor session and the start of another. */
  async function reload(training: Training, config: object): Promise<Training> {
    await training.suspend();
    await bench.storage.flush();
    return open(config, { uri: training.store.uri });
  }

  it('restores a paused run, and resumes it with the same numbers', async () => {
    const before = await open(moons(endless));
    before.train();
    const saved = await pausesAfter(before, 20);
    assert.equal(saved.status?.state, 'paused');
    assert.equal(saved.regions?.epoch, saved.status.epoch);
    assert.equal(saved.plane?.training.count, 48);

    const after = await reload(before, moons(endless));
    assert.deepEqual(after.store.view(), saved);
    after.train();
    const { history, status } = await pausesAfter(after, saved.status.epoch);

    const whole = await open(moons(status!.epoch), { uri: 'file:///whole.backprop.json' });
    whole.train();
    await reaches(whole, 'done');
    assert.deepEqual(history, whole.store.view().history);
  });

  it('pauses a run that an editor’s end interrupts', async () => {
    const before = await open(moons(endless));
    before.train();
    await until(before, () => before.store.run!.status.epoch > 20);
    const after = await reload(before, moons(endless));
    assert.equal(after.store.run?.status.state, 'paused');
    assert.equal(after.store.view().history.epoch.at(-1), after.store.run.status.epoch);
    assert.equal(after.store.runs.all[0].record.state, 'paused');
  });

  it('reports a changed file after a reload, too', async () => {
    const before = await open(moons(50));
    before.train();
    await settles(before);
    const after = await reload(before, { ...moons(50), loss: 'meanSquaredError' });
    assert.equal(after.store.run?.status.stale, true);
  });

  it('keeps settings for the next run, and uses the file for the others', async () => {
    const before = await open(moons(50));
    before.changeSettings({ ...before.store.settings!, epochs: 7 });
    const after = await reload(before, { ...moons(50), training: { epochs: 60, batchSize: 4 } });
    assert.deepEqual(after.store.settings, { learningRate: 0.1, epochs: 7, batchSize: 4, seed: 0 });
    after.train();
    await reaches(after, 'done');
    assert.equal(after.store.view().history.epoch.at(-1), 7);
  });

  it('ignores invalid settings', async () => {
    const training = await open(moons(50));
    const { settings } = training.store;
    for (const wrong of [
      { epochs: 0 },
      { epochs: 1.5 },
      { learningRate: NaN },
      { learningRate: -1 },
      { seed: -1 },
    ])
      training.changeSettings({ ...settings!, ...wrong });
    assert.deepEqual(training.store.settings, settings);
  });

  it('resets to the same start', async () => {
    const training = await open(moons(30));
    training.train();
    await settles(training);
    const { history, status } = training.store.view();
    training.reset();
    await reaches(training, 'ready');
    await settles(training);
    const start = training.store.view();
    assert.notEqual(start.status?.run, status?.run);
    assert.deepEqual([...start.history.loss], [history.loss[0]]);
    training.train();
    await reaches(training, 'done');
    assert.deepEqual(training.store.view().history, history);
  });

  it('continues with the config that it started with while the text changes, and says so', async () => {
    const training = await open(moons(endless));
    training.train();
    await until(training, () => training.store.run!.status.epoch > 5);
    training.configure(await factsOf(null));
    assert.equal(training.store.run!.status.stale, true);
    const { epoch } = training.store.run!.status;
    await until(training, () => training.store.run!.status.epoch > epoch);
    training.configure(await factsOf(moons(endless)));
    assert.equal(training.store.run!.status.stale, false);
  });

  it('shows the initial state of the current text, until it has trained', async () => {
    const training = await open(moons(30));
    training.prepare();
    await settles(training);
    const first = training.store.run?.id;
    training.prepare();
    assert.equal(training.store.run?.id, first);
    training.configure(await factsOf({ ...moons(30), loss: 'meanSquaredError' }));
    training.prepare();
    assert.notEqual(training.store.run?.id, first);
    training.train();
    await reaches(training, 'done');
    const { id } = training.store.run!;
    training.configure(await factsOf(moons(30)));
    training.prepare();
    assert.equal(training.store.run?.id, id);
  });

  it('shows its initial state as soon as missing data is there', async () => {
    const config = { layers: [{ units: 1 }], loss: 'huber', data: { file: 'late.csv', target: 'y' } };
    const training = await open(config);
    training.prepare();
    await reaches(training, 'ready');
    assert.match(training.store.run!.status.error ?? '', /late\.csv/);
    training.train();
    await reaches(training, 'failed');
    await writeFile(path.join(training.folder, 'late.csv'), 'x,y\n1,2\n3,4\n');
    training.prepare();
    await reaches(training, 'ready');
    assert.equal(training.store.run!.status.error, null);
    training.train();
    await reaches(training, 'done');
  });

  it('ends its thread once no view is open and nothing runs', async () => {
    const training = await open(moons(200));
    training.train();
    training.setOpen(false);
    assert.equal(training.isIdle, false);
    await settles(training);
    assert.equal(training.store.run?.status.state, 'done');
    assert.equal(training.isIdle, true);
  });

  it('keeps its run when the config is renamed', async () => {
    const training = await open(moons(endless));
    training.train();
    await until(training, () => training.store.run!.status.epoch > 5);
    training.rename('file:///renamed.backprop.json', bench.folder);
    const after = await reload(training, moons(endless));
    assert.ok(after.store.run!.status.epoch > 5);
    const storage = path.join(bench.folder, 'storage');
    assert.equal((await readdir(storage)).filter((name) => name.endsWith('.run')).length, 1);
    assert.equal((await readdir(path.join(storage, 'runs'))).length, 1);
  });

  describe('whose worker dies', () => {
    const dying = `require('node:worker_threads').parentPort.on('message', ({ message }) => {
      if (message?.type === 'start') throw new Error('out of memory');
    });`;

    it('fails with the reason, and does not affect the others', async () => {
      const script = path.join(bench.folder, 'dying.cjs');
      await writeFile(script, dying);
      const other = await open(moons(endless), { uri: 'file:///other.backprop.json' });
      other.train();
      const training = await open(moons(30), { script });
      training.train();
      await reaches(training, 'failed');
      assert.match(training.store.run!.status.error!, /out of memory/);
      await until(other, () => other.store.run!.status.epoch > 5);
    });

    it('trains again in a new thread', async () => {
      const script = path.join(bench.folder, 'dying.cjs');
      await writeFile(script, dying);
      const training = await open(moons(30), { script });
      training.train();
      await reaches(training, 'failed');
      const { id } = training.store.run!;
      training.train();
      await reaches(training, 'failed');
      assert.notEqual(training.store.run?.id, id);
    });

    it('is ended if it does not respond to a stop', async () => {
      const script = path.join(bench.folder, 'unresponsive.cjs');
      await writeFile(
        script,
        `const { parentPort } = require('node:worker_threads');
        parentPort.on('message', ({ session, message }) => {
          if (message?.type !== 'start') return;
          const state = { type: 'state', run: message.run, state: 'training' };
          parentPort.postMessage({ type: 'session', session, message: state });
          for (;;);
        });`,
      );
      const training = await open(moons(30), { script });
      training.train();
      await reaches(training, 'training');
      training.stop();
      await reaches(training, 'stopped');
    });
  });

  it('starts again with a change while it trains, even if its data are still being loaded', async () => {
    const training = await open(moons(endless));
    training.train();
    for (const samples of [50, 40]) {
      training.configure(await factsOf({ ...moons(endless), data: { generator: 'moons', samples } }));
      training.restart();
      training.restart();
    }
    await reaches(training, 'training');
    assert.equal(training.store.view().facts?.trainingSamples, 40);
  });

  it('returns to its start with a change where it does not train, and stays as it is without one', async () => {
    const training = await open(moons(endless));
    training.restart();
    assert.equal(training.store.view().status, null);
    training.train();
    const { status } = await pausesAfter(training, 3);
    training.restart();
    assert.equal(training.store.run?.id, status?.run);
    training.configure(await factsOf(moons(7)));
    training.restart();
    await reaches(training, 'ready');
    assert.deepEqual([training.store.run?.status.epoch, training.store.run?.status.epochs], [0, 7]);
  });
});
