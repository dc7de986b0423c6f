import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { loadCompareFile } from '../../../src/data/gradients/loadCompareFile.js';
import type { LayerShape } from '../../../src/data/gradients/placeTensors.js';
import { filesIn } from '../../../src/node/filesIn.js';

/** A network with two inputs, three hidden units and one output. */
const layers: readonly LayerShape[] = [
  { units: 3, inputs: 2 },
  { units: 1, inputs: 3 },
];
const tensors = {
  w1: [[1, 2], [3, 4], [5, 6]],
  b1: [7, 8, 9],
  w2: [[10, 11, 12]],
  b2: [13],
}; // prettier-ignore

type Tensor = readonly number[] | readonly (readonly number[])[];

/** Returns a float64 array in the .npy format. */
function npy(tensor: Tensor): Uint8Array {
  const values = tensor.flat();
  const rows = Array.isArray(tensor[0]) ? [tensor.length, tensor[0].length] : [tensor.length];
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.join(', ')},), }\n`;
  const bytes = new Uint8Array(10 + header.length + 8 * values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(Float64Array.from(values).buffer), 10 + header.length);
  return bytes;
}

const npz = (arrays: Readonly<Record<string, Tensor>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, tensor]) => [`${name}.npy`, npy(tensor)])));

async function load(content: string | Uint8Array, shapes = layers) {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-names-'));
  const name = typeof content === 'string' ? 'mine.json' : 'mine.npz';
  try {
    await writeFile(path.join(directory, name), content);
    return await loadCompareFile(name, filesIn(directory), shapes);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Returns the four tensors that were read. */
async function understood(content: string | Uint8Array, shapes = layers): Promise<(number[] | null)[]> {
  const { file, findings } = await load(content, shapes);
  assert.deepEqual(findings, []);
  assert.ok(file?.kind === 'gradients');
  return file.given.layers.flatMap(({ weights, bias }) =>
    [weights, bias].map((tensor) => tensor && [...tensor.values]),
  );
}

const { w1, b1, w2, b2 } = tensors;
const right = [w1.flat(), b1, w2.flat(), b2];
const column = (values: readonly number[]) => values.map((value) => [value]);

/** Returns a file with the four tensors under these names. */
const named = (...names: readonly string[]) =>
  Object.fromEntries([w1, b1, w2, b2].map((tensor, i) => [names[i], tensor]));

const namings: readonly (readonly string[])[] = [
  ['layer1.weights', 'layer1.bias', 'layer2.weights', 'layer2.bias'],
  ['W1', 'b1', 'W2', 'b2'],
  ['dW1', 'db1', 'dW2', 'db2'],
  ['dW_1', 'db_1', 'dW_2', 'db_2'],
  ['W0', 'b0', 'W1', 'b1'],
  ['0.weight', '0.bias', '2.weight', '2.bias'],
  ['fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'],
  ['model.fc1.weight', 'model.fc1.bias', 'model.out.weight', 'model.out.bias'],
  ['hidden.weight', 'hidden.bias', 'output.weight', 'output.bias'],
  ['dense/kernel:0', 'dense/bias:0', 'dense_1/kernel:0', 'dense_1/bias:0'],
  ['grad_W1', 'grad_b1', 'grad_W2', 'grad_b2'],
  ['dE_dW1', 'dE_db1', 'dE_dW2', 'dE_db2'],
  ['∂E/∂W1', '∂E/∂b1', '∂E/∂W2', '∂E/∂b2'],
  ['weights_1', 'biases_1', 'weights_2', 'biases_2'],
  ['W[1]', 'b[1]', 'W[2]', 'b[2]'],
];

describe('names of gradients', () => {
  for (const names of namings) {
    it(`are understood as people write them: ${names.join(', ')}`, async () => {
      assert.deepEqual(await understood(JSON.stringify(named(...names))), right);
      assert.deepEqual(await understood(npz(named(...names))), right);
    });
  }

  it('may be W and b in a list of layers, or of a single layer', async () => {
    const list = { layers: [{ W: w1, b: b1 }, { dW: w2, db: b2 }] }; // prettier-ignore
    assert.deepEqual(await understood(JSON.stringify(list)), right);
    assert.deepEqual(await understood(JSON.stringify({ W: w2, b: b2 }), [layers[1]]), right.slice(2));
    assert.deepEqual(await understood(npz({ W: w2, b: b2 }), [layers[1]]), right.slice(2));
  });

  it('may be objects by layer, a list for each kind, or a list of arrays in turn', async () => {
    const { grads, ...forms } = {
      objects: { layer1: { weights: w1, bias: b1 }, layer2: { weights: w2, bias: b2 } },
      lists: { dW: [w1, w2], db: [b1, b2] },
      turns: [w1, b1, w2, b2],
      plain: [{ weights: w1, bias: b1 }, { weights: w2, bias: b2 }],
      grads: { loss: 0.5, gradients: { W1: w1, b1, W2: w2, b2 } },
    }; // prettier-ignore
    for (const form of [grads, ...Object.values(forms)])
      assert.deepEqual(await understood(JSON.stringify(form)), right);
    assert.deepEqual(await understood(npz(named('arr_0', 'arr_1', 'arr_2', 'arr_3'))), right);
  });

  it('of gradients are distinguished from those of the parameters in the same file', async () => {
    const both = { W1: w1.map((row) => row.map(() => 0)), ...named('dW1', 'db1', 'dW2', 'db2') };
    const { file, findings } = await load(JSON.stringify(both));
    assert.ok(file?.kind === 'gradients');
    assert.deepEqual([...(file.given.layers[0].weights?.values ?? [])], w1.flat());
    assert.deepEqual(findings.map(({ severity }) => severity), ['warning']); // prettier-ignore
  });

  it('of a later layer alone are of that layer', async () => {
    assert.deepEqual(await understood(JSON.stringify({ W2: w2 })), [null, null, right[2], null]);
  });

  it('may have biases as columns', async () => {
    const columns = { W1: w1, b1: column(b1), W2: w2, b2: column(b2) };
    assert.deepEqual(await understood(JSON.stringify(columns)), right);
  });

  it('that are unknown are an error with what was found and what is expected', async () => {
    for (const content of [JSON.stringify({ alpha: w1, beta: [1] }), npz({ alpha: w1, beta: [1] })]) {
      const { file, findings } = await load(content);
      assert.deepEqual([file, findings.length, findings[0].severity], [null, 1, 'error']);
      assert.match(findings[0].message, /only "alpha", "beta"\. Use names such as layer1\.weights/);
    }
    const { findings } = await load('{ "layers": [null, {}] }');
    assert.match(findings[0].message, /There are no gradients here\. Use names/);
  });

  it('of layers that the network does not have are refused before anything is allocated', async () => {
    for (const n of [3, 30_000_000, 99_999_999_999_999]) {
      const { file, findings } = await load(npz({ [`layer${n}.weights`]: w1 }));
      assert.deepEqual([file, findings.map(({ code }) => code)], [null, ['compare-layers']]);
    }
  });
});
