import assert from 'node:assert/strict';
import { contentsOf } from '../../src/data/datasetContents.js';
import type { Finding } from '../../src/config/problem.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import type { Network } from '../../src/engine/model/network.js';
import { drain } from '../../src/engine/pacing.js';
import { gradientsAtStart } from '../../src/jobs/gradientsAtStart.js';
import { startNetwork } from '../../src/jobs/networkJob.js';
import { packModel } from '../../src/models/modelFile.js';
import { modelOf } from '../../src/models/savedModel.js';
import { dataFilesOf } from '../../src/worker/dataFiles.js';
import { datasetOf, load, specOf } from './support.js';

const flowers = 'size,width,kind\n1,2,a\n2,3,b\n3,1,c\n4,6,a\n5,4,b\n6,2,c\n';
const config = (more: object = {}, data: object = {}) => ({
  layers: [{ units: 4, activation: 'tanh' }, { units: 3, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { file: 'flowers.csv', target: 'kind', normalize: 'standardize', ...data },
  ...more,
}); // prettier-ignore
const weights = { weights: 'm.safetensors' };

/** Returns the network of a config before its training. */
async function networkAt(dataset: Dataset, of: object): Promise<Network> {
  return drain(startNetwork(await specOf(of), dataset)).network;
}

/** Packs the model that a config has before its training; `change` may alter the network. */
async function saved(
  of: object,
  files: Readonly<Record<string, string>> = { 'flowers.csv': flowers },
  change = (network: Network): Network => network,
): Promise<Uint8Array> {
  const dataset = await datasetOf(of, files);
  return packModel(modelOf(change(await networkAt(dataset, of)), dataset, 'flowers', 3));
}

/** Loads a config that starts with a model. */
async function startedWith(
  model: Uint8Array,
  of: object = config(weights),
  table = flowers,
): Promise<{ dataset: Dataset | null; findings: readonly Finding[] }> {
  return load(of, { 'flowers.csv': table, 'm.safetensors': model });
}

const parametersOf = ({ layers }: Network) => layers.map(({ weights: w, bias }) => [w, bias]);
const other = config({ training: { seed: 5 } });

describe('"weights" in a config', () => {
  it('starts with the parameters of the saved model, bit for bit', async () => {
    const { dataset, findings } = await startedWith(await saved(other));
    assert.deepEqual(findings, []);
    const network = await networkAt(dataset!, config(weights));
    const plain = await datasetOf(other, { 'flowers.csv': flowers });
    assert.deepEqual(parametersOf(network), parametersOf(await networkAt(plain, other)));
    assert.notDeepEqual(parametersOf(network), parametersOf(await networkAt(plain, config())));
  });

  it('starts gradients with them as well, and training does not change the data set', async () => {
    const { dataset } = await startedWith(await saved(other));
    const before = structuredClone(dataset!.initial);
    const atStart = drain(gradientsAtStart(await specOf(config(weights)), dataset!));
    assert.deepEqual(atStart.network.layers.map(({ weights: w, bias }) => ({ weights: w, bias })), before); // prettier-ignore
    atStart.network.layers[0].weights.fill(0);
    assert.deepEqual(dataset!.initial, before);
  });

  it('converts the parameters to the precision of the run', async () => {
    const { dataset } = await startedWith(await saved(other), config({ ...weights, training: { precision: 'float32' } })); // prettier-ignore
    assert.ok(dataset!.initial!.every(({ weights: w }) => w instanceof Float32Array));
  });

  it('uses the normalization of the model, and says so where it is not that of the data', async () => {
    const { dataset, findings } = await startedWith(await saved(other), config(weights), `${flowers}9,9,a\n`);
    const first = await datasetOf(other, { 'flowers.csv': flowers });
    assert.deepEqual(dataset!.normalization, first.normalization);
    assert.deepEqual(findings.map(({ code, severity, path }) => [code, severity, path]), [['weights-scales', 'info', ['weights']]]); // prettier-ignore
  });

  it('warns where only the model, or only the config normalizes', async () => {
    const plain = await startedWith(await saved(other), config(weights, { normalize: 'none' }));
    assert.deepEqual(plain.findings.map(({ code, severity }) => [code, severity]), [['weights-normalization', 'warning']]); // prettier-ignore
    assert.ok(plain.dataset!.normalization);
    const raw = await startedWith(await saved(config({}, { normalize: 'none' })));
    assert.deepEqual([raw.dataset!.normalization, raw.findings.map(({ code }) => code)], [null, ['weights-normalization']]); // prettier-ignore
  });

  it('keeps the classes of the model where the data has fewer', async () => {
    const few = 'size,width,kind\n1,2,c\n2,3,b\n3,1,c\n4,6,b\n';
    const { dataset } = await startedWith(await saved(other), config(weights), few);
    assert.deepEqual(dataset!.classes, ['a', 'b', 'c']);
    assert.deepEqual([...dataset!.training.targets.values.subarray(0, 6)], [0, 0, 1, 0, 1, 0]);
  });

  it('says what does not fit at the place of the key', async () => {
    const model = await saved(other);
    const cases: readonly (readonly [object, string, string, RegExp])[] = [
      [config({ ...weights, layers: [{ units: 5, activation: 'tanh' }, { units: 3, activation: 'softmax' }] }), flowers, 'weights-sizes', /2 → 4 → 3, but this one has 2 → 5 → 3/],
      [config({ ...weights, layers: [{ units: 4, activation: 'tanh', bias: false }, { units: 3, activation: 'softmax' }] }), flowers, 'weights-bias', /Layer 1 has 4 biases in "m.safetensors", but 0 here/],
      [config({ ...weights, layers: [{ units: 4, activation: 'tanh', bias: { value: 1, shared: true } }, { units: 3, activation: 'softmax' }] }), flowers, 'ok', /./],
      [config(weights), flowers.replace('width', 'weight'), 'weights-columns', /size, width, but the data has the 2 inputs size, weight/],
      [config(weights, { features: ['width', 'size'] }), flowers, 'weights-columns', /in another order: size, width/],
      [config(weights), flowers.replaceAll('c\n', 'z\n'), 'weights-classes', /class "z".*Its classes are a, b, c/],
      [{ ...config(weights, { target: 'width', features: ['size'] }), layers: [{ units: 1 }], loss: 'huber' }, flowers, 'weights-task', /predicts classes/],
    ]; // prettier-ignore
    for (const [of, table, code, message] of cases) {
      const { dataset, findings } = await startedWith(model, of, table);
      // Biases that are all 0 are equal, so that one may stand for all.
      if (code === 'ok') assert.deepEqual([findings, dataset!.initial![0].bias!.length], [[], 1]);
      else {
        assert.equal(dataset, null, code);
        assert.deepEqual(findings.map((each) => [each.code, each.path]), [[code, ['weights']]]); // prettier-ignore
        assert.match(findings[0].message, message);
      }
    }
  });

  it('warns of another activation and another target', async () => {
    const layers = [
      { units: 4, activation: 'relu' },
      { units: 3, activation: 'softmax' },
    ];
    const { findings } = await startedWith(await saved(other), config({ ...weights, layers }));
    assert.deepEqual(findings.map(({ code, severity }) => [code, severity]), [['weights-activation', 'warning']]); // prettier-ignore
    const regression = (target: string) => ({
      layers: [{ units: 1 }], loss: 'huber', data: { file: 'flowers.csv', features: ['size'], target },
    }); // prettier-ignore
    const table = flowers.replace('kind', 'k').replace(/[abc]/g, '7');
    const model = await saved(regression('width'), { 'flowers.csv': table });
    const others = await startedWith(model, { ...regression('k'), ...weights }, table);
    assert.deepEqual(others.findings.map(({ code }) => code), ['weights-targets']); // prettier-ignore
  });

  it('refuses a file that is missing, damaged or too long, and values that are not finite', async () => {
    const model = await saved(other);
    const infinite = await saved(other, undefined, (network) => {
      network.layers[1].weights[2] = NaN;
      return network;
    });
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [model.subarray(0, 100), /cannot be read: it is not in the safetensors format/],
      [new Uint8Array(20).fill(255), /cannot be read/],
      [infinite, /"2.weight" has a value that is not a finite number/],
    ];
    for (const [bytes, message] of cases) {
      const { dataset, findings } = await startedWith(bytes);
      assert.equal(dataset, null);
      assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['weights-file', ['weights']]]); // prettier-ignore
      assert.match(findings[0].message, message);
    }
    const { findings } = await load(config({ weights: 'm.safetensor' }), { 'flowers.csv': flowers, 'm.safetensors': model }); // prettier-ignore
    assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['file-not-found', ['weights']]]); // prettier-ignore
    assert.match(findings[0].message, /Did you mean "m.safetensors"/);
  });

  it('is watched, and part of what identifies the data', async () => {
    assert.deepEqual(dataFilesOf(await specOf(config(weights))), ['flowers.csv', 'm.safetensors']);
    const [a, b] = [await startedWith(await saved(other)), await startedWith(await saved(config()))];
    assert.notDeepEqual(contentsOf(a.dataset!), contentsOf(b.dataset!));
  });
});
