import assert from 'node:assert/strict';
import { parseExpression } from '../../../src/config/expression.js';
import { Random, shuffle } from '../../../src/engine/maths/random.js';
import type { DataColumn } from '../../../src/engine/model/dataColumn.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import type { Importance } from '../../../src/engine/model/importance.js';
import type { Network } from '../../../src/engine/model/network.js';
import { importanceRepeats, importanceSteps } from '../../../src/engine/pass/permutationImportance.js';
import { drain } from '../../../src/engine/pacing.js';
import { dataset, noise, samples } from '../fixture.js';

/** Returns the network that computes y = w · x. */
const linear = (weights: readonly number[]): Network => ({
  inputs: weights.length,
  precision: 'float64',
  loss: 'meanSquaredError',
  reduction: 'mean',
  classWeights: null,
  functions: {},
  layers: [
    {
      inputs: weights.length, units: 1, activation: 'identity', weights: Float64Array.from(weights), weightsTrainable: true,
      bias: null, biasShared: false, biasTrainable: true, dropout: 0,
    },
  ],
}); // prettier-ignore

const column = (name: string, inputs: readonly number[]): DataColumn => ({
  name, index: 0, content: 'number', role: 'input', reason: null, isInferred: true, inputs, categories: null, fill: null,
  missing: 0, distinct: null, range: null, histogram: null, top: null,
}); // prettier-ignore

const measure = (network: Network, data: Dataset, seed = 3): Importance =>
  drain(importanceSteps(network, data, seed));

const of = (importance: Importance, name: string) => {
  const found = importance.columns.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};

describe('The permutation importance of columns', () => {
  const rows = noise(400, 3);
  const truth = rows.map(([a, b]) => [2 * a + b]);
  const names = { inputNames: ['a', 'b', 'c'] };

  it('is the increase of the loss and the decrease of R² that loops of their own compute', () => {
    const weights = [1.8, 0.9, 0.1];
    const importance = measure(linear(weights), dataset(samples(rows, truth), names));
    const scores = (inputs: readonly (readonly number[])[]): { loss: number; r2: number } => {
      const mean = truth.reduce((sum, [t]) => sum + t, 0) / truth.length;
      let [squares, total] = [0, 0];
      inputs.forEach((row, i) => {
        const y = row.reduce((sum, x, k) => sum + x * weights[k], 0);
        squares += (y - truth[i][0]) ** 2;
        total += (truth[i][0] - mean) ** 2;
      });
      return { loss: squares / rows.length, r2: 1 - squares / total };
    };
    const base = scores(rows);
    assert.ok(Math.abs(importance.loss - base.loss) < 1e-12);
    ['a', 'b', 'c'].forEach((name, k) => {
      const changes = Array.from({ length: importanceRepeats }, (_, repeat) => {
        const order = Uint32Array.from(rows.keys());
        shuffle(order, new Random(3, 'importance', k, repeat));
        const shuffled = scores(rows.map((row, i) => row.map((x, at) => (at === k ? rows[order[i]][k] : x))));
        return { loss: shuffled.loss - base.loss, r2: base.r2 - shuffled.r2 };
      });
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, v) => sum + v, 0) / values.length;
      const deviation = (values: readonly number[]): number =>
        Math.sqrt(mean(values.map((value) => value ** 2)) - mean(values) ** 2);
      const { loss, score } = of(importance, name);
      const losses = changes.map((change) => change.loss);
      const r2 = changes.map((change) => change.r2);
      assert.ok(Math.abs(loss.mean - mean(losses)) < 1e-10);
      assert.ok(Math.abs(loss.deviation - deviation(losses)) < 1e-6);
      assert.ok(score && Math.abs(score.mean - mean(r2)) < 1e-10);
    });
  });

  it('is 2 w² times the variance of an independent column, and 0 for one that the network ignores', () => {
    const importance = measure(linear([2, 1, 0]), dataset(samples(rows, truth), names));
    assert.deepEqual(importance.columns.map(({ name }) => name), ['a', 'b', 'c']); // prettier-ignore
    assert.equal(of(importance, 'c').loss.mean, 0);
    assert.equal(of(importance, 'c').score?.mean, 0);
    for (const [k, w] of [2, 1].entries()) {
      const values = rows.map((row) => row[k]);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      const { loss } = of(importance, names.inputNames[k]);
      assert.ok(Math.abs(loss.mean / (2 * w * w * variance) - 1) < 0.1, `${loss.mean}`);
    }
  });

  it('is shared between a column and its copy', () => {
    const copied = rows.map(([a, b]) => [a, a, b]);
    const data = { inputNames: ['a', 'copy', 'b'] };
    const shared = measure(linear([1, 1, 1]), dataset(samples(copied, truth), data));
    const alone = measure(linear([2, 0, 1]), dataset(samples(copied, truth), data));
    for (const name of ['a', 'copy'])
      assert.ok(Math.abs((4 * of(shared, name).loss.mean) / of(alone, 'a').loss.mean - 1) < 0.1);
  });

  it('shuffles all inputs of a column together', () => {
    // A category of two inputs, one of which is always 1: shuffled apart, their sum would no longer be 1.
    const oneHot = rows.map(([a, b]) => (a > 0 ? [1, 0, b] : [0, 1, b]));
    const columns = [column('kind', [0, 1]), column('b', [2])];
    const data = dataset(samples(oneHot, oneHot.map(([, , b]) => [1 + b])), { inputNames: ['x', 'y', 'b'], columns }); // prettier-ignore
    const importance = measure(linear([1, 1, 1]), data);
    assert.equal(of(importance, 'kind').inputs, 2);
    assert.ok(Math.abs(of(importance, 'kind').loss.mean) < 1e-12);
    assert.ok(of(importance, 'b').loss.mean > 0.1);
  });

  it('computes the inputs again that are derived from a shuffled one', () => {
    const normalization = { shift: Float64Array.of(1, 0, 2), scale: Float64Array.of(2, 1, 3) };
    const { expression } = parseExpression('a * b', ['a', 'b']);
    assert.ok(expression);
    const own = rows.map(([a, b]) => [a, b, a * b]);
    const normalized = own.map((row) =>
      row.map((x, k) => (x - normalization.shift[k]) / normalization.scale[k]),
    );
    const product = own.map(([, , p]) => [p / 3]);
    const data = dataset(samples(normalized, product), { inputNames: ['a', 'b', 'a * b'], derived: [expression], normalization }); // prettier-ignore
    // The network reads the derived input alone.
    const importance = measure(linear([0, 0, 1]), data);
    assert.deepEqual(new Set(importance.columns.map(({ name }) => name)), new Set(['a', 'b']));
    for (const { loss } of importance.columns) assert.ok(loss.mean > 0.01);
  });

  it('is measured on the validation part, the same for the same seed, and leaves the data as they are', () => {
    const held = samples(noise(50, 3, 1), noise(50, 1, 2));
    const data = dataset(samples(rows, truth), { ...names, validation: held });
    const before = held.inputs.values.slice();
    const first = measure(linear([2, 1, 1]), data);
    assert.deepEqual([first.part, first.samples], ['validation', 50]);
    assert.deepEqual(measure(linear([2, 1, 1]), data), first);
    assert.notDeepEqual(measure(linear([2, 1, 1]), data, 4), first);
    assert.deepEqual(held.inputs.values, before);
  });

  it('is measured on at most 10,000 samples, and loses accuracy for classes', () => {
    const many = noise(25_000, 2);
    const classes = many.map(([a]) => [a > 0 ? 1 : 0]);
    const data = dataset(samples(many, classes), { inputNames: ['a', 'b'], task: 'classification' });
    const { samples: count, scoreName, score, columns } = measure(linear([1e6, 0]), data);
    assert.deepEqual([count, scoreName], [10_000, 'accuracy']);
    assert.ok(score && score > 0.99);
    assert.ok(Math.abs((columns[0].score?.mean ?? 0) - 0.5) < 0.02);
  });
});
