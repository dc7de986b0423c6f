import assert from 'node:assert/strict';
import type { TrainingSpec } from '../../../src/engine/model/spec.js';
import { measure } from '../../../src/engine/training/train.js';
import { drain } from '../../../src/engine/pacing.js';
import { dataset, finish, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../fixture.js';

// Six noisy samples and 30 units: it overfits after some epochs.
const spec = {
  layers: [layerSpec(30, 'tanh'), layerSpec(1, 'identity')],
  loss: 'meanSquaredError' as const,
  functions: {},
};
const data = dataset(samples(noise(6, 3), noise(6, 1, 1)), {
  validation: samples(noise(6, 3, 2), noise(6, 1, 3)),
});
const optimizer = optimizerSpec({ type: 'adam', learningRate: 0.02 });

describe('early stopping', () => {
  it('ends the run if the validation loss has not improved for `patience` epochs, and restores the best', () => {
    const { outcome, metrics, state } = stop({ patience: 5, minDelta: 0, restoreBest: true });
    const losses = metrics.map(({ validationLoss }) => validationLoss ?? NaN);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    assert.deepEqual(outcome, { kind: 'stoppedEarly', bestEpoch: best, restored: true });
    assert.equal(metrics.length, best + 5);
    const restored = drain(measure(state, data, trainingSpec()));
    assert.equal(restored.validationLoss, losses[best - 1]);
    assert.equal(restored.loss, metrics[best - 1].loss);
  });

  it('keeps the last parameters if the best are not to be restored', () => {
    const { outcome, metrics, state } = stop({ patience: 5, minDelta: 0, restoreBest: false });
    assert.ok(outcome.kind === 'stoppedEarly' && !outcome.restored);
    assert.equal(drain(measure(state, data, trainingSpec())).loss, metrics.at(-1)?.loss);
  });

  it('uses the training loss if nothing was held out, and ignores a gain that is too small', () => {
    const { outcome, metrics } = finish(spec, { ...data, validation: null }, trainingSpec({
      optimizer, epochs: 500, earlyStopping: { patience: 3, minDelta: 0.05, restoreBest: true },
    })); // prettier-ignore
    assert.ok(outcome.kind === 'stoppedEarly');
    const best = metrics[outcome.bestEpoch - 1].loss;
    assert.ok(metrics.slice(outcome.bestEpoch).every(({ loss }) => loss >= best - 0.05));
    assert.equal(metrics.length, outcome.bestEpoch + 3);
  });

  it('does not count an equal loss as a gain', () => {
    const flat = { ...spec, layers: [layerSpec(1, 'identity', { weights: [[1]], bias: null })] };
    const { outcome, metrics } = finish(flat, dataset(samples([[1]], [[1]])), trainingSpec({
      optimizer, epochs: 50, earlyStopping: { patience: 3, minDelta: 0, restoreBest: true },
    })); // prettier-ignore
    assert.deepEqual(outcome, { kind: 'stoppedEarly', bestEpoch: 1, restored: true });
    assert.equal(metrics.length, 4);
  });

  it('does not stop a run that keeps getting better', () => {
    const { outcome } = finish(spec, { ...data, validation: null }, trainingSpec({
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.01 }), epochs: 20,
      earlyStopping: { patience: 1, minDelta: 0, restoreBest: true },
    })); // prettier-ignore
    assert.deepEqual(outcome, { kind: 'completed' });
  });
});

function stop(earlyStopping: TrainingSpec['earlyStopping']) {
  return finish(spec, data, trainingSpec({ optimizer, epochs: 500, earlyStopping }));
}
