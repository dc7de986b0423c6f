import assert from 'node:assert/strict';
import { histogramOf } from '../../../src/engine/health/histogram.js';
import { layerHistograms } from '../../../src/engine/health/layerHistograms.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain } from '../../../src/engine/pacing.js';
import { forward } from '../../../src/engine/pass/forward.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { layerSpec, noise, samples, trainingSpec } from '../fixture.js';

describe('a histogram', () => {
  it('counts every finite value once, the largest in the last bin', () => {
    const { min, max, counts, notFinite } = histogramOf([0, 1, 2.4, 2.6, 4, NaN, Infinity], 4);
    assert.deepEqual([min, max, notFinite, [...counts]], [0, 4, 2, [1, 1, 2, 1]]);
  });

  it('does not overflow, and has equal values in one bin', () => {
    assert.deepEqual([...histogramOf([-1.7e308, 0, 1.7e308], 3).counts], [1, 1, 1]);
    assert.deepEqual([...histogramOf([5, 5], 3).counts], [2, 0, 0]);
    assert.deepEqual(histogramOf([NaN], 2), { min: 0, max: 0, counts: new Uint32Array(2), notFinite: 1 });
  });
});

describe('the histograms of a layer', () => {
  it('are those of its outputs, its weights and their gradients', () => {
    const layers = [layerSpec(3, 'tanh'), layerSpec(2, 'identity', { weightsTrainable: false })];
    const network = createNetwork({ layers, loss: 'meanSquaredError', functions: {} }, 4, trainingSpec());
    const data = samples(noise(50, 4), noise(50, 2, 1));
    const { outputs, weights, gradients: ofWeights } = drain(layerHistograms(network, data, 0));
    const bins = outputs.counts.length;
    assert.deepEqual(outputs, histogramOf(forward(network, data.inputs)[0].outputs.values, bins));
    assert.deepEqual(weights, histogramOf(network.layers[0].weights, bins));
    assert.deepEqual(ofWeights, histogramOf(gradients(network, data).layers[0].weights ?? [], bins));
    assert.equal(drain(layerHistograms(network, data, 1)).gradients, null);
  });
});
