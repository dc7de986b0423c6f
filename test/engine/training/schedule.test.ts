import assert from 'node:assert/strict';
import { startPlateau, learningRateOf, followPlateau } from '../../../src/engine/training/schedule.js';
import type { ScheduleSpec } from '../../../src/engine/model/spec.js';
import { dataset, finish, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../fixture.js';

const start = 0.4;

describe('the learning rate', () => {
  it('drops by steps, by powers and along a cosine as PyTorch’s schedulers do', () => {
    assertRates({ type: 'constant' }, [0.4, 0.4, 0.4, 0.4, 0.4]);
    assertRates({ type: 'step', stepSize: 2, gamma: 0.5 }, [0.4, 0.4, 0.2, 0.2, 0.1]);
    assertRates({ type: 'exponential', gamma: 0.5 }, [0.4, 0.2, 0.1, 0.05, 0.025]);
    assertRates(
      { type: 'cosine', epochs: 4, minLearningRate: 0.2 },
      [0.4, 0.370710678118655, 0.3, 0.229289321881345, 0.2],
    );
  });

  it('rises in equal steps through the warm-up epochs, the last of which has all of it', () => {
    assertRates({ type: 'constant' }, [0.1, 0.2, 0.3, 0.4, 0.4], 4);
    assertRates({ type: 'exponential', gamma: 0.5 }, [0.2, 0.2, 0.1, 0.05, 0.025], 2);
  });

  it('is the schedule’s to the last bit in the last warm-up epoch', () => {
    const training = trainingSpec({
      optimizer: optimizerSpec({ type: 'sgd', learningRate: 0.1 }),
      warmupEpochs: 3,
    });
    assert.equal(learningRateOf(training, 3, startPlateau(training)), 0.1);
  });

  it('is reduced however small it is, but not by less than 1e-8', () => {
    const schedule: ScheduleSpec = {
      type: 'reduceOnPlateau',
      factor: 0.1,
      patience: 0,
      threshold: 0,
      minLearningRate: 0,
    };
    const plateau = { learningRate: 1e-6, best: 0, badEpochs: 0 };
    followPlateau(spec(schedule), plateau, 1);
    assert.ok(Math.abs(plateau.learningRate - 1e-7) < 1e-20);
    followPlateau(spec(schedule), plateau, 1);
    assert.ok(Math.abs(plateau.learningRate - 1e-8) < 1e-20);
    followPlateau(spec(schedule), plateau, 1);
    assert.ok(Math.abs(plateau.learningRate - 1e-8) < 1e-20);
  });

  it('is reduced if the loss has not improved for longer than the patience, down to its minimum', () => {
    const schedule: ScheduleSpec = {
      type: 'reduceOnPlateau',
      factor: 0.5,
      patience: 1,
      threshold: 0.1,
      minLearningRate: 0.15,
    };
    const plateau = startPlateau(spec(schedule));
    // 0.95 is less than 10% better than 1, which does not count as an improvement.
    const losses = [1, 0.95, 0.93, 0.5, 0.5, 0.5, 0.5, 0.5];
    const rates = losses.map((loss) => {
      followPlateau(spec(schedule), plateau, loss);
      return plateau.learningRate;
    });
    assert.deepEqual(rates, [0.4, 0.4, 0.2, 0.2, 0.2, 0.15, 0.15, 0.15]);
  });

  it('is the one that the metrics of each epoch report', () => {
    const training = trainingSpec({ ...spec({ type: 'step', stepSize: 1, gamma: 0.1 }), epochs: 3 });
    const layers = [layerSpec(1, 'identity')];
    const { metrics } = finish(
      { layers, loss: 'halfSquaredError', functions: {} },
      dataset(samples(noise(4, 2), noise(4, 1))),
      training,
    );
    metrics.forEach(({ learningRate }, i) => assert.ok(Math.abs(learningRate - start * 0.1 ** i) < 1e-15));
  });
});

function spec(schedule: ScheduleSpec, warmupEpochs = 0) {
  return trainingSpec({
    optimizer: optimizerSpec({ type: 'sgd', learningRate: start }),
    schedule,
    warmupEpochs,
  });
}

function assertRates(schedule: ScheduleSpec, expected: readonly number[], warmupEpochs = 0): void {
  const training = spec(schedule, warmupEpochs);
  expected.forEach((rate, i) => {
    const actual = learningRateOf(training, i + 1, startPlateau(training));
    assert.ok(Math.abs(actual - rate) < 1e-12, `epoch ${i + 1}: ${actual}, not ${rate}`);
  });
}
