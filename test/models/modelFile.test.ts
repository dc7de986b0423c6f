import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parseConfig } from '../../src/config/parse.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { drain } from '../../src/engine/pacing.js';
import { startNetwork } from '../../src/jobs/networkJob.js';
import { packModel, unpackModel } from '../../src/models/modelFile.js';
import { ModelError } from '../../src/models/namedTensor.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/models/safetensors.js';
import { modelOf, type SavedModel } from '../../src/models/savedModel.js';
import { filesIn } from '../../src/node/filesIn.js';

/** Returns the model of a config before its training; null where the config is no network. */
async function modelIn(text: string): Promise<SavedModel | null> {
  const { spec } = await parseConfig(text, 'test.backprop.json');
  if (spec?.kind !== 'network') return null;
  const { dataset, findings } = await loadDataset(spec, filesIn('examples'));
  assert.ok(dataset, JSON.stringify(findings));
  return modelOf(drain(startNetwork(spec, dataset)).network, dataset, spec.name, 7);
}

const config = (more: object): string =>
  JSON.stringify({
    layers: [{ units: 3, activation: 'bump', dropout: 0.5 }, { units: 1, activation: 'tanh' }, { units: 1 }],
    loss: { f: '(y - t)^4' },
    functions: { bump: { f: 'exp(-x^2)' } },
    data: { inputs: [[1, 2], [3, 5]], targets: [[3], [5]], derived: ['x1*x2'], normalize: 'standardize', normalizeTargets: 'standardize' },
    ...more,
  }); // prettier-ignore

/** Packs a model whose description was changed. */
function packedWith(model: SavedModel, change: (description: Record<string, never>) => unknown): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(packModel(model));
  const description: unknown = change(JSON.parse(metadata.backprop) as Record<string, never>);
  return encodeSafetensors({ tensors, metadata: { backprop: JSON.stringify(description) } });
}

describe('A saved model', () => {
  it('is read as it was saved, bit for bit, for every example', async () => {
    let networks = 0;
    for (const name of readdirSync('examples').filter((each) => each.endsWith('.backprop.json'))) {
      const model = await modelIn(readFileSync(`examples/${name}`, 'utf8'));
      if (!model) continue;
      networks++;
      assert.deepEqual(unpackModel(packModel(model)), model, name);
    }
    assert.ok(networks > 15, String(networks));
  });

  it('keeps formulas, derived inputs, normalizations and float32', async () => {
    for (const training of [{}, { precision: 'float32' }]) {
      const model = (await modelIn(config({ training })))!;
      assert.deepEqual(unpackModel(packModel(model)), model);
    }
  });

  it('names its tensors as the state_dict of a torch.nn.Sequential', async () => {
    const { tensors } = decodeSafetensors(packModel((await modelIn(config({})))!));
    assert.deepEqual(
      tensors.map(({ name, shape }) => [name, shape]),
      // Linear, the activation and dropout; Linear and tanh; Linear.
      [['0.weight', [3, 3]], ['0.bias', [3]], ['3.weight', [1, 3]], ['3.bias', [1]], ['5.weight', [1, 1]], ['5.bias', [1]]], // prettier-ignore
    );
  });

  it('is refused with the reason where its parts do not fit', async () => {
    const model = (await modelIn(config({})))!;
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [encodeSafetensors({ tensors: [], metadata: {} }), /does not say how inputs and outputs/],
      [packedWith(model, (d) => ({ ...d, version: 2 })), /description is damaged/],
      [packedWith(model, (d) => ({ ...d, targetNames: [] })), /description is damaged/],
      [packedWith(model, (d) => ({ ...d, normalization: { shift: [0], scale: [1] } })), /description is damaged/],
      [packedWith(model, (d) => ({ ...d, derived: ['alert(1)'] })), /formula "alert\(1\)"/],
      [packedWith(model, () => null), /description is damaged/],
    ]; // prettier-ignore
    for (const [bytes, message] of cases)
      assert.throws(
        () => unpackModel(bytes),
        (error: Error) => error instanceof ModelError && message.test(error.message),
      );
    const { tensors, metadata } = decodeSafetensors(packModel(model));
    const withTensors = (change: (typeof tensors)[number][]) => () =>
      unpackModel(encodeSafetensors({ tensors: change, metadata }));
    assert.throws(withTensors(tensors.slice(1)), /tensor "0.weight" is missing/);
    assert.throws(
      withTensors([{ ...tensors[0], shape: [9] }, ...tensors.slice(1)]),
      /"0.weight" has the shape \[9\] instead of \[3, 3\]/,
    );
    const broken = { ...tensors[0], values: tensors[0].values.map(() => NaN) };
    assert.throws(withTensors([broken, ...tensors.slice(1)]), /not a finite number/);
  });
});
