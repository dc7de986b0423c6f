import assert from 'node:assert/strict';
import { evaluate } from '../../../src/engine/pass/evaluate.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Evaluation } from '../../../src/engine/model/evaluation.js';
import type { Samples } from '../../../src/engine/model/dataset.js';
import { dataset, finish, layerSpec, samples, trainingSpec } from '../fixture.js';

describe('an evaluation', () => {
  it('counts the confusions, and computes precision and recall of each class', () => {
    const predicted = [[9, 1, 0], [2, 5, 1], [0, 3, 2], [4, 4, 0], [1, 0, 0]]; // prettier-ignore
    const truth = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]]; // prettier-ignore
    const report = evaluate(asIs(3), samples(predicted, truth), 'classification');
    // The first of equal outputs counts.
    assert.deepEqual(countsOf(report), {
      task: 'classification',
      accuracy: 2 / 5,
      confusion: [
        [1, 0, 0],
        [2, 1, 0],
        [0, 1, 0],
      ],
      precision: [1 / 3, 1 / 2, null],
      recall: [1, 1 / 3, 0],
    });
  });

  it('counts an output of ½ or more as the second class, and omits the recall of a missing class', () => {
    const report = evaluate(asIs(1), samples([[0.6], [0.5], [0.2]], [[0], [0], [0]]), 'classification');
    assert.deepEqual(countsOf(report), {
      task: 'classification',
      accuracy: 2 / 3,
      confusion: [
        [2, 1],
        [0, 0],
      ],
      precision: [1, 0],
      recall: [2 / 3, null],
    });
  });

  it('gives R² and the root mean squared error over all outputs', () => {
    const report = evaluate(asIs(2), samples([[1, 0], [3, 2]], [[1, 1], [2, 3]]), 'regression'); // prettier-ignore
    assert.ok(report.task === 'regression');
    // Residuals 0, 1, 1, 1: their squares sum to 3; the targets' about their columns' means to 0.5 + 2.
    assert.equal(report.r2, 1 - 3 / 2.5);
    assert.equal(report.rmse, Math.sqrt(3 / 4));
    assert.equal(report.mae, 3 / 4);
    assert.deepEqual(report.outputs, [
      { r2: 1 - 1 / 0.5, rmse: Math.sqrt(1 / 2), mae: 1 / 2 },
      { r2: 1 - 2 / 2, rmse: 1, mae: 1 },
    ]);
  });

  it('is in the targets’ own units where they are normalized', () => {
    const normalization = { shift: Float64Array.of(-7, 1000), scale: Float64Array.of(0.25, 300) };
    const [outputs, targets] = [[[1, 0], [3, 2], [-1, 4]], [[1, 1], [2, 3], [0.5, -2]]]; // prettier-ignore
    const own = (rows: readonly (readonly number[])[]): number[][] =>
      rows.map((row) => row.map((value, k) => value * normalization.scale[k] + normalization.shift[k]));
    const report = evaluate(asIs(2), samples(outputs, targets), 'regression', null, {
      targetNormalization: normalization,
    });
    const expected = evaluate(asIs(2), samples(own(outputs), own(targets)), 'regression');
    assert.ok(report.task === 'regression' && expected.task === 'regression');
    for (const [found, wanted] of [
      [report, expected] as const,
      ...report.outputs.map((figures, k) => [figures, expected.outputs[k]] as const),
    ])
      for (const key of ['r2', 'rmse', 'mae'] as const)
        assert.ok(Math.abs(found[key]! / wanted[key]! - 1) < 1e-12, `${key}: ${found[key]}, ${wanted[key]}`);
  });

  it('has no R² where the targets do not vary', () => {
    const report = evaluate(asIs(1), samples([[1], [2], [3]], [[0.1], [0.1], [0.1]]), 'regression');
    assert.ok(report.task === 'regression' && report.r2 === null);
  });

  it('agrees with the accuracy and the loss that training reports', () => {
    const rows = Array.from({ length: 700 }, (_, i) => [Math.sin(i), Math.cos(i * i)]);
    const data: Samples = samples(rows, rows.map(([a, b]) => (a > b ? [1, 0] : [0, 1]))); // prettier-ignore
    const layers = [layerSpec(3, 'relu'), layerSpec(2, 'softmax')];
    const { metrics, state } = finish(
      { layers, loss: 'crossEntropy', functions: {} },
      dataset(data, { task: 'classification' }),
      trainingSpec({ epochs: 3 }),
    );
    const report = evaluate(state.network, data, 'classification');
    assert.ok(report.task === 'classification');
    assert.equal(report.accuracy, metrics.at(-1)?.accuracy);
    assert.ok(report.accuracy > 0.6);
  });
});

/** Returns the counts of a report, with precision and recall. */
function countsOf(report: Evaluation) {
  assert.ok(report.task === 'classification');
  const { task, accuracy, confusion, precision, recall } = report;
  return { task, accuracy, confusion, precision, recall };
}

/** Returns a network whose outputs are its inputs. */
function asIs(units: number) {
  const weights = Array.from({ length: units }, (_, i) =>
    Array.from({ length: units }, (_, j) => (i === j ? 1 : 0)),
  );
  const layers = [layerSpec(units, 'identity', { weights, bias: null })];
  return createNetwork({ layers, loss: 'meanSquaredError', functions: {} }, units, trainingSpec());
}
