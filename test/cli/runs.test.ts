import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backprop, withConfig } from './support.js';

const config = {
  name: 'Line',
  layers: [{ units: 1 }],
  loss: 'meanSquaredError',
  data: { inputs: [[1], [2]], targets: [[3], [5]] },
  training: { optimizer: { type: 'sgd', learningRate: 0.1 }, epochs: 10 },
};

/** Trains two configs, and calls `run` with the files of their output. */
async function withRuns(other: object, run: (a: string, b: string) => Promise<void>): Promise<void> {
  await withConfig(config, { 'other.backprop.json': JSON.stringify(other) }, async (file) => {
    const folder = path.dirname(file);
    const files = ['a.jsonl', 'b.jsonl'].map((name) => path.join(folder, name));
    for (const [index, each] of [file, path.join(folder, 'other.backprop.json')].entries())
      await writeFile(files[index], (await backprop(['train', each, '--json'])).out);
    await run(files[0], files[1]);
  });
}
const other = { ...config, loss: 'huber', training: { ...config.training, epochs: 20, seed: 0 } };

describe('backprop runs', () => {
  it('prints what differs in settings and text, and the last metrics', async () => {
    await withRuns(other, async (a, b) => {
      const { status, out, err } = await backprop(['runs', a, b]);
      assert.deepEqual([status, err], [0, '']);
      const rows = out.split('\n').map((line) => line.split(/ {2,}/).filter((cell) => cell !== ''));
      assert.deepEqual(rows[0], [a, b]);
      assert.deepEqual(rows[1], ['training.epochs', '10', '20']);
      assert.deepEqual(rows.find(([path]) => path === 'loss'), ['loss', 'meanSquaredError', 'huber']); // prettier-ignore
      assert.deepEqual(rows.find(([name]) => name === 'outcome'), ['outcome', 'completed', 'completed']); // prettier-ignore
      assert.ok(!out.includes('training.seed'));
    });
  });

  it('prints the same as one JSON value', async () => {
    await withRuns(other, async (a, b) => {
      const ran = await backprop(['runs', a, b, '--json']);
      const [{ runs, differences }, ...more] = ran.events<{
        runs: { file: string; name: string; epochs: number; loss: number; outcome: string }[];
        differences: unknown[];
      }>();
      assert.equal(more.length, 0);
      assert.deepEqual(
        runs.map(({ file, name, epochs, outcome }) => [file, name, epochs, outcome]),
        [
          [a, 'Line', 10, 'completed'],
          [b, 'Line', 20, 'completed'],
        ],
      );
      assert.ok(runs.every(({ loss }) => loss > 0));
      assert.deepEqual(differences, [
        { path: 'training.epochs', kind: 'setting', values: [10, 20] },
        { path: 'loss', kind: 'text', values: ['meanSquaredError', 'huber'] },
      ]);
    });
  });

  it('says that runs are the same where nothing differs', async () => {
    await withRuns(config, async (a, b) => {
      const { out } = await backprop(['runs', a, b]);
      assert.match(out, /The settings and the texts of these runs are the same\./);
    });
  });

  it('compares an interrupted run, and one of an older version by its metrics alone', async () => {
    await withRuns(other, async (a, b) => {
      const epoch = { event: 'epoch', epoch: 4, loss: 0.5, validationLoss: null };
      await writeFile(b, `${JSON.stringify(epoch)}\n{"event":"epo`);
      const { status, out, err } = await backprop(['runs', a, b]);
      assert.equal(status, 0);
      assert.match(err, /does not contain its config/);
      assert.match(out, /epochs +10 +4\n/);
      assert.match(out, /outcome +completed +–\n/);
    });
  });

  it('says what is wrong with a file, and that it needs two', async () => {
    await withConfig(config, {}, async (file) => {
      const one = await backprop(['runs', file]);
      assert.deepEqual([one.status, /takes two or more files/.test(one.err)], [2, true]);
      const missing = await backprop(['runs', file, `${file}.none`]);
      assert.deepEqual([missing.status, /is not the output of a run/.test(missing.err)], [1, true]);
      const none = await backprop(['runs', `${file}.none`, file]);
      assert.deepEqual([none.status, /There is no file/.test(none.err)], [2, true]);
    });
  });
});
