import assert from 'node:assert/strict';
import { parseConfig } from '../../src/config/parse.js';
import type { RunSettings } from '../../src/protocol.js';
import { lastEvent, backprop, withConfig } from '../cli/support.js';
import { Bench, settles } from './support.js';

const withTraining = (training: object): object => ({
  layers: [
    { units: 8, activation: 'tanh', dropout: 0.1 },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60, validationSplit: 0.2 },
  training: { epochs: 10, seed: 1, optimizer: { type: 'adam', learningRate: 0.1 }, ...training },
});

/** A setting, the rest of `training`, and the same setting in the file. */
const cases: readonly [string, Partial<RunSettings>, object, object][] = [
  ['epochs of a cosine schedule', { epochs: 20 }, { schedule: 'cosine' }, { epochs: 20 }],
  ['epochs with a warm-up', { epochs: 20 }, { schedule: 'cosine', warmupEpochs: 5 }, { epochs: 20 }],
  ['a batch size', { batchSize: 7 }, { batchSize: 16 }, { batchSize: 7 }],
  ['no batch size', { batchSize: null }, { batchSize: 16 }, { batchSize: undefined }],
  [
    'a learning rate',
    { learningRate: 0.02 },
    { optimizer: 'rmsprop' },
    { optimizer: { type: 'rmsprop', learningRate: 0.02 } },
  ],
  ['a seed', { seed: 9 }, { batchSize: 16 }, { seed: 9 }],
];

/** Returns the losses of each epoch of a run that a worker trains as in the editor. */
async function lossesInEditor(config: object, settings: Partial<RunSettings>): Promise<number[]> {
  const bench = new Bench();
  await bench.setUp();
  const training = await bench.open(config);
  training.changeSettings({ ...training.store.settings!, ...settings });
  training.train();
  await settles(training);
  const { loss } = training.store.view().history;
  await bench.tearDown();
  return [...loss].slice(1);
}

async function lossesOnCommandLine(config: object, ...args: string[]): Promise<number[]> {
  return withConfig(config, {}, async (file) => {
    const { status, err, events } = await backprop(['train', file, '--json', ...args]);
    assert.equal(status, 0, err);
    return events<{ event: string; loss: number }>().flatMap(({ event, loss }) =>
      event === 'epoch' ? [loss] : [],
    );
  });
}

describe('A setting in place of the file’s', () => {
  for (const [name, settings, training, inFile] of cases) {
    it(`gives the numbers of a file with this setting: ${name}`, async () => {
      const config = withTraining(training);
      const written = await lossesOnCommandLine(withTraining({ ...training, ...inFile }));
      assert.deepEqual(await lossesInEditor(config, settings), written);
      assert.notDeepEqual(await lossesOnCommandLine(config), written);
      if (settings.epochs !== undefined) {
        assert.deepEqual(await lossesOnCommandLine(config, '--epochs', String(settings.epochs)), written);
      }
    });
  }

  it('gives the numbers of a file with this setting for a plain function', async () => {
    const config = { function: 'x^2 + 10*y^2', start: [8, 3], training: { epochs: 10, schedule: 'cosine' } };
    const longer = { ...config, training: { ...config.training, epochs: 20 } };
    const [overridden, written] = [
      await withConfig(config, {}, (file) => lastEvent('train', file, '--epochs', '20')),
      await withConfig(longer, {}, (file) => lastEvent('train', file)),
    ];
    assert.deepEqual(overridden, written);
  });

  it('counts where the file has the key twice, too, of which the last one is read', async () => {
    const text = JSON.stringify(withTraining({ schedule: 'cosine' }));
    const twice = text.replace('"epochs":10', '"epochs":3,"epochs":10');
    const { withSettings } = await parseConfig(twice, 'test.backprop.json');
    assert.equal(withSettings({ epochs: 20 })?.training.epochs, 20);
    const batches = text.replace('"epochs":10', '"batchSize":3,"batchSize":10');
    const parsed = await parseConfig(batches, 'test.backprop.json');
    assert.equal(parsed.withSettings({ batchSize: null })?.training.batchSize, null);
  });
});
