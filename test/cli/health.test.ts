import assert from 'node:assert/strict';
import { backprop, withConfig } from './support.js';

const sound = {
  layers: [{ units: 6, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { generator: 'gaussians', samples: 120, noise: 0.1 },
  training: { optimizer: { type: 'adam', learningRate: 0.03 }, epochs: 100, batchSize: 16, seed: 3 },
}; // prettier-ignore
const ill = {
  layers: [{ units: 6, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'sine', samples: 100 },
  training: { optimizer: { type: 'sgd', learningRate: 50 }, epochs: 50, batchSize: 10, seed: 1 },
};

interface Event {
  readonly event: string;
  readonly code?: string;
  readonly epoch?: number;
  readonly [key: string]: unknown;
}

describe('backprop train, about the health of a run', () => {
  it('prints each alarm once with its evidence, its place and a fix, and succeeds or fails as before', () =>
    withConfig(ill, {}, async (file) => {
      const alarms = (await backprop(['train', file, '--json']))
        .events<Event>()
        .filter(({ event }) => event === 'alarm');
      assert.deepEqual(alarms.map(({ code }) => code), ['diverging']); // prettier-ignore
      const { epoch, layer, path, evidence, fix, message } = alarms[0];
      assert.ok(typeof epoch === 'number' && typeof message === 'string');
      assert.deepEqual([layer, path], [null, ['training', 'optimizer', 'learningRate']]);
      assert.ok((evidence as { rateTimesSharpness: number }).rateTimesSharpness > 2);
      assert.deepEqual(Object.keys(fix as object).sort(), ['change', 'title', 'value']);
    }));

  it('writes alarms in words to standard error, at their place', () =>
    withConfig(ill, {}, async (file) => {
      const { out, err } = await backprop(['train', file]);
      assert.match(err, /test\.backprop\.json:1:\d+: warning diverging .+\n.+\n.+\^/);
      assert.ok(!out.includes('diverging'));
    }));

  it('prints no alarm of a run that trains well', () =>
    withConfig(sound, {}, async (file) => {
      const [json, text] = [await backprop(['train', file, '--json']), await backprop(['train', file])];
      assert.deepEqual(json.events<Event>().filter(({ event }) => event === 'alarm'), []); // prettier-ignore
      assert.equal(text.err, '');
    }));

  it('prints the instruments only where they are asked for, in the order of the epochs', () =>
    withConfig(sound, {}, async (file) => {
      const measured = (events: Event[]): Event[] => events.filter(({ event }) => event === 'instruments');
      assert.deepEqual(measured((await backprop(['train', file, '--json'])).events()), []);
      const all = measured((await backprop(['train', file, '--json', '--instruments'])).events());
      const epochs = all.map(({ epoch }) => epoch ?? NaN);
      assert.deepEqual([epochs[0], epochs.at(-1)], [0, 100]);
      assert.deepEqual(
        epochs,
        epochs.toSorted((a, b) => a - b),
      );
      assert.deepEqual(Object.keys(all[0]), ['event', 'epoch', 'loss', 'layers', 'outputSpread', 'predicted', 'gradientSignal', 'sharpness', 'learningRate']); // prettier-ignore
    }));

  it('ends with a table of the instruments without --json', () =>
    withConfig(sound, {}, async (file) => {
      const { out } = await backprop(['train', file, '--instruments']);
      assert.match(out, /epoch +gradient norm +signal\/noise +λmax +η·λmax\n0 +\d/);
      assert.match(out, /Layers after epoch 100\nlayer .+\n1 .+\n2 .+\n$/);
    }));
});
