import assert from 'node:assert/strict';
import { planMeasurements } from '../../../src/engine/health/measurementPlan.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { TrainingSpec } from '../../../src/engine/model/spec.js';
import { layerSpec, trainingSpec } from '../fixture.js';

function plan(units: number[], rows: number, rest: Partial<TrainingSpec>) {
  const training = trainingSpec(rest);
  const layers = units.map((count) => layerSpec(count, 'relu'));
  return planMeasurements(
    createNetwork({ layers, loss: 'meanSquaredError', functions: {} }, 8, training),
    rows,
    training,
  );
}

describe('the plan of measurements', () => {
  it('has the start, the end and at most 100 epochs of a run of any length', () => {
    for (const epochs of [1, 2, 10, 1000, 1_000_000, 100_000_000]) {
      const { planned } = plan([8, 1], 100, { epochs });
      const all = planned.map(({ epoch }) => epoch);
      assert.deepEqual([all[0], all.at(-1)], [0, epochs]);
      assert.ok(all.length <= 101);
      all.slice(1).forEach((epoch, i) => assert.ok(epoch > all[i]));
    }
  });

  it('takes fewer samples of a large network, and measures fewer epochs', () => {
    const [small, large] = [plan([8, 1], 1000, { epochs: 50 }), plan([500, 500, 1], 1000, { epochs: 50 })];
    assert.ok(large.rows < small.rows);
    assert.ok(large.planned.length < small.planned.length);
  });

  it('measures nothing where a network has too many parameters to copy them', () => {
    assert.deepEqual(plan([1200, 1200, 1], 100, { epochs: 5 }).planned, []);
  });

  it('never takes more samples than there are', () => {
    const { rows, sharpnessRows } = plan([8, 1], 3, { epochs: 5 });
    assert.deepEqual([rows, sharpnessRows], [3, 3]);
  });
});
