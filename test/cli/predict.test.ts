import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backprop, lastEvent, withConfig } from './support.js';

/** Returns a table with a number that has gaps, a category and what they decide. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const size = (i * 37) % 100;
    const color = ['red', 'green', 'blue'][i % 3];
    return `${i % 9 === 4 ? '' : size},${color},${size > 50 !== (color === 'red') ? 'yes' : 'no'},${size / 2}`;
  });
  return ['size,color,bought,half', ...lines].join('\n');
}

const classes = {
  layers: [
    { units: 8, activation: 'tanh' },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { file: 'shop.csv', target: 'bought', features: ['size', 'color'], normalize: 'standardize' },
  training: { epochs: 60, batchSize: 16, optimizer: { type: 'adam', learningRate: 0.05 } },
};

/** Trains a config, saves its model, and runs a test with the model and the folder. */
const withModel = (config: object, run: (model: string, folder: string) => Promise<void>): Promise<void> =>
  withConfig(config, { 'shop.csv': table(120) }, async (file) => {
    const folder = path.dirname(file);
    const model = path.join(folder, 'model.safetensors');
    const trained = await backprop(['train', file, '--save', model]);
    assert.equal(trained.status, 0, trained.err);
    await run(model, folder);
  });

describe('backprop predict', () => {
  it('predicts the training rows as the run did', async () => {
    await withModel(classes, async (model, folder) => {
      const { accuracy } = await lastEvent<{ accuracy: number }>(
        'train',
        path.join(folder, 'test.backprop.json'),
      );
      const ran = await backprop(['predict', model, path.join(folder, 'shop.csv'), '--json']);
      assert.equal(ran.status, 0, ran.err);
      const predicted = ran.events<{ prediction: string; probability: number }>();
      const truth = table(120)
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[2]);
      assert.equal(predicted.length, truth.length);
      const right = predicted.filter(({ prediction }, i) => prediction === truth[i]).length;
      assert.ok(
        Math.abs(right / truth.length - accuracy) < 1e-12,
        `${right} of ${truth.length}, ${accuracy}`,
      );
      assert.ok(predicted.every(({ probability }) => probability >= 0.5 && probability <= 1));
    });
  });

  it('needs only the columns of the inputs, in any order, and fills gaps as the training did', async () => {
    await withModel(classes, async (model, folder) => {
      const other = path.join(folder, 'other.csv');
      writeFileSync(other, 'color,name,size\nred,a,90\npurple,b,90\nblue,c,\n');
      const out = path.join(folder, 'out.csv');
      const ran = await backprop(['predict', model, other, '-o', out]);
      assert.deepEqual([ran.status, ran.out], [0, '']);
      const lines = readFileSync(out, 'utf8').trim().split('\n');
      assert.equal(lines[0], 'prediction,probability');
      assert.equal(lines.length, 4);
      assert.match(lines[1], /^no,0\.\d+$/);
    });
  });

  it('fills a gap in a column that had none in training, and warns once for each column of what is new', async () => {
    const config = {
      ...classes,
      data: { file: 'shop.csv', target: 'bought', features: ['half', 'color'], normalize: 'standardize', columns: { half: { type: 'number', missing: 7 } } },
    }; // prettier-ignore
    await withModel(config, async (model, folder) => {
      const write = (name: string, text: string): string => {
        writeFileSync(path.join(folder, name), text);
        return path.join(folder, name);
      };
      const gapped = await backprop([
        'predict',
        model,
        write('a.csv', 'half,color\n,red\n9,pink\n9,\n,teal\n'),
      ]);
      assert.equal(gapped.status, 0, gapped.err);
      const lines = gapped.out.trim().split('\n').slice(1);
      const warnings = gapped.err.trim().split('\n');
      assert.equal(warnings.length, 2);
      assert.match(warnings[1], /^backprop: 3 cells in column "color" of .*a\.csv have categories that/);
      assert.match(gapped.err, /Its missing cells \(2\) are filled with 7\./);
      assert.match(gapped.err, /such as "pink"\. All inputs of the column are 0 for them\./);
      const full = await backprop(['predict', model, write('b.csv', 'half,color\n7,red\n9,red\n')]);
      assert.equal(full.err, '');
      assert.equal(lines[0], full.out.split('\n')[1]);
      assert.equal(lines[1], lines[2], 'an unknown category and a missing one are 0 in all inputs');
    });
  });

  it('gives numbers in the unit of the target', async () => {
    const regression = {
      ...classes,
      layers: [{ units: 1 }],
      loss: 'meanSquaredError',
      data: { file: 'shop.csv', target: 'half', features: ['size'], normalize: 'standardize', normalizeTargets: 'standardize', columns: { size: { type: 'number', missing: 'dropRow' } } },
      training: { epochs: 300, optimizer: { type: 'sgd', learningRate: 0.3 } },
    }; // prettier-ignore
    await withModel(regression, async (model, folder) => {
      const other = path.join(folder, 'other.csv');
      writeFileSync(other, 'size\n40\n60\n');
      const ran = await backprop(['predict', model, other, '--json']);
      const [first, second] = ran.events<{ prediction: number }>();
      assert.ok(Math.abs(first.prediction - 20) < 1e-6 && Math.abs(second.prediction - 30) < 1e-6, ran.out);
    });
  });

  it('predicts with the weights of a config as with the saved model', async () => {
    await withModel(classes, async (model, folder) => {
      const shop = path.join(folder, 'shop.csv');
      const config = path.join(folder, 'go-on.backprop.json');
      writeFileSync(config, JSON.stringify({ ...classes, weights: 'model.safetensors' }));
      const [ofModel, ofConfig] = [await backprop(['predict', model, shop]), await backprop(['predict', config, shop])]; // prettier-ignore
      assert.equal(ofConfig.status, 0, ofConfig.err);
      assert.equal(ofConfig.out, ofModel.out);
      writeFileSync(config, JSON.stringify(classes));
      const none = await backprop(['predict', config, shop]);
      assert.equal(none.status, 2);
      assert.match(none.err, /names no trained weights\. Add "weights"/);
    });
  });

  it('predicts the images of an IDX file, and refuses images of another size', async () => {
    const idx = (shape: readonly number[], values: readonly number[]): Uint8Array =>
      Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...values]);
    const images = idx([8, 2, 2], Array.from({ length: 32 }, (_, i) => (Math.floor(i / 4) % 2 === i % 2 ? 255 : 0))); // prettier-ignore
    const config = {
      layers: [{ units: 2, activation: 'softmax' }],
      loss: 'crossEntropy',
      data: { images: 'images.idx', labels: 'labels.idx' },
      training: { epochs: 50 },
    };
    await withConfig(config, {}, async (file) => {
      const folder = path.dirname(file);
      const model = path.join(folder, 'model.safetensors');
      const named = (name: string): string => path.join(folder, name);
      writeFileSync(named('images.idx'), images);
      writeFileSync(named('labels.idx'), idx([8], [0, 1, 0, 1, 0, 1, 0, 1]));
      assert.equal((await backprop(['train', file, '--save', model])).status, 0);
      const ran = await backprop(['predict', model, named('images.idx'), '--json']);
      assert.equal(ran.status, 0, ran.err);
      assert.deepEqual(ran.events().map(({ prediction }) => prediction), ['0', '1', '0', '1', '0', '1', '0', '1']); // prettier-ignore
      writeFileSync(named('wide.idx'), idx([1, 2, 3], [1, 2, 3, 4, 5, 6]));
      const wide = await backprop(['predict', model, named('wide.idx')]);
      assert.match(wide.err, /have the size 2 × 3, but the network was trained on images of the size 2 × 2/);
    });
  });

  it('refuses what it cannot predict, and says where', async () => {
    await withModel(classes, async (model, folder) => {
      const other = path.join(folder, 'other.csv');
      const attempt = async (text: string): Promise<string> => {
        writeFileSync(other, text);
        const ran = await backprop(['predict', model, other]);
        assert.deepEqual([ran.status, ran.out], [1, '']);
        return ran.err;
      };
      assert.match(await attempt('color\nred\n'), /has no column "size"/);
      assert.match(await attempt(''), /is empty/);
      const none = await backprop(['predict', model]);
      assert.equal(none.status, 2);
      assert.match(none.err, /takes a saved model and a table/);
    });
  });
});
