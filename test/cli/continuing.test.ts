import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unpackModel } from '../../src/models/modelFile.js';
import { backprop, lastEvent, withConfig } from './support.js';

const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 2]);
const table = ['x,y,kind', ...rows.map((row) => row.join())].join('\n');

const config = (training: object, more: object = {}) => ({
  layers: [{ units: 5, activation: 'tanh', dropout: 0.2 }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { file: 'data.csv', target: 'kind', normalize: 'standardize', validationSplit: 0.25 },
  training: { epochs: 10, batchSize: 7, seed: 3, ...training },
  ...more,
}); // prettier-ignore

const optimizers: readonly object[] = [
  { type: 'sgd', learningRate: 0.1 },
  { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-3 },
  { type: 'adagrad', learningRate: 0.1 },
  { type: 'rmsprop', learningRate: 0.01 },
  { type: 'rmsprop', learningRate: 0.01, momentum: 0.5 },
  { type: 'adam', learningRate: 0.02 },
  { type: 'adamw', learningRate: 0.02, weightDecay: 0.1 },
];

const schedules: readonly object[] = [
  { schedule: { type: 'step', stepSize: 3, gamma: 0.5 } },
  { schedule: { type: 'cosine', epochs: 10 }, warmupEpochs: 7 },
  { schedule: { type: 'reduceOnPlateau', factor: 0.5, patience: 0, threshold: 0.5 } },
  { earlyStopping: { patience: 3, minDelta: 0.2, restoreBest: true } },
];

interface Done {
  readonly epochs: number;
  readonly loss: number;
  readonly layers: unknown;
}

/** Trains 10 epochs at once, and 5 epochs that are saved and continued to 10. Returns how both end. */
function bothWays(of: Readonly<Record<string, unknown>>, first = 5): Promise<readonly [Done, Done]> {
  return withConfig(of, { 'data.csv': table }, async (file) => {
    const folder = path.dirname(file);
    const whole = await lastEvent<Done>('train', file);
    const half = path.join(folder, 'half.backprop.json');
    writeFileSync(half, JSON.stringify(of));
    const model = path.join(folder, 'model.safetensors');
    const saved = await backprop(['train', half, '--epochs', String(first), '--save', model, '--optimizer-state']);
    assert.equal(saved.status, 0, saved.err);
    writeFileSync(half, JSON.stringify({ ...of, weights: 'model.safetensors' }));
    return [whole, await lastEvent<Done>('train', half)] as const;
  });
} // prettier-ignore

describe('Training that goes on from a saved model with the state of its optimizer', () => {
  for (const optimizer of optimizers)
    it(`gives the same bits as training at once with ${JSON.stringify(optimizer)}`, async () => {
      const [whole, continued] = await bothWays(config({ optimizer }));
      assert.deepEqual([continued.epochs, continued.loss, continued.layers], [10, whole.loss, whole.layers]);
    });

  for (const schedule of schedules)
    it(`gives the same bits with ${JSON.stringify(schedule)}`, async () => {
      const adam = { type: 'adam', learningRate: 0.05 };
      const [whole, continued] = await bothWays(config({ optimizer: adam, ...schedule }));
      assert.deepEqual([continued.epochs, continued.loss, continued.layers], [whole.epochs, whole.loss, whole.layers]);
    }); // prettier-ignore

  it('gives the same bits with the perceptron rule, float32 and a frozen layer', async () => {
    const step = { layers: [{ units: 1, activation: 'step' }], loss: 'halfSquaredError' };
    const frozen = { layers: [{ units: 3, activation: 'tanh', weights: { trainable: false } }, { units: 1, activation: 'sigmoid', bias: { shared: true } }] }; // prettier-ignore
    for (const of of [
      config({ optimizer: { type: 'perceptron', learningRate: 0.1 } }, step),
      config({ optimizer: 'adam', precision: 'float32' }),
      config({ optimizer: 'adam' }, frozen),
    ]) {
      const [whole, continued] = await bothWays(of);
      assert.deepEqual([continued.epochs, continued.layers], [whole.epochs, whole.layers]);
    }
  });

  it('begins with the first epoch where the optimizer is another one, with a warning', async () => {
    const adam = config({ optimizer: 'adam' });
    await withConfig(adam, { 'data.csv': table }, async (file) => {
      const model = path.join(path.dirname(file), 'model.safetensors');
      await backprop(['train', file, '--epochs', '5', '--save', model, '--optimizer-state']);
      assert.equal(unpackModel(readFileSync(model)).training?.progress.epoch, 5);
      writeFileSync(file, JSON.stringify({ ...config({ optimizer: 'sgd' }), weights: 'model.safetensors' }));
      const found = (await backprop(['lint', file, '--json'])).events();
      assert.ok(found.some(({ code, severity }) => code === 'weights-optimizer' && severity === 'warning'));
      const epochs = (await backprop(['train', file, '--json', '--every', '1'])).events();
      assert.equal(epochs.filter(({ event }) => event === 'epoch').at(0)?.epoch, 1);
      writeFileSync(file, JSON.stringify({ ...config({ optimizer: 'adam', epochs: 5 }), weights: 'model.safetensors' })); // prettier-ignore
      const over = (await backprop(['lint', file, '--json'])).events();
      assert.match(String(over.find(({ code }) => code === 'weights-progress')?.message), /Raise "epochs"/);
    });
  });

  it('needs --save', async () => {
    await withConfig(config({}), { 'data.csv': table }, async (file) => {
      const { status, err } = await backprop(['train', file, '--optimizer-state']);
      assert.equal(status, 2);
      assert.match(err, /belongs to --save/);
    });
  });
});
