import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { ClassificationReport } from '../../../src/engine/model/evaluation.js';
import { evaluateSteps } from '../../../src/engine/pass/evaluate.js';
import { drain } from '../../../src/engine/pacing.js';
import { layerSpec, samples, trainingSpec } from '../fixture.js';

/** Returns a report on outputs that are given as they are; probabilities pass through a logit and a sigmoid. */
function reportOn(
  outputs: number[][],
  targets: number[][],
  probabilities: boolean,
  rows: number[] | null = null,
) {
  const units = outputs[0].length;
  const weights = outputs[0].map((_, i) => outputs[0].map((_, j) => (i === j ? 1 : 0)));
  const layers = [layerSpec(units, probabilities ? 'sigmoid' : 'identity', { weights, bias: null })];
  const network = createNetwork({ layers, loss: 'meanSquaredError', functions: {} }, units, trainingSpec());
  const given = probabilities ? outputs.map((row) => row.map((y) => Math.log(y / (1 - y)))) : outputs;
  const sources = rows && Uint32Array.from(rows);
  const report = drain(evaluateSteps(network, samples(given, targets), 'classification', null, { sources }));
  assert.ok(report.task === 'classification');
  return report;
}

const oneHot = (k: number, classes: number) =>
  Array.from({ length: classes }, (_, each) => (each === k ? 1 : 0));

/** Evaluates scores of the second class. */
const binary = (scores: readonly number[], truth: readonly number[]) =>
  reportOn(
    scores.map((score) => [score]),
    truth.map((t) => [t]),
    false,
  );

/** Scores with many ties, and the true classes. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 12 }), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 60 })
  .map((all) => ({ scores: all.map(([n]) => n / 8), truth: all.map(([, t]) => t) }));

const close = (actual: number, expected: number, what = '') =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${what} ${actual} instead of ${expected}`);

describe('the curves of two classes', () => {
  it('are those of the examples in scikit-learn’s documentation', () => {
    const { curves } = binary([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
    assert.deepEqual(curves?.roc, { x: [0, 0, 0.5, 0.5, 1], y: [0, 0.5, 0.5, 1, 1], auc: 0.75 });
    assert.deepEqual(curves.precisionRecall?.recall, [1, 1, 0.5, 0.5, 0]);
    assert.deepEqual(curves.precisionRecall.precision, [0.5, 2 / 3, 0.5, 1, 1]);
    close(curves.precisionRecall.averagePrecision, 0.8333333333333333);
  });

  it('have the area that is the chance of the right order, ties counting half, and pass through every threshold', () => {
    fc.assert(
      fc.property(scored, ({ scores, truth }) => {
        const { curves } = binary(scores, truth);
        const of = (t: number) => scores.filter((_, i) => truth[i] === t);
        const [negative, positive] = [of(0), of(1)];
        if (positive.length === 0) return assert.deepEqual(curves, { roc: null, precisionRecall: null });
        const thresholds = [...new Set(scores)].sort((a, b) => b - a);
        const hits = thresholds.map((c) => positive.filter((score) => score >= c).length);
        const alarms = thresholds.map((c) => negative.filter((score) => score >= c).length);
        const average = hits.reduce(
          (sum, hit, i) => sum + ((hit - (hits[i - 1] ?? 0)) / positive.length) * (hit / (hit + alarms[i])),
          0,
        );
        close(curves!.precisionRecall!.averagePrecision, average);
        assert.deepEqual(curves!.precisionRecall!.recall.toReversed(), [
          0,
          ...hits.map((hit) => hit / positive.length),
        ]);
        if (negative.length === 0) return assert.equal(curves!.roc, null);
        const order = positive.flatMap((p) => negative.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        close(curves!.roc!.auc, order.reduce<number>((sum, each) => sum + each, 0) / order.length);
        assert.deepEqual(curves!.roc!.x, [0, ...alarms.map((alarm) => alarm / negative.length)]);
        assert.deepEqual(curves!.roc!.y, [0, ...hits.map((hit) => hit / positive.length)]);
      }),
      { numRuns: 300 },
    );
  });

  it('have at most 200 points, both ends and the exact area for many samples', () => {
    const scores = Array.from({ length: 40_000 }, (_, i) => (Math.sin(i * 12.9898) * 43758.5453) % 1);
    const truth = scores.map((score, i) => (score + Math.sin(i * 78.233) > 0 ? 1 : 0));
    const { curves } = binary(scores, truth);
    const sorted = scores.map((score, i) => ({ score, t: truth[i] })).sort((a, b) => a.score - b.score);
    // The Mann–Whitney statistic from ranks; no two of these scores are equal.
    const positives = truth.filter((t) => t === 1).length;
    const ranks = sorted.reduce((sum, { t }, rank) => sum + (t === 1 ? rank + 1 : 0), 0);
    const auc = (ranks - (positives * (positives + 1)) / 2) / (positives * (truth.length - positives));
    assert.equal(new Set(scores).size, scores.length);
    close(curves!.roc!.auc, auc);
    const { x, y } = curves!.roc!;
    const { recall, precision } = curves!.precisionRecall!;
    for (const points of [x, y, recall, precision]) assert.equal(points.length, 200);
    assert.deepEqual([x[0], y[0], x.at(-1), y.at(-1)], [0, 0, 1, 1]);
    assert.deepEqual([recall[0], recall.at(-1), precision.at(-1)], [1, 0, 1]);
  });

  it('are a diagonal for constant outputs, and null for three classes or outputs that are not finite', () => {
    const { curves } = binary([0.5, 0.5, 0.5], [0, 1, 0]);
    assert.deepEqual(curves?.roc, { x: [0, 1], y: [0, 1], auc: 0.5 });
    assert.equal(curves.precisionRecall?.averagePrecision, 1 / 3);
    assert.equal(reportOn([[1, 0, 0]], [[1, 0, 0]], false).curves, null);
    assert.equal(binary([0.1, Infinity, 0.3], [0, 1, 1]).curves, null);
  });
});

describe('the figures of classes', () => {
  it('are those of a naive count, and their means are taken over the classes that occur', () => {
    const cases = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 40 }); // prettier-ignore
    fc.assert(
      fc.property(cases, (all) => {
        const report = reportOn(
          all.map(([, predicted]) => oneHot(predicted, 5)),
          all.map(([truth]) => oneHot(truth, 5)),
          false,
        );
        const count = (is: (pair: readonly number[]) => boolean) => all.filter(is).length;
        const occurring = [0, 1, 2, 3, 4].filter((k) => count((pair) => pair.includes(k)) > 0);
        const f1 = (k: number) => {
          const hit = count(([t, p]) => t === k && p === k);
          const [precision, recall] = [hit / count(([, p]) => p === k), hit / count(([t]) => t === k)];
          return hit === 0 ? 0 : 2 / (1 / precision + 1 / recall);
        };
        for (const k of [0, 1, 2, 3, 4]) {
          assert.equal(
            report.support[k],
            count(([t]) => t === k),
          );
          if (occurring.includes(k)) close(report.f1[k]!, f1(k));
          else assert.equal(report.f1[k], null);
        }
        close(report.macro.f1, occurring.reduce((sum, k) => sum + f1(k), 0) / occurring.length);
        close(
          report.macro.recall,
          occurring.reduce((sum, k) => sum + (report.recall[k] ?? 0), 0) / occurring.length,
        );
        close(report.macro.precision, occurring.reduce((sum, k) => sum + (report.precision[k] ?? 0), 0) / occurring.length); // prettier-ignore
        assertNoNaN(report);
        const pairs = report.confusedPairs.map(({ count }) => count);
        assert.deepEqual(
          pairs,
          pairs.toSorted((a, b) => b - a),
        );
        assert.equal(pairs.reduce((sum, each) => sum + each, 0), count(([t, p]) => t !== p)); // prettier-ignore
      }),
      { numRuns: 200 },
    );
  });
});

describe('the calibration', () => {
  it('compares the mean probability of the predicted class with its accuracy in ten bins', () => {
    const probability = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000 + 0.00037);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(probability, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 50 }),
        (all) => {
          const { calibration } = reportOn(all.map(([y]) => [y]), all.map(([, t]) => [t]), true); // prettier-ignore
          const certain = all.map(([y, t]) => ({
            confidence: Math.max(y, 1 - y),
            right: y > 0.5 === (t === 1),
          }));
          let error = 0;
          calibration!.bins.forEach(({ count, confidence, accuracy }, bin) => {
            const own = certain.filter((each) => Math.floor(each.confidence * 10) === bin);
            assert.equal(count, own.length);
            if (count === 0) return assert.deepEqual([confidence, accuracy], [null, null]);
            close(confidence!, own.reduce((sum, each) => sum + each.confidence, 0) / count);
            close(accuracy!, own.filter(({ right }) => right).length / count);
            error += (count / all.length) * Math.abs(accuracy! - confidence!);
          });
          close(calibration!.expectedError, error);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not exist where outputs are not probabilities', () => {
    assert.equal(binary([0.2, 0.9], [0, 1]).calibration, null);
  });
});

describe('the mistakes', () => {
  it('with the highest confidence are listed with their rows in the source', () => {
    const outputs = Array.from({ length: 30 }, (_, i) => [((i * 7) % 30) / 31 + 0.01]);
    const rows = outputs.map((_, i) => 100 + 2 * i);
    const report = reportOn(outputs, outputs.map(() => [0]), true, rows); // prettier-ignore
    const expected = outputs
      .map(([y], sample) => ({ y, sample }))
      .filter(({ y }) => y > 0.5)
      .sort((a, b) => b.y - a.y)
      .slice(0, 10);
    assert.deepEqual(report.confidentMistakes.map(({ sampleIndex }) => sampleIndex), expected.map(({ sample }) => sample)); // prettier-ignore
    report.confidentMistakes.forEach(({ sampleIndex, rowIndex, truth, predicted, confidence }, i) => {
      assert.deepEqual([rowIndex, truth, predicted], [100 + 2 * sampleIndex, 0, 1]);
      close(confidence, expected[i].y);
    });
    const unsourced = reportOn([[0.9]], [[0]], true).confidentMistakes;
    assert.deepEqual(unsourced.map(({ rowIndex }) => rowIndex), [null]); // prettier-ignore
  });
});

function assertNoNaN(report: ClassificationReport): void {
  JSON.stringify(report, (_, value: unknown) => {
    assert.ok(typeof value !== 'number' || Number.isFinite(value));
    return value;
  });
}
