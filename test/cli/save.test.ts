import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unpackModel } from '../../src/models/modelFile.js';
import { backprop, lastEvent, withConfig } from './support.js';

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

  it('is what a config with "weights" starts with, in every command', async () => {
    await withConfig(config, {}, async (file) => {
      const folder = path.dirname(file);
      const ran = await backprop(['train', file, '--json', '--save', path.join(folder, 'model.safetensors')]);
      const trained = ran.events<{ outputs: number[][]; loss: number; layers: unknown }>().at(-1)!;
      const next = path.join(folder, 'next.backprop.json');
      writeFileSync(next, JSON.stringify({ ...config, weights: 'model.safetensors' }));
      const gradients = await lastEvent<{ outputs: number[][]; loss: number }>('gradients', next);
      assert.deepEqual([gradients.outputs, gradients.loss], [trained.outputs, trained.loss]);
      assert.equal((await lastEvent('check', next)).failed, 0);
      const [first] = (await backprop(['step', next, '--json'])).events<{ substituted: string }>();
      const { network } = unpackModel(readFileSync(path.join(folder, 'model.safetensors')));
      assert.ok(first.substituted.includes(String(network.layers[0].weights[0])), first.substituted);
      const again = await lastEvent<{ loss: number }>('train', next);
      const straight = await lastEvent<{ loss: number }>('train', file, '--epochs', '6');
      assert.equal(again.loss, straight.loss, 'plain gradient descent has no state of its own');
    });
  });

  it('is reported by lint where it does not fit, at its place', async () => {
    await withConfig(config, {}, async (file) => {
      const model = path.join(path.dirname(file), 'model.safetensors');
      assert.equal((await backprop(['train', file, '--save', model])).status, 0);
      const next = path.join(path.dirname(file), 'next.backprop.json');
      const text = JSON.stringify({ ...config, layers: [{ units: 1 }] }).slice(0, -1);
      writeFileSync(next, `${text},\n"weights": "model.safetensors"}`);
      const { status, events } = await backprop(['lint', next, '--json']);
      assert.equal(status, 1);
      const found = events().find(({ code }) => code === 'weights-sizes')!;
      assert.deepEqual([found.line, found.column], [2, 12]);
    });
  });
});
