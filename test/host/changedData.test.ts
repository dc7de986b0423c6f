import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Training } from '../../src/host/runs/training.js';
import { Bench, endless, pausesAfter, reaches, settles, until } from './support.js';

const config = {
  layers: [{ units: 3, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { file: 'rows.csv', target: 'y' },
  training: { epochs: endless, batchSize: 2 },
};
const rows = 'a,b,y\n1,2,3\n2,3,5\n3,5,8\n5,8,13\n';
const changedNumbers = rows.replace('8,13', '8,14');
const fewerRows = 'a,b,y\n1,2,3\n2,3,5\n';
const moreColumns = 'a,b,c,y\n1,2,2,3\n2,3,3,5\n3,5,5,8\n5,8,8,13\n';
const fewerColumns = 'a,y\n1,3\n2,5\n3,8\n5,13\n';

describe('A paused run whose data have changed after a reload', () => {
  const bench = new Bench();
  let training: Training;
  let epoch: number;
  let file: string;
  beforeEach(async () => {
    await bench.setUp();
    file = path.join(bench.folder, 'rows.csv');
    await writeFile(file, rows);
    const before = await bench.open(config);
    before.train();
    ({ epoch } = (await pausesAfter(before, 5)).status!);
    await before.suspend();
    await bench.storage.flush();
    training = await bench.open(config);
    assert.equal(training.store.run?.status.epoch, epoch);
  });
  afterEach(() => bench.tearDown());

  /** Tries to resume the run, asserts that it stays paused, and returns the reason. */
  async function refusal(event: 'failed' | 'dataChanged'): Promise<string> {
    const said = once(training.events, event);
    training.train();
    const [reason] = (await said) as [string];
    const { state, error, epoch: at } = training.store.run!.status;
    assert.deepEqual([state, error, at], ['paused', reason, epoch]);
    return reason;
  }
  const continues = (): Promise<void> => until(training, () => training.store.run!.status.epoch > epoch);

  it('continues if the data is the same although the file was written again', async () => {
    await writeFile(file, rows);
    training.train();
    await continues();
    assert.deepEqual(training.findings, []);
  });

  for (const [what, text] of [
    ['more', moreColumns],
    ['fewer', fewerColumns],
  ])
    // prettier-ignore
    it(`is refused with ${what} columns, stays paused, and continues once the file is restored`, async () => {
      await writeFile(file, text);
      assert.match(await refusal('failed'), /^The network of this run has the size 2 → 1 /);
      assert.deepEqual(
        training.findings.map(({ code }) => code),
        ['data-misfit'],
      );
      training.continueOnChangedData();
      await until(training, () => training.store.run!.status.state === 'loading');
      await reaches(training, 'paused');
      await writeFile(file, rows);
      training.train();
      await continues();
      assert.deepEqual(training.findings, []);
    });

  for (const [what, text] of [
    ['other numbers', changedNumbers],
    ['fewer rows', fewerRows],
  ])
    // prettier-ignore
    it(`asks about ${what}, continues with them on request, and does not ask again`, async () => {
      await writeFile(file, text);
      assert.match(await refusal('dataChanged'), /^The data has changed since this run was paused/);
      training.continueOnChangedData();
      await continues();
      assert.deepEqual(training.findings, []);
      ({ epoch } = (await pausesAfter(training, epoch)).status!);
      await training.suspend();
      training.train();
      await continues();
    });

  it('starts again on request', async () => {
    await writeFile(file, changedNumbers);
    await refusal('dataChanged');
    const { id } = training.store.run!;
    training.startAgain();
    await reaches(training, 'training');
    assert.notEqual(training.store.run!.id, id);
    assert.equal(training.store.view().history.epoch.at(0) ?? 0, 0);
  });

  it('stays paused while the data is missing, even after another reload, and continues when it is back', async () => {
    await rm(file);
    assert.match(await refusal('failed'), /rows\.csv/);
    await training.suspend();
    await bench.storage.flush();
    training = await bench.open(config);
    assert.deepEqual([training.store.run?.status.state, training.store.run?.status.epoch], ['paused', epoch]);
    await writeFile(file, rows);
    training.train();
    await continues();
  });

  it('does not change when only a sample is shown', async () => {
    await writeFile(file, moreColumns);
    training.stop();
    assert.equal(training.store.run!.status.state, 'stopped');
    training.ask({ type: 'sample', index: 1 });
    await settles(training);
    assert.equal(training.store.run!.status.state, 'stopped');
  });
});
