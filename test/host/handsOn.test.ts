import assert from 'node:assert/strict';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import { handsOnOf } from '../../src/host/configs/handsOn.js';
import type { DataFacts } from '../../src/protocol.js';
import { specOf } from '../worker/support.js';
import { factsOf, moons } from './support.js';

const noFacts: DataFacts = {
  trainingSamples: 1,
  validationSamples: 0,
  inputNames: [],
  targetNames: ['c'],
  classes: null,
  planar: false,
  image: null,
};

const layers = (count: number): object => ({
  ...moons(1),
  layers: [...Array<object>(count).fill({ units: 2 }), { units: 1, activation: 'sigmoid' }],
});

describe('What can be changed by hand', () => {
  it('is what the file says, with the reasons against other changes', async () => {
    const hands = handsOnOf(await specOf(layers(1)), null);
    assert.deepEqual(hands?.layers, [
      { units: 2, activation: 'identity', noLayerBefore: null, noRemoval: null, noMoreUnits: null, noFewerUnits: null },
      {
        units: 1,
        activation: 'sigmoid',
        noLayerBefore: null,
        noRemoval: 'The last layer gives the outputs and cannot be removed.',
        noMoreUnits: 'The data decides how many outputs there are.',
        noFewerUnits: 'A layer needs at least one unit.',
      },
    ]); // prettier-ignore
    assert.deepEqual(
      [hands.data?.generator, hands.data?.samples, hands.validationSplit, hands.batchSize],
      ['moons', 60, 0.2, 8],
    );
    assert.ok(hands.data?.generators.every(({ refusal }) => refusal === null));
    assert.ok(hands.losses.includes('binaryCrossEntropy') && !hands.losses.includes('crossEntropy'));
  });

  it('has the inputs that can be derived from two given ones, also from the columns of a table', async () => {
    const layersOf = (more: object) => [{ units: 1, activation: 'sigmoid', ...more }];
    const choices = async (data: object, facts: DataFacts | null = null, more: object = {}) =>
      handsOnOf(await specOf({ ...moons(1), layers: layersOf(more), data }), facts)?.derived;
    const generated = await choices({ generator: 'xor', derived: ['x * y'] });
    assert.deepEqual(
      generated?.choices.map(({ formula, isOn }) => [formula, isOn]),
      [['x^2', false], ['y^2', false], ['x*y', true], ['sin(x)', false], ['sin(y)', false]],
    ); // prettier-ignore
    assert.equal(await choices({ generator: 'sine' }), null);
    assert.equal(await choices({ inputs: [[1, 2, 3]], targets: [[1]] }), null);
    const table = { file: 'a.csv', target: 'c', derived: ['`a b`^2'] };
    assert.equal(await choices(table), null, 'the columns are not known yet');
    const facts = { ...noFacts, inputNames: ['a b', 'y', '`a b`^2'], derivedInputs: 1 };
    assert.deepEqual((await choices(table, facts))?.choices.slice(0, 2), [
      { formula: '`a b`^2', text: 'a b²', isOn: true },
      { formula: 'y^2', text: 'y²', isOn: false },
    ]);
    const given = await choices({ generator: 'xor' }, null, { weights: [[1, 2]] });
    assert.match(given?.refusal ?? '', /weights of layer 1 are given in the file for 2 inputs/);
  });

  it('has all layers of a deep network', async () => {
    assert.equal(handsOnOf(await specOf(layers(49)), null)?.layers.length, 50);
  });

  it('are the names of inputs only where the file gives the samples', async () => {
    assert.match(handsOnOf(await specOf(layers(1)), null)?.noInputNames ?? '', /from the data/);
    const inline = { ...layers(1), data: { inputs: [[0, 1]], targets: [[1]] } };
    assert.equal(handsOnOf(await specOf(inline), null)?.noInputNames, null);
  });

  it('is kept, and blocked with the reason, while the text is invalid', async () => {
    const store = new ConfigStore('file:///a', 'a');
    assert.equal(store.view().handsOn, null);
    store.configure(await factsOf(moons(1)));
    const before = store.view().handsOn;
    assert.equal(before?.blocked, null);
    const invalid = await factsOf(null);
    store.configure({ ...invalid, problems: { ...invalid.problems, first: 'A comma is missing.' } });
    assert.deepEqual(store.view().handsOn, { ...before, blocked: 'A comma is missing.' });
  });
});
