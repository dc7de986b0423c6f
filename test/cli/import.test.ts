import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packNpz } from '../../src/models/npz.js';
import { backprop, lastEvent, withConfig } from './support.js';

const trained = {
  layers: [{ units: 3, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { inputs: [[1, 0], [2, 1], [4, -1]], targets: [[3], [5], [9]], normalize: 'standardize' }, // prettier-ignore
  training: { epochs: 3 },
};

interface Final {
  readonly layers: readonly {
    readonly weights: readonly (readonly number[])[];
    readonly bias: readonly number[];
  }[];
}

describe('backprop import', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'backprop-import-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);

  it('writes a config whose network has the weights, so that everything works on it', async () => {
    const values = Float64Array.of(0.1, -0.2, 0.3, 0.4, 0.5, -0.6);
    const tensors = [
      { name: 'fc1.weight', shape: [3, 2], values },
      { name: 'fc1.bias', shape: [3], values: values.slice(0, 3) },
      { name: 'fc2.weight', shape: [2, 3], values },
    ];
    writeFileSync(at('net.npz'), packNpz(tensors));
    const ran = await backprop(['import', at('net.npz'), '--activations', 'tanh, softmax', '--json']);
    assert.equal(ran.status, 0, ran.err);
    const [config, weights] = [at('net.backprop.json'), at('net.safetensors')];
    assert.deepEqual(ran.events(), [{ file: config, weights, inputs: 2, layers: [3, 2] }]);
    const { layers } = await lastEvent<Final>('train', config, '--epochs', '0');
    assert.deepEqual(layers[0], { weights: [[0.1, -0.2], [0.3, 0.4], [0.5, -0.6]], bias: [0.1, -0.2, 0.3] }); // prettier-ignore
    assert.deepEqual(layers[1], { weights: [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], bias: null }); // prettier-ignore
    for (const command of ['check', 'lint', 'step', 'gradients'])
      assert.equal((await backprop([command, config])).status, 0, command);
  });

  it('brings back what was exported, bit for bit', async () => {
    await withConfig(trained, {}, async (file) => {
      const model = at('model.safetensors');
      const { layers } = await lastEvent<Final>('train', file, '--save', model);
      const formats: readonly (readonly [to: string, ending: string])[] = [['numpy', 'npz'], ['onnx', 'onnx'], ['safetensors', 'safetensors']]; // prettier-ignore
      for (const [to, ending] of formats) {
        const exported = at(`${to}.${ending}`);
        assert.equal((await backprop(['export', file, '--to', to, '--weights', model, '-o', exported])).status, 0); // prettier-ignore
        const activations = to === 'numpy' ? ['--activations', 'tanh,identity'] : [];
        const ran = await backprop(['import', exported, ...activations]);
        assert.equal(ran.status, 0, ran.err);
        const back = await lastEvent<Final>('train', at(`${to}.backprop.json`), '--epochs', '0');
        assert.deepEqual(back.layers, layers, to);
      }
    });
  });

  it('lets a config start with weights of another program', async () => {
    const W1 = { name: 'W1', shape: [2, 1], values: Float64Array.of(0.25, -0.5) };
    writeFileSync(at('net.npz'), packNpz([W1]));
    const config = { ...trained, layers: [{ units: 1, bias: false }], weights: 'net.npz' };
    writeFileSync(at('own.backprop.json'), JSON.stringify(config));
    const { layers } = await lastEvent<Final>('train', at('own.backprop.json'), '--epochs', '0');
    assert.deepEqual(layers[0].weights, [[0.25, -0.5]]);
  });

  it('asks for activations, replaces nothing unasked, and leaves nothing half written', async () => {
    const net = at('net.npz');
    writeFileSync(net, packNpz([{ name: 'W1', shape: [2, 1], values: Float64Array.of(1, 2) }]));
    const config = at('net.backprop.json');
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[net], 2, /does not know the activations of its 1 layers.*--activations/],
      [[net, '--activations', 'relu,relu'], 1, /has 1 layers, but 2 activations/],
      [[net, '--activations', 'rellu'], 1, /no activation "rellu", did you mean "relu"/],
      [[at('none.npz')], 2, /There is no file/],
      [[net, '--activations', 'relu', '-o', at('no/x.backprop.json')], 2, /could not be written/],
    ];
    for (const [args, status, message] of cases) {
      const ran = await backprop(['import', ...args]);
      assert.equal(ran.status, status, ran.err);
      assert.match(ran.err, message);
      assert.ok(!existsSync(config));
    }
    writeFileSync(config, 'mine');
    const ran = await backprop(['import', net, '--activations', 'relu']);
    assert.match(ran.err, /exists already/);
    assert.equal(readFileSync(config, 'utf8'), 'mine');
  });
});
