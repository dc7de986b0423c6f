import assert from 'node:assert/strict';
import { deserialize, serialize } from 'node:v8';
import {
  descend,
  measureDescent,
  startDescent,
  type DescentState,
} from '../../../src/engine/training/descent.js';
import type { Expression } from '../../../src/engine/maths/expression.js';
import type { EpochMetrics, Outcome } from '../../../src/engine/model/metrics.js';
import type { FunctionSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { optimizerSpec, trainingSpec } from '../fixture.js';

/** x² + 10 y² */
const bowl: Expression = {
  text: 'x^2 + 10*y^2',
  operations: [
    { op: 'variable', name: 'x' },
    { op: 'square', args: [0] },
    { op: 'variable', name: 'y' },
    { op: 'square', args: [2] },
    { op: 'constant', value: 10 },
    { op: 'multiply', args: [4, 3] },
    { op: 'add', args: [1, 5] },
  ],
};
const spec: FunctionSpec = { function: bowl, start: [3, -2] };
const sgd = (learningRate: number, rest: Partial<TrainingSpec> = {}) =>
  trainingSpec({ optimizer: optimizerSpec({ type: 'sgd', learningRate }), epochs: 40, ...rest });

describe('gradient descent on a plain function', () => {
  it('multiplies x by 1 − 2η and y by 1 − 20η at each step', () => {
    const { metrics } = descendAll(spec, sgd(0.01));
    for (const { epoch, loss, point } of metrics) {
      assert.ok(point);
      const [x, y] = [3 * 0.98 ** epoch, -2 * 0.8 ** epoch];
      assert.ok(Math.abs(point[0] - x) < 1e-12 && Math.abs(point[1] - y) < 1e-12);
      assert.ok(Math.abs(loss - (x * x + 10 * y * y)) < 1e-12);
    }
    assert.equal(metrics.length, 40);
  });

  it('is slow, converges or diverges depending on the learning rate', () => {
    const lossAfter = (learningRate: number) =>
      descendAll(spec, sgd(learningRate)).metrics.at(-1)?.loss ?? NaN;
    assert.ok(lossAfter(0.0001) > 30);
    assert.ok(lossAfter(0.05) < 0.01);
    assert.ok(lossAfter(0.11) > 1e5);
  });

  it('reports its starting point', () => {
    const start = measureDescent(startDescent(spec, sgd(0.1)), spec, sgd(0.1));
    assert.deepEqual([start.epoch, start.loss, start.point], [0, 49, [3, -2]]);
  });

  it('works with the other optimizers, too: Adam’s first step is η, whatever the slope', () => {
    const { metrics } = descendAll(
      spec,
      trainingSpec({ optimizer: optimizerSpec({ type: 'adam', learningRate: 0.1 }), epochs: 1 }),
    );
    const [x, y] = metrics[0].point ?? [NaN, NaN];
    assert.ok(Math.abs(x - 2.9) < 1e-9 && Math.abs(y + 1.9) < 1e-9);
  });

  it('clips the gradient to its norm', () => {
    const { metrics } = descendAll(spec, sgd(1, { epochs: 1, clipGradientNorm: 0.5 }));
    const [x, y] = metrics[0].point ?? [NaN, NaN];
    assert.ok(Math.abs(Math.hypot(3 - x, -2 - y) - 0.5) < 1e-6);
  });

  it('ends where the function is not a number, at the last point where it is', () => {
    const log: Expression = {
      text: 'log(x)',
      operations: [
        { op: 'variable', name: 'x' },
        { op: 'log', args: [0] },
      ],
    };
    const { outcome, state } = descendAll({ function: log, start: [1, 0] }, sgd(0.6));
    assert.deepEqual(outcome, {
      kind: 'failed',
      failure: { epoch: 2, batch: 1, updates: 2, layer: null, quantity: 'function', value: NaN },
    });
    assert.deepEqual([...state.point], [0.4, 0]);
  });

  it('stops early and returns to the best point', () => {
    const earlyStopping = { patience: 2, minDelta: 0, restoreBest: true };
    const { outcome, state, metrics } = descendAll(spec, sgd(0.1001, { earlyStopping, epochs: 500 }));
    assert.ok(outcome.kind === 'stoppedEarly' && outcome.restored);
    assert.deepEqual([...state.point], metrics[outcome.bestEpoch - 1].point);
    assert.equal(metrics.length, outcome.bestEpoch + 2);
  });

  it('resumes from a checkpoint with the same numbers', () => {
    const training = trainingSpec({
      optimizer: optimizerSpec({ type: 'rmsprop', learningRate: 0.1 }),
      epochs: 30,
      schedule: { type: 'reduceOnPlateau', factor: 0.5, patience: 0, threshold: 0.5, minLearningRate: 0 },
    });
    const straight = descendAll(spec, training);
    const state = startDescent(spec, training);
    const path = descend(state, spec, training);
    const first = Array.from({ length: 11 }, () => path.next().value as EpochMetrics);
    const rest = descendAll(spec, training, deserialize(serialize(state)) as DescentState);
    assert.deepEqual([...first, ...rest.metrics], straight.metrics);
  });

  it('yields between two reports that are far apart', () => {
    const training = sgd(0.01, { epochs: 5000 });
    const yields = [...descend(startDescent(spec, training), spec, training, { evaluateEvery: 2500 })];
    assert.equal(yields.filter((value) => value).length, 2);
    assert.ok(yields.length >= 10);
  });
});

function descendAll(spec: FunctionSpec, training: TrainingSpec, state = startDescent(spec, training)) {
  const metrics: EpochMetrics[] = [];
  const path: Generator<EpochMetrics | undefined, Outcome> = descend(state, spec, training);
  for (;;) {
    const { value, done } = path.next();
    if (done) return { outcome: value, metrics, state };
    if (value) metrics.push(value);
  }
}
