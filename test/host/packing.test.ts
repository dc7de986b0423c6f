import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { predictOne } from '../../src/models/predictOne.js';
import { unpackModel } from '../../src/models/modelFile.js';
import { replaceFile } from '../../src/node/replaceFile.js';
import { Bench, moons, reaches, settles, until } from './support.js';

const question = { format: 'safetensors', hasTraining: false, page: '' };

describe('The model of the state that is shown', () => {
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());

  it('is that of the viewed epoch, and predictions are made with it', async () => {
    const training = await bench.open(moons(40));
    training.train();
    await reaches(training, 'done');
    await settles(training);
    const last = unpackModel((await training.shown.pack(question))!.bytes!);
    assert.equal(last.epoch, 40);
    training.viewEpoch(11);
    const packed = await training.shown.pack({ ...question, hasTraining: true });
    assert.equal(packed?.epoch, 11);
    const viewed = unpackModel(packed.bytes!);
    await until(training, () => training.store.view().snapshot?.epoch === 11);
    const [weight] = training.store.view().snapshot!.layers[0].weights!;
    assert.equal(viewed.network.layers[0].weights[0], weight);
    assert.equal(viewed.training?.progress.epoch, 11);

    const { fields } = training.store.view().facts!.predict!;
    assert.equal(fields.length, 2);
    const answers: unknown[] = [];
    training.store.events.on('change', (change) => {
      if (change.type === 'predicted') answers.push(change.prediction);
    });
    training.ask({ type: 'predict', values: [0.25, -0.5] });
    training.ask({ type: 'predict', values: [0.25] });
    training.ask({ type: 'predict', values: [NaN, 1] });
    training.ask({ type: 'predict', values: [1, 2] });
    await until(training, () => answers.length > 1);
    assert.deepEqual(answers, [predictOne(viewed, [0.25, -0.5]), predictOne(viewed, [1, 2])]);
  });

  it('is refused in a format that cannot have it, with the reason', async () => {
    const training = await bench.open(moons(5));
    training.train();
    await reaches(training, 'done');
    await settles(training);
    const { bytes, reason } = (await training.shown.pack({ ...question, format: 'nothing' }))!;
    assert.deepEqual([bytes, typeof reason], [null, 'string']);
  });
});

describe('A file that is replaced', () => {
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());
  const { signal } = new AbortController();

  it('keeps its content where the disk is full or the path cannot be written, and leaves nothing beside it', async () => {
    await assert.rejects(replaceFile('/dev/full', new Uint8Array(10_000), signal), /ENOSPC/);
    const file = path.join(bench.folder, 'model.safetensors');
    writeFileSync(file, 'old');
    await replaceFile(file, 'new', signal);
    assert.equal(readFileSync(file, 'utf8'), 'new');
    const names = readdirSync(bench.folder);
    await assert.rejects(replaceFile(path.join(bench.folder, 'none', 'model'), 'x', signal), /ENOENT/);
    await assert.rejects(replaceFile(`${file}/model`, 'x', signal), /ENOTDIR/);
    assert.deepEqual(readdirSync(bench.folder), names);
  });
});
