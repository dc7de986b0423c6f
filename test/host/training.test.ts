import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../src/config/parse.js';
import type { ConfigFacts } from '../../src/host/configStore.js';
import { Storage } from '../../src/host/storage.js';
import { Training } from '../../src/host/training.js';
import type { ConfigView, RunState } from '../../src/protocol.js';
import { workerScript } from '../worker/support.js';

/** So many that no machine is through with them while a test looks, and as many as are measured one by one. */
const endless = 1_000_000;

const moons = (epochs: number): object => ({
  layers: [
    { units: 6, activation: 'tanh' },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60, validationSplit: 0.2 },
  training: { optimizer: { type: 'adam' }, epochs, batchSize: 8, seed: 2 },
});

async function factsOf(config: object | null): Promise<ConfigFacts> {
  const { spec, withSettings } = await parseConfig(
    config ? JSON.stringify(config) : '',
    'moons.backprop.json',
  );
  const problems = { errors: spec ? 0 : 1, warnings: 0, first: null };
  return { name: 'moons', spec, withSettings, fingerprint: JSON.stringify(spec), problems };
}

describe('The training of a config', () => {
  let folder: string;
  let storage: Storage;
  let opened: Training[];
  let errors: unknown[];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'backprop-storage-'));
    storage = new Storage(path.join(folder, 'storage'));
    opened = [];
    errors = [];
  });
  afterEach(async () => {
    for (const training of opened) await training.suspend();
    await storage.flush();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(errors, []);
  });

  async function open(
    config: object | null,
    uri = 'file:///moons.backprop.json',
    script?: string,
  ): Promise<Training> {
    const training = new Training(uri, 'moons', folder, {
      workerScript: script ?? (await workerScript()),
      translations: undefined,
      kernels: () => null,
      storage,
      report: (error) => errors.push(error),
    });
    opened.push(training);
    await training.restored;
    training.configure(await factsOf(config));
    return training;
  }

  /** What an editor's end and another's start do. */
  async function reload(training: Training, config: object): Promise<Training> {
    await training.suspend();
    await storage.flush();
    return open(config, training.store.uri);
  }

  it('finds a paused run as it was, and resumes it to the very same numbers', async () => {
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

    const whole = await open(moons(status!.epoch), 'file:///whole.backprop.json');
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
    assert.equal(after.store.records[0].state, 'paused');
  });

  it('says that the file is another after a reload, too', async () => {
    const before = await open(moons(50));
    before.train();
    await settles(before);
    const after = await reload(before, { ...moons(50), loss: 'meanSquaredError' });
    assert.equal(after.store.run?.status.stale, true);
  });

  it('keeps settings for the next run, and leaves what the file says elsewhere', async () => {
    const before = await open(moons(50));
    before.changeSettings({ ...before.store.settings!, epochs: 7 });
    const after = await reload(before, { ...moons(50), training: { epochs: 60, batchSize: 4 } });
    assert.deepEqual(after.store.settings, { learningRate: 0.1, epochs: 7, batchSize: 4, seed: 0 });
    after.train();
    await reaches(after, 'done');
    assert.equal(after.store.view().history.epoch.at(-1), 7);
  });

  it('believes no settings that cannot be', async () => {
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

  it('resets to the very same start', async () => {
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

  it('goes on with what it started with while the text changes, and says so', async () => {
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

  it('shows the start of what the text now says, and nothing else once it has trained', async () => {
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

  it('ends its thread once nobody looks and nothing runs', async () => {
    const training = await open(moons(200));
    training.train();
    training.setOpen(false);
    assert.equal(training.isIdle, false);
    await settles(training);
    assert.equal(training.store.run?.status.state, 'done');
    assert.equal(training.isIdle, true);
  });

  it('goes by another name without losing its run', async () => {
    const training = await open(moons(endless));
    training.train();
    await until(training, () => training.store.run!.status.epoch > 5);
    training.rename('file:///renamed.backprop.json', folder);
    const after = await reload(training, moons(endless));
    assert.ok(after.store.run!.status.epoch > 5);
    assert.deepEqual((await readdir(path.join(folder, 'storage'))).length, 1);
  });

  describe('whose worker dies', () => {
    const dying = `require('node:worker_threads').parentPort.on('message', ({ type }) => {
      if (type === 'start') throw new Error('out of memory');
    });`;

    it('fails with the reason, and leaves the others alone', async () => {
      const script = path.join(folder, 'dying.cjs');
      await writeFile(script, dying);
      const other = await open(moons(endless), 'file:///other.backprop.json');
      other.train();
      const training = await open(moons(30), undefined, script);
      training.train();
      await reaches(training, 'failed');
      assert.match(training.store.run!.status.error!, /out of memory/);
      await until(other, () => other.store.run!.status.epoch > 5);
    });

    it('trains again in a new thread', async () => {
      const script = path.join(folder, 'dying.cjs');
      await writeFile(script, dying);
      const training = await open(moons(30), undefined, script);
      training.train();
      await reaches(training, 'failed');
      const { id } = training.store.run!;
      training.train();
      await reaches(training, 'failed');
      assert.notEqual(training.store.run?.id, id);
    });

    it('is ended where it hears no stop', async () => {
      const script = path.join(folder, 'deaf.cjs');
      await writeFile(
        script,
        `const { parentPort } = require('node:worker_threads');
        parentPort.on('message', ({ type, run }) => {
          if (type !== 'start') return;
          parentPort.postMessage({ type: 'state', run, state: 'training' });
          for (;;);
        });`,
      );
      const training = await open(moons(30), undefined, script);
      training.train();
      await reaches(training, 'training');
      training.stop();
      await reaches(training, 'stopped');
    });
  });
});

describe('What is kept of a config', () => {
  it('is nothing where the file is not one of ours', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'backprop-storage-'));
    const storage = new Storage(folder);
    await storage.save('file:///a', { overrides: {}, records: [], image: null });
    const [name] = await readdir(folder);
    assert.deepEqual(await storage.load('file:///a'), { overrides: {}, records: [], image: null });
    await writeFile(path.join(folder, name), 'half a');
    assert.equal(await storage.load('file:///a'), null);
    assert.equal(await storage.load('file:///never-saved'), null);
    await rm(folder, { recursive: true });
  });
});

/** Resolves once it is so; mocha's time-out ends the wait. */
function until({ store }: Training, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      store.events.off('change', look).off('renewed', look);
      resolve();
    };
    store.events.on('change', look).on('renewed', look);
    look();
  });
}

/** Pauses once more epochs are done; what a view then shows. */
async function pausesAfter(training: Training, epochs: number): Promise<ConfigView> {
  await until(training, () => training.store.run!.status.epoch > epochs);
  training.pause();
  await settles(training);
  return training.store.view();
}

function reaches(training: Training, state: RunState): Promise<void> {
  return until(training, () => training.store.run?.status.state === state);
}

function settles(training: Training): Promise<void> {
  return new Promise((resolve) => training.events.once('settled', resolve));
}
