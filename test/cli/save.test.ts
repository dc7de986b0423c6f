import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unpackModel } from '../../src/models/modelFile.js';
import { backprop, withConfig } from './support.js';

const config = {
  layers: [{ units: 2, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { inputs: [[1], [2]], targets: [[3], [5]] },
  training: { epochs: 3 },
};

describe('backprop train --save', () => {
  it('writes the trained parameters, which are those of the last event', async () => {
    await withConfig(config, {}, async (file) => {
      const saved = path.join(path.dirname(file), 'model.safetensors');
      const ran = await backprop(['train', file, '--json', '--save', saved]);
      assert.equal(ran.status, 0, ran.err);
      const done = ran.events<{ layers: { weights: number[][]; bias: number[] }[] }>().at(-1)!;
      const { network, epoch } = unpackModel(readFileSync(saved));
      assert.equal(epoch, 3);
      for (const [i, { weights, bias }] of network.layers.entries()) {
        assert.deepEqual([...weights], done.layers[i].weights.flat());
        assert.deepEqual([...bias!], done.layers[i].bias);
      }
    });
  });

  it('says why it cannot write, and leaves nothing half-written', async () => {
    await withConfig(config, {}, async (file) => {
      const folder = path.join(path.dirname(file), 'folder');
      mkdirSync(folder);
      const ran = await backprop(['train', file, '--save', folder]);
      assert.equal(ran.status, 2);
      assert.match(ran.err, /folder" could not be written/);
      assert.equal(ran.out, '', 'it trained in vain');
      const missing = path.join(path.dirname(file), 'none/model.safetensors');
      assert.equal((await backprop(['train', file, '--save', missing])).status, 2);
    });
  });

  it('writes nothing where the training failed, and says so', async () => {
    const failing = { ...config, training: { epochs: 500, optimizer: { type: 'sgd', learningRate: 1e9 } } };
    await withConfig(failing, {}, async (file) => {
      const saved = path.join(path.dirname(file), 'model.safetensors');
      const ran = await backprop(['train', file, '--save', saved]);
      assert.equal(ran.status, 1);
      assert.match(ran.err, /is not written, because the training failed/);
      assert.equal(existsSync(saved), false);
    });
  });
});
