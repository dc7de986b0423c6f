import assert from 'node:assert/strict';
import { forward } from '../../../src/engine/pass/forward.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain } from '../../../src/engine/pacing.js';
import { predictSteps } from '../../../src/engine/pass/predict.js';
import { layerSpec, matrix, noise, trainingSpec } from '../fixture.js';

describe('a prediction', () => {
  it('gives the outputs of the forward pass for each of many rows, and yields in between', () => {
    const layers = [layerSpec(60, 'tanh', { dropout: 0.5 }), layerSpec(3, 'softmax')];
    const spec = { layers, loss: 'crossEntropy', functions: {} } as const;
    const network = createNetwork(spec, 40, trainingSpec());
    const inputs = matrix(noise(1500, 40));
    const steps = predictSteps(network, inputs);
    assert.equal(steps.next().done, false);
    assert.deepEqual(drain(predictSteps(network, inputs)), forward(network, inputs)[1].outputs);
  });
});
