import assert from 'node:assert/strict';
import { backwardPieces, emptyGradients } from '../../../src/engine/pass/backward.js';
import { forwardPieces, lossPieces } from '../../../src/engine/pass/forward.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import { drain, quantum } from '../../../src/engine/pacing.js';
import { createPass } from '../../../src/engine/pass/pass.js';
import { Random } from '../../../src/engine/maths/random.js';
import { createSweep, sweepRows } from '../../../src/engine/pass/sweep.js';
import { evaluate } from '../../../src/engine/pass/evaluate.js';
import { derivative } from '../numeric.js';
import { layerSpec, noise, samples, trainingSpec } from '../fixture.js';

const layers = [layerSpec(40, 'tanh', { dropout: 0.3 }), layerSpec(3, 'sigmoid', { dropout: 0.5 })];
const spec = { layers, loss: 'halfSquaredError' as const, functions: {} };
const data = samples(noise(100, 4), noise(100, 3, 1));

describe('dropout', () => {
  it('keeps the configured fraction, scaled so that the mean does not change', () => {
    const { pass } = sweepOnce(1);
    const [{ mask, outputs, passed }] = pass.layers;
    assert.ok(mask);
    const dropped = mask.filter((factor) => factor === 0).length / mask.length;
    assert.ok(Math.abs(dropped - 0.3) < 0.03, `${dropped} dropped`);
    mask.forEach((factor, i) => {
      assert.ok(factor === 0 || factor === 1 / 0.7);
      assert.equal(passed.values[i], outputs.values[i] * factor);
    });
  });

  it('draws the same masks for the same step, and others for another', () => {
    const masks = (step: number) => [...(sweepOnce(step).pass.layers[0].mask ?? [])];
    assert.deepEqual(masks(1), masks(1));
    assert.notDeepEqual(masks(1), masks(2));
  });

  it('has the gradient of the loss with fixed masks', () => {
    const { network, gradients } = sweepOnce(3);
    const { weights } = network.layers[0];
    for (const index of [0, 17, 101, 159]) {
      const held = weights[index];
      const numeric = derivative((value) => {
        weights[index] = value;
        return sweepOnce(3, network).loss;
      }, held);
      weights[index] = held;
      assert.ok(Math.abs((gradients[0].weights?.[index] ?? NaN) - numeric.value) < 1e-9);
    }
  });

  it('drops nothing outside training', () => {
    const network = createNetwork(spec, 4, trainingSpec());
    const without = { ...network, layers: network.layers.map((layer) => ({ ...layer, dropout: 0 })) };
    assert.deepEqual(evaluate(network, data, 'regression'), evaluate(without, data, 'regression'));
  });
});

function sweepOnce(step: number, network = createNetwork(spec, 4, trainingSpec())) {
  const pass = createPass(network, data, { rows: 100, reordered: false, training: true });
  pass.draws = network.layers.map((_, layer) => new Random(0, 'dropout', step, layer));
  const gradients = emptyGradients(network);
  const pieces = [...forwardPieces(pass), ...lossPieces(pass), ...backwardPieces(pass, gradients)];
  drain(sweepRows(createSweep(pass, pieces), 0, 100, { left: quantum }));
  return { pass, network, gradients, loss: pass.lossSum * pass.scale };
}
