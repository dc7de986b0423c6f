import assert from 'node:assert/strict';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain } from '../../../src/engine/pacing.js';
import type { NetworkSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { branchState } from '../../../src/engine/training/branch.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { measure, train } from '../../../src/engine/training/train.js';
import { dataset, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../fixture.js';

const data = dataset(samples(noise(20, 3), noise(20, 1, 1)));
const network = (units: number): NetworkSpec => ({
  layers: [layerSpec(units, 'tanh'), layerSpec(1, 'identity')],
  loss: 'meanSquaredError',
  functions: {},
});
const adam = trainingSpec({ optimizer: optimizerSpec({ type: 'adam', learningRate: 0.01 }), epochs: 30 });

function trained(training: TrainingSpec): TrainingState {
  const state = startTraining(createNetwork(network(4), 3, training), training);
  drain(train(state, data, training));
  return state;
}

const branched = (from: TrainingState, training: TrainingSpec, units = 4): TrainingState | null =>
  branchState(from, createNetwork(network(units), 3, training), training);

describe('A branch', () => {
  it('goes on with the optimizer’s slots, or begins them again where another optimizer has others', () => {
    const from = trained(adam);
    const same = branched(from, { ...adam, epochs: 40 })!;
    assert.deepEqual([same.slots, same.step, same.epoch], [from.slots, from.step, 30]);
    const sgd = branched(from, { ...adam, optimizer: optimizerSpec({ type: 'sgd', momentum: 0.9 }) })!;
    assert.deepEqual([sgd.step, sgd.slots.flat().every((slot) => slot.every((value) => value === 0))], [0, true]);
    assert.deepEqual(sgd.network.layers[0].weights, from.network.layers[0].weights);
  }); // prettier-ignore

  it('has as much patience as a run that begins', () => {
    const from = trained(adam);
    const earlyStopping = { patience: 5, minDelta: 1e9, restoreBest: true };
    const training = { ...adam, epochs: 100, earlyStopping };
    const state = branched(from, training)!;
    drain(train(state, data, training));
    assert.ok(state.epoch >= 35, String(state.epoch));
  });

  it('has the parameters in its own precision, and a loss that is that of the run', () => {
    const from = trained(adam);
    const training = { ...adam, precision: 'float32' as const };
    const state = branched(from, training)!;
    assert.ok(state.network.layers[0].weights instanceof Float32Array);
    const loss = (of: TrainingState, by: TrainingSpec): number => drain(measure(of, data, by)).loss;
    assert.ok(Math.abs(loss(state, training) - loss(from, adam)) < 1e-6);
  });

  it('is none of a network of another shape', () => {
    assert.equal(branched(trained(adam), adam, 5), null);
  });
});
