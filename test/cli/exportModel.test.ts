import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { readNpy } from '../../src/data/gradients/readNpy.js';
import { modelInText } from '../../src/models/html/plainModel.js';
import { unpackModel } from '../../src/models/modelFile.js';
import { backprop, withConfig } from './support.js';

const config = {
  layers: [{ units: 2, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { inputs: [[1], [2], [4]], targets: [[3], [5], [9]], normalize: 'standardize' },
  training: { epochs: 3 },
};

/** Trains, saves, and exports the saved model to a format. @returns the bytes of both files */
async function exported(
  format: string,
  more: object = {},
): Promise<{ model: Uint8Array; bytes: Uint8Array }> {
  return withConfig({ ...config, ...more }, {}, async (file) => {
    const model = path.join(path.dirname(file), 'model.safetensors');
    const out = path.join(path.dirname(file), 'out');
    assert.equal((await backprop(['train', file, '--save', model])).status, 0);
    const ran = await backprop(['export', file, '--to', format, '--weights', model, '-o', out, '--json']);
    assert.equal(ran.status, 0, ran.err);
    assert.deepEqual(ran.events(), [{ format, file: out, precision: 'float64' }]);
    return { model: readFileSync(model), bytes: readFileSync(out) };
  });
}

describe('backprop export of a model', () => {
  it('writes NumPy arrays of every parameter, bit for bit, and of the scales', async () => {
    const { model, bytes } = await exported('numpy');
    const { network, normalization } = unpackModel(model);
    const arrays = Object.entries(unzipSync(bytes)).map(([name, npy]) => [name, readNpy(npy)] as const);
    assert.deepEqual(
      arrays.map(([name, { shape, values }]) => [name, shape, [...values]]),
      [
        ['0.weight.npy', [2, 1], [...network.layers[0].weights]],
        ['0.bias.npy', [2], [...network.layers[0].bias!]],
        ['2.weight.npy', [1, 2], [...network.layers[1].weights]],
        ['2.bias.npy', [1], [...network.layers[1].bias!]],
        ['input_shift.npy', [1], [...normalization!.shift]],
        ['input_scale.npy', [1], [...normalization!.scale]],
      ],
    );
  });

  it('writes the same safetensors file as was saved', async () => {
    const { model, bytes } = await exported('safetensors');
    assert.deepEqual(bytes, model);
  });

  it('writes a page with the model inside', async () => {
    const { bytes } = await exported('html');
    const text = new TextDecoder().decode(bytes);
    assert.match(text, /<title>test<\/title>/);
    assert.doesNotMatch(text, /\{\{/);
  });

  it('writes a page for a model of images, whose parameters have every bit', async () => {
    await withConfig(config, {}, async (file) => {
      const out = path.join(path.dirname(file), 'digits.html');
      const ran = await backprop(['export', 'examples/digits.backprop.json', '--to', 'html', '-o', out]);
      assert.equal(ran.status, 0, ran.err);
      const text = readFileSync(out, 'utf8');
      const json = /<script[^>]*id="model"[^>]*>([^<]*)</.exec(text)![1];
      const { network, image } = modelInText(json);
      assert.deepEqual(image, { rows: 12, columns: 12, channels: 1 });
      const floats = network.layers.map(({ weights }) => Buffer.from(weights.buffer).toString('base64'));
      for (const each of floats) assert.ok(json.includes(each));
    });
  });

  it('writes the network before its training where no model is given', async () => {
    await withConfig(config, {}, async (file) => {
      const out = path.join(path.dirname(file), 'out.safetensors');
      assert.equal((await backprop(['export', file, '--to', 'safetensors', '-o', out])).status, 0);
      assert.equal(unpackModel(readFileSync(out)).epoch, 0);
    });
  });

  it('says that ONNX has a function only in float32', async () => {
    const layers = [{ units: 2, activation: 'gelu' }, { units: 1 }];
    await withConfig({ ...config, layers }, {}, async (file) => {
      const out = path.join(path.dirname(file), 'out.onnx');
      const ran = await backprop(['export', file, '--to', 'onnx', '-o', out]);
      assert.equal(ran.status, 0);
      assert.match(ran.err, /float32, because/);
    });
  });

  it('refuses what cannot be exported, and writes nothing', async () => {
    await withConfig(config, {}, async (file) => {
      const folder = path.dirname(file);
      const out = path.join(folder, 'out');
      const broken = path.join(folder, 'broken.safetensors');
      writeFileSync(broken, 'none');
      const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
        [['--to', 'numpy'], 2, /Add -o/],
        [['--to', 'onnx', '--weights', path.join(folder, 'none'), '-o', out], 2, /There is no file/],
        [['--to', 'onnx', '--weights', folder, '-o', out], 2, /is a folder/],
        [['--to', 'onnx', '--weights', broken, '-o', out], 1, /is not a saved model: it is not in the safetensors format/],
        [['--to', 'keras', '-o', out], 2, /Use one of markdown, safetensors, numpy, onnx/],
      ]; // prettier-ignore
      for (const [args, status, message] of cases) {
        const ran = await backprop(['export', file, ...args]);
        assert.equal(ran.status, status, args.join(' '));
        assert.match(ran.err, message);
      }
      assert.equal(existsSync(out), false);
    });
  });
});
