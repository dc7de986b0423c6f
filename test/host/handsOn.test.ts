import assert from 'node:assert/strict';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import { handsOnOf } from '../../src/host/configs/handsOn.js';
import { specOf } from '../worker/support.js';
import { factsOf, moons } from './support.js';

const layers = (count: number): object => ({
  ...moons(1),
  layers: [...Array<object>(count).fill({ units: 2 }), { units: 1, activation: 'sigmoid' }],
});

describe('What can be changed by hand', () => {
  it('is what the file says, with the reasons against other changes', async () => {
    const hands = handsOnOf(await specOf(layers(1)));
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

  it('has all layers of a deep network', async () => {
    assert.equal(handsOnOf(await specOf(layers(49)))?.layers.length, 50);
  });

  it('are the names of inputs only where the file gives the samples', async () => {
    assert.match(handsOnOf(await specOf(layers(1)))?.noInputNames ?? '', /from the data/);
    const inline = { ...layers(1), data: { inputs: [[0, 1]], targets: [[1]] } };
    assert.equal(handsOnOf(await specOf(inline))?.noInputNames, null);
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
