import assert from 'node:assert/strict';
import { alteredPass } from '../../src/debug/alterations.js';
import { Passes, type Pass } from '../../src/jobs/passes.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import { startTraining } from '../../src/engine/training/state.js';
import { loaded, workedExample } from '../debug/support.js';

async function passesOf(mostBytes?: number): Promise<Passes> {
  const { config, dataset } = await loaded(workedExample);
  const { training } = config;
  const state = startTraining(createNetwork(config, dataset.training.inputs.columns, training), training);
  return new Passes({ state, dataset }, training, mostBytes);
}

const changed = (pass: Pass): Pass =>
  alteredPass(pass, { what: { parameter: { layer: 2, unit: 0, input: 0 } }, to: 0.7 });

async function at(passes: Passes, number: number): Promise<Pass> {
  const pass = await passes.get(number);
  assert.ok('state' in pass);
  return pass;
}

const weights = ({ state }: Pass): number[] => [...state.network.layers[1].weights];

describe('the passes of a walk', () => {
  it('that are no longer kept are computed again from a change on', async () => {
    const [few, all] = [await passesOf(0), await passesOf()];
    for (const passes of [few, all]) passes.set(2, changed(await at(passes, 2)));
    const expected = weights(await at(all, 4));
    await at(few, 9);
    assert.deepEqual(weights(await at(few, 4)), expected);
    assert.equal(weights(await at(few, 2))[0], 0.7);
  });

  it('follow from a change that is made while they are being trained', async () => {
    const passes = await passesOf();
    const first = await at(passes, 1);
    const later = passes.get(6);
    passes.set(1, changed(first));
    const alone = await passesOf();
    alone.set(1, changed(await at(alone, 1)));
    const [pass, expected] = [await later, await at(alone, 6)];
    assert.ok('state' in pass);
    assert.deepEqual(weights(pass), weights(expected));
    assert.deepEqual(weights(await at(passes, 6)), weights(expected));
  });
});
