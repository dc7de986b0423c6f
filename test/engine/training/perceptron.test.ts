import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NotSeparable, Outcome } from '../../../src/engine/model/metrics.js';
import { dataset, finish, layerSpec, optimizerSpec, samples, trainingSpec } from '../fixture.js';

const corners = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
const gates = { AND: [0, 0, 0, 1], NAND: [1, 1, 1, 0], OR: [0, 1, 1, 1] };

describe('Rosenblatt’s rule', () => {
  for (const [gate, truth] of Object.entries(gates)) {
    it(`learns ${gate} and converges`, () => {
      const { outcome, metrics, state } = learn(corners, truth.map((t) => [t])); // prettier-ignore
      assert.deepEqual(outcome, { kind: 'converged' });
      assert.equal(metrics.at(-1)?.accuracy, 1);
      assert.equal(state.converged, true);
      const { weights, bias } = state.network.layers[0];
      corners.forEach(([a, b], i) => {
        const net = weights[0] * a + weights[1] * b + (bias?.[0] ?? 0);
        assert.equal(net > 0 ? 1 : 0, truth[i]);
      });
    });
  }

  it('corrects after each sample by η (t − y) x, whatever the batch size', () => {
    for (const batchSize of [null, 1, 3]) {
      const { state } = learn(corners, [[1], [0], [0], [1]], { epochs: 1, batchSize });
      // By hand from 0, η = 0.5: (0,0) is wrong, b = .5; (0,1) is wrong, w = (0,−.5), b = 0; (1,0) is right; (1,1) is wrong.
      const { weights, bias } = state.network.layers[0];
      assert.deepEqual([...weights, bias?.[0]], [0.5, 0, 0.5]);
      assert.equal(state.mistakes, 0);
    }
  });

  it('cannot learn XOR, and says why: (½, ½) lies between the samples of either class', () => {
    const { outcome } = learn(corners, [[0], [1], [1], [0]]);
    assert.deepEqual(outcome, {
      kind: 'completed',
      notSeparable: {
        unit: 0,
        positive: [
          { sample: 1, weight: 0.5 },
          { sample: 2, weight: 0.5 },
        ],
        negative: [
          { sample: 0, weight: 0.5 },
          { sample: 3, weight: 0.5 },
        ],
        point: [0.5, 0.5],
      },
    });
  });

  it('names the unit whose classes cannot be separated', () => {
    const { outcome } = learn(corners, [[0, 0], [0, 1], [0, 1], [1, 0]]); // prettier-ignore
    assert.equal(witnessOf(outcome)?.unit, 1);
  });

  it('has no proof if the epochs ended although the classes can be separated', () => {
    const { outcome } = learn([[1e-6], [-1e-6], [100]], [[1], [0], [0]].map(([t]) => [1 - t]), { epochs: 1 }); // prettier-ignore
    assert.notEqual(outcome.kind, 'failed');
    assert.deepEqual(learn([[0], [10], [10.001]], [[0], [0], [1]], { epochs: 3 }).outcome, {
      kind: 'completed',
    });
  });

  it('keeps one bias for all units where they share it', () => {
    const bias = { value: 0, shared: true, trainable: true, names: null };
    const layers = [layerSpec(2, 'step', { bias, init: { type: 'zeros' } })];
    const spec = { layers, loss: 'halfSquaredError' as const, functions: {} };
    const optimizer = optimizerSpec({ type: 'perceptron', learningRate: 0.5 });
    const { state } = finish(spec, dataset(samples([[0]], [[1, 1]])), trainingSpec({ optimizer, epochs: 1 }));
    assert.deepEqual([...(state.network.layers[0].bias ?? [])], [1]);
  });
});

const point = (dimensions: number) =>
  fc.array(fc.integer({ min: -20, max: 20 }), { minLength: dimensions, maxLength: dimensions });

describe('the proof that classes cannot be separated', () => {
  const labelled = fc.integer({ min: 1, max: 4 }).chain((dimensions) =>
    fc.array(fc.record({ x: point(dimensions), t: fc.constantFrom(0, 1) }), {
      minLength: 2,
      maxLength: 30,
    }),
  );

  it('is a convex combination of samples of either class, and both are the same point', () => {
    let witnesses = 0;
    fc.assert(
      fc.property(labelled, (rows) => {
        const x = rows.map(({ x }) => x);
        const { outcome } = learn(x, rows.map(({ t }) => [t]), { epochs: 200 }); // prettier-ignore
        const witness = witnessOf(outcome);
        // If the rule has not converged in 200 epochs, small integers are almost never separable.
        if (!witness) return;
        witnesses++;
        for (const [side, t] of [
          [witness.positive, 1],
          [witness.negative, 0],
        ] as const) {
          // prettier-ignore
          assert.ok(side.every(({ sample, weight }) => rows[sample].t === t && weight > 0));
          assert.ok(Math.abs(side.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
          witness.point.forEach((value, c) => {
            const combined = side.reduce((sum, { sample, weight }) => sum + weight * x[sample][c], 0);
            assert.ok(Math.abs(combined - value) < 1e-6, `${combined} and ${value}`);
          });
        }
      }),
      { numRuns: 150, seed: 3 },
    );
    assert.ok(witnesses > 40, `${witnesses} witnesses`);
  });

  it('is found for all classes that overlap by construction, and never for separable classes', () => {
    fc.assert(
      fc.property(labelled, fc.nat(), (rows, chosen) => {
        const x = rows.map(({ x }) => x);
        const middle = x[0].map((_, c) => (x[0][c] + x[x.length - 1][c]) / 2);
        // The midpoint of two positive samples is a negative one.
        const overlapping = learn([...x, middle], [...x.map(() => [1]), [0]], { epochs: 2 });
        assert.ok(witnessOf(overlapping.outcome) ?? overlapping.outcome.kind === 'converged');
        assert.notEqual(overlapping.outcome.kind, 'converged');
        const column = chosen % x[0].length;
        const parted = learn(x, x.map((row) => [row[column] > 0.5 ? 1 : 0]), { epochs: 1 }); // prettier-ignore
        assert.equal(witnessOf(parted.outcome), null);
      }),
      { numRuns: 100, seed: 4 },
    );
  });
});

function learn(
  inputs: number[][],
  targets: number[][],
  rest: { epochs?: number; batchSize?: number | null } = {},
) {
  const layers = [layerSpec(targets[0].length, 'step', { init: { type: 'zeros' } })];
  const training = trainingSpec({
    optimizer: optimizerSpec({ type: 'perceptron', learningRate: 0.5 }),
    epochs: 50,
    shuffle: false,
    ...rest,
  });
  const data = dataset(samples(inputs, targets), { task: 'classification' });
  return finish({ layers, loss: 'halfSquaredError', functions: {} }, data, training);
}

function witnessOf(outcome: Outcome): NotSeparable | null {
  return (outcome.kind === 'completed' && outcome.notSeparable) || null;
}
