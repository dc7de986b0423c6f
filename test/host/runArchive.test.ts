import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RunArchive } from '../../src/host/runs/runArchive.js';
import type { Training } from '../../src/host/runs/training.js';
import { pastRun } from './pastRuns.js';
import { Bench, endless, moons, settles, until } from './support.js';

const uri = 'file:///a.backprop.json';

describe('The archive of runs', () => {
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());
  const errors: string[] = [];
  const open = (): RunArchive =>
    new RunArchive(path.join(bench.folder, 'runs'), (error) => errors.push(error.message));
  const folder = async (): Promise<string> => {
    const runs = path.join(bench.folder, 'runs');
    return path.join(runs, (await readdir(runs))[0]);
  };
  const idsIn = async (archive: RunArchive, of = uri): Promise<string[]> =>
    (await archive.load(of)).map(({ record }) => record.run).sort();

  it('has the runs as they were saved, with the sizes of their states', async () => {
    const [archive, run] = [open(), pastRun('a', { name: 'wide', alarms: ['dead-units'] })];
    assert.deepEqual(await archive.load(uri), []);
    await archive.save(uri, run, Uint8Array.of(1, 2, 3));
    const loaded = { ...run, stateBytes: 3, record: { ...run.record, hasState: true } };
    assert.deepEqual(await open().load(uri), [loaded]);
    assert.deepEqual(new Uint8Array((await archive.loadState(uri, 'a'))!), Uint8Array.of(1, 2, 3));
    await archive.save(uri, run);
    assert.equal((await archive.load(uri))[0].stateBytes, 3);
    await archive.save(uri, run, null);
    assert.deepEqual(await archive.load(uri), [run]);
    assert.equal(await archive.loadState(uri, 'a'), null);
  });

  it('loads all other runs where a file is damaged, and reports it once', async () => {
    const archive = open();
    for (const id of ['a', 'b', 'c', 'd']) await archive.save(uri, pastRun(id), null);
    const whole = await readFile(path.join(await folder(), 'a.past'));
    await writeFile(path.join(await folder(), 'a.past'), whole.subarray(0, whole.length / 2));
    const content = deserialize(whole) as { run: object };
    await writeFile(
      path.join(await folder(), 'b.past'),
      serialize({ ...content, run: { ...content.run, record: 1 } }),
    );
    await writeFile(path.join(await folder(), 'c.past'), whole); // of another run
    assert.deepEqual(await idsIn(archive), ['d']);
    assert.equal(errors.splice(0).length, 3);
    assert.deepEqual(await idsIn(archive), ['d']);
    assert.deepEqual(errors, []);
    await archive.save(uri, pastRun('a'), null);
    assert.deepEqual(await idsIn(archive), ['a', 'd']);
  });

  it('restores deleted runs until it is opened again', async () => {
    const archive = open();
    for (const id of ['a', 'b']) await archive.save(uri, pastRun(id), Uint8Array.of(1));
    await archive.delete(uri, ['a', 'b']);
    await archive.undelete(uri, ['b']);
    assert.deepEqual(await idsIn(open()), ['b']);
    assert.deepEqual((await readdir(await folder())).sort(), ['b.past', 'b.state']);
  });

  it('moves the runs of a config to another name, in place of those that had it', async () => {
    const archive = open();
    await archive.save(uri, pastRun('a'), null);
    await archive.save('file:///b', pastRun('b'), null);
    await archive.move(uri, 'file:///b');
    await archive.move('file:///none', 'file:///b');
    assert.deepEqual([await idsIn(archive), await idsIn(archive, 'file:///b')], [[], ['a']]);
  });

  it('ignores a file that was being written when the process was killed', async () => {
    const archive = open();
    await archive.save(uri, pastRun('a'), null);
    await writeFile(path.join(await folder(), 'b.past.new'), 'half a');
    assert.deepEqual(await idsIn(archive), ['a']);
    assert.deepEqual(await readdir(await folder()), ['a.past']);
  });
});

describe('The runs of a config', function () {
  this.timeout(60_000);
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());

  async function reload(training: Training, config: object): Promise<Training> {
    await training.suspend();
    await bench.storage.flush();
    return bench.open(config, { uri: training.store.uri });
  }
  const trainOnce = async (training: Training, rate: number): Promise<void> => {
    training.changeSettings({ ...training.store.settings!, learningRate: rate });
    training.startAgain();
    await settles(training);
  };
  const listed = ({ store }: Training): unknown[] =>
    store.runs.all.map(({ record }) => [record.number, record.name, record.state, record.hasState]);

  it('are there after a reload, with curves, texts, names and data', async () => {
    const before = await bench.open(moons(20));
    await trainOnce(before, 0.1);
    await trainOnce(before, 0.01);
    const [, first] = before.store.runs.all;
    await before.kept.rename(first.record.run, ' wide ');
    const after = await reload(before, moons(20));
    assert.deepEqual(listed(after), [
      [2, null, 'done', true],
      [1, 'wide', 'done', true],
    ]);
    const [, same] = after.store.runs.all;
    assert.equal(same.curve?.epoch.length, 21);
    assert.deepEqual(same.curve.loss, first.curve?.loss);
    assert.match(same.source.text, /"learningRate": 0.1/);
    assert.match(same.record.data ?? '', /^[0-9a-f]{64}$/);
    const { settings } = after.store.view().runsDiffer;
    assert.deepEqual(settings.map(({ path }) => path), ['training.optimizer.learningRate']); // prettier-ignore
  });

  it('are listed as stopped where another run has replaced them', async () => {
    const training = await bench.open(moons(endless));
    training.train();
    await until(training, () => training.store.run!.status.epoch > 20);
    training.startAgain();
    await until(training, () => training.store.run!.status.epoch > 20);
    const after = await reload(training, moons(endless));
    assert.deepEqual(listed(after), [
      [2, null, 'paused', true],
      [1, null, 'stopped', false],
    ]);
    assert.ok((after.store.runs.all[1].curve?.epoch.length ?? 0) > 20);
  });

  it('stay deleted after a reload, the run that is shown, too', async () => {
    const before = await bench.open(moons(5));
    await trainOnce(before, 0.1);
    await trainOnce(before, 0.01);
    const deleted = await before.kept.delete(before.store.runs.all.map(({ record }) => record.run));
    assert.deepEqual([deleted.length, listed(before)], [2, []]);
    const after = await reload(before, moons(5));
    assert.deepEqual(listed(after), []);
    assert.equal(after.store.run?.status.state, 'done');
  });

  it('are back where their deletion is undone', async () => {
    const before = await bench.open(moons(5));
    await trainOnce(before, 0.1);
    await trainOnce(before, 0.01);
    await before.kept.undelete(await before.kept.delete([before.store.runs.all[1].record.run]));
    const after = await reload(before, moons(5));
    assert.deepEqual(listed(after).length, 2);
    assert.equal(after.store.runs.all[1].record.hasState, true);
  });

  it('cannot be deleted while they train', async () => {
    const training = await bench.open(moons(endless));
    training.train();
    await until(training, () => training.store.run!.status.epoch > 5);
    assert.deepEqual(await training.kept.delete([training.store.run!.id]), []);
    assert.equal(training.store.runs.all.length, 1);
  });

  it('can be continued from their last state after a reload, with the numbers of one long run', async () => {
    const whole = await bench.open(moons(30), { uri: 'file:///whole.backprop.json' });
    whole.train();
    await settles(whole);
    const before = await bench.open(moons(10));
    before.train();
    await settles(before);
    await trainOnce(before, 0.5); // another run is shown
    const after = await reload(before, moons(10));
    const past = after.store.runs.all[1];
    after.changeSettings({ ...after.store.fileSettings!, epochs: 30 });
    const settled = settles(after);
    await after.kept.branch(past);
    await settled;
    const { status, history } = after.store.view();
    assert.deepEqual(status?.branchOf, { run: past.record.run, epoch: 10 });
    assert.equal(history.loss.at(-1), whole.store.view().history.loss.at(-1));
  });

  it('say why no run can continue from them', async () => {
    const training = await bench.open(moons(10));
    training.train();
    await settles(training);
    const reasons: string[] = [];
    training.events.on('branchRefused', (reason) => reasons.push(reason));
    await training.kept.branch(training.store.runs.all[0]);
    assert.match(reasons.splice(0).join(), /ends at epoch 10, but it would begin at epoch 10/);
    await training.kept.branch(pastRun('gone', { number: 7 }));
    assert.match(reasons.join(), /The last state of run 7 is not kept/);
  });

  it('follow their config to another name', async () => {
    const training = await bench.open(moons(5));
    training.train();
    await settles(training);
    training.rename('file:///renamed.backprop.json', bench.folder);
    const after = await reload(training, moons(5));
    assert.deepEqual(listed(after), [[1, null, 'done', true]]);
  });
});
