import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonWith, runPython } from './python.js';
import { backprop, withConfig } from './support.js';

const folder = path.resolve(import.meta.dirname, '../../media');

/** Backpropagation for halfSquaredError after tanh and sigmoid, as a person writes it; `factor` is the mistake. */
const ownCode = (factor: number) => `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import numpy as np
import backprop_lab

file = sys.argv[1]
problem = backprop_lab.read(file)
(W1, b1, _), (W2, b2, _) = problem.layers
x, t = problem.inputs, problem.targets
h = np.tanh(x @ W1.T + b1)
y = 1 / (1 + np.exp(-(h @ W2.T + b2)))
d2 = (y - t) * y * (1 - y) / len(x)
d1 = (d2 @ W2) * (1 - h**2)

print(backprop_lab.write(file, [(${factor} * d1.T @ x, d1.sum(axis=0)), (d2.T @ h, d2.sum(axis=0))]))
`;

const config = (compare: string, more: object = {}) => ({
  layers: [
    { units: 3, activation: 'tanh', bias: 0.1 },
    { units: 2, activation: 'sigmoid' },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[0, 1], [1, 1], [2, -1]], targets: [[0, 1], [1, 0], [1, 1]], normalize: 'standardize' }, // prettier-ignore
  training: { seed: 5 },
  gradientCheck: { compare },
  ...more,
});

interface Done {
  readonly event: string;
  readonly passed: number;
  readonly diagnoses: readonly { readonly mistake: string; readonly layer: number }[];
}

describe('The Python helper', () => {
  const run = async (
    code: string,
    subject: object,
    files: Readonly<Record<string, string>> = {},
    module = 'numpy',
  ) => {
    const python = pythonWith(module) ?? '';
    return withConfig(subject, files, async (file) => {
      const script = path.join(path.dirname(file), 'own.py');
      writeFileSync(script, code);
      const ran = runPython(python, [script, file], path.dirname(file));
      const checked = await backprop(['check', file, '--json']);
      const done = checked.events<Done>().find(({ event }) => event === 'done');
      return { ran, status: checked.status, err: checked.err, diagnoses: done?.diagnoses ?? [] };
    });
  };

  before(function () {
    if (pythonWith('numpy') === null) this.skip();
    this.timeout(60_000);
  });

  for (const compare of ['mine.npz', 'mine.json'])
    it(`writes right gradients as ${compare}, with the weights that are drawn from the seed`, async () => {
      const { ran, status, err, diagnoses } = await run(ownCode(1), config(compare));
      assert.equal(ran.status, 0, ran.err);
      assert.match(ran.out, new RegExp(compare));
      assert.equal(status, 0, err);
      assert.deepEqual(diagnoses, []);
    }).timeout(60_000);

  it('writes wrong gradients, whose mistake the check names', async () => {
    const { status, diagnoses } = await run(ownCode(-1), config('mine.npz'));
    assert.equal(status, 1);
    assert.deepEqual(diagnoses.map(({ mistake, layer }) => [mistake, layer]), [['wrong-sign', 1]]); // prettier-ignore
  }).timeout(60_000);

  it('draws every kind of initial weights, and reads a table with classes', async () => {
    const table = ['p,q,kind', '1,2,b', '3,-1,a', '0.5,0,b', '2,2,a'].join('\n');
    for (const init of [
      'heNormal',
      'lecunNormal',
      { type: 'normal', mean: 0.1, std: 0.5 },
      { type: 'uniform', min: -1, max: 1 },
    ]) {
      const subject = config('mine.npz', {
        layers: [{ units: 3, activation: 'tanh', init }, { units: 1, activation: 'sigmoid', init: 'xavierNormal' }],
        data: { file: 't.csv', target: 'kind', normalize: 'minMax' },
      }); // prettier-ignore
      const { ran, status, err } = await run(ownCode(1), subject, { 't.csv': table });
      assert.equal(ran.status, 0, ran.err);
      assert.equal(status, 0, JSON.stringify(init) + err);
    }
  }).timeout(120_000);

  it('says what it cannot do', async () => {
    const split = config('mine.npz', { data: { inputs: [[1]], targets: [[1]], validationSplit: 0.5 } });
    assert.match((await run(ownCode(1), split)).ran.err, /holds samples out at random/);
    const none = { ...config('mine.npz'), gradientCheck: {} };
    assert.match((await run(ownCode(1), none)).ran.err, /names no file to compare with/);
  }).timeout(60_000);

  it('takes the gradients of a PyTorch module', async function () {
    if (pythonWith('torch') === null) this.skip();
    const code = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
import torch
import backprop_lab
problem = backprop_lab.read(sys.argv[1])
model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 2), torch.nn.Sigmoid()).double()
for linear, layer in zip((model[0], model[2]), problem.layers):
    linear.weight.data = torch.from_numpy(layer.weights)
    linear.bias.data = torch.from_numpy(layer.bias)
loss = ((model(torch.from_numpy(problem.inputs)) - torch.from_numpy(problem.targets)) ** 2).sum() / 2 / len(problem.inputs)
loss.backward()
backprop_lab.write(sys.argv[1], model)
`;
    const { ran, status, err } = await run(code, config('mine.npz'), {}, 'torch');
    assert.equal(ran.status, 0, ran.err);
    assert.equal(status, 0, err);
  }).timeout(120_000);
});
