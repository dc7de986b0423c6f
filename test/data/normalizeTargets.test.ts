import assert from 'node:assert/strict';
import type { Matrix } from '../../src/engine/model/network.js';
import { inTargetUnits } from '../../src/engine/model/targetUnits.js';
import { classesOf, datasetOf, load, oneOutput, rowsOf, yesOrNo } from './support.js';

const standardize = { normalizeTargets: 'standardize' };
const inputs = Array.from({ length: 40 }, (_, i) => [i]);
const targets = inputs.map(([i]) => [200_000 + 100 * i * i, 0.1, Math.sin(i)]);
const threeOutputs = { ...oneOutput, layers: [{ units: 3 }] };

/** Returns a column's mean and population standard deviation. */
function momentsOf(matrix: Matrix, column: number): readonly [mean: number, std: number] {
  const values = rowsOf(matrix).map((row) => row[column]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(variance)];
}

describe('Normalization of the targets', () => {
  it('standardizes each column on the training part alone, and keeps the scale of a constant one', async () => {
    const { training, validation, targetNormalization, normalization, rows } = await datasetOf({
      ...threeOutputs,
      data: { inputs, targets, validationSplit: 0.5, ...standardize },
    });
    assert.equal(normalization, null);
    assert.ok(validation && rows && targetNormalization);
    for (const [column, expected] of [[0, [0, 1]], [1, [0, 0]], [2, [0, 1]]] as const)
      momentsOf(training.targets, column).forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) < 1e-12, `${column}: ${value}`),
      ); // prettier-ignore
    assert.equal(targetNormalization.scale[1], 1);
    for (const part of ['training', 'validation'] as const) {
      const { values } = { training, validation }[part].targets;
      const own = inTargetUnits(values, targetNormalization);
      const expected = [...rows[part]].flatMap((row) => targets[row]);
      own.forEach((value, i) => assert.ok(Math.abs(value / expected[i] - 1) < 1e-12 || i % 3 === 2));
      own.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9));
    }
  });

  it('works for a table and for a generator', async () => {
    const lines = ['a,price', ...targets.map(([price], i) => `${i},${price}`)];
    const table = await datasetOf(
      { ...oneOutput, data: { file: 'prices.csv', target: 'price', ...standardize } },
      { 'prices.csv': lines.join('\n') },
    );
    const sine = await datasetOf({ ...oneOutput, data: { generator: 'sine', ...standardize } });
    for (const { training } of [table, sine])
      momentsOf(training.targets, 0).forEach((value, i) => assert.ok(Math.abs(value - i) < 1e-12));
  });

  it('is absent by default', async () => {
    const { training, targetNormalization } = await datasetOf({ ...threeOutputs, data: { inputs, targets } });
    assert.equal(targetNormalization, null);
    assert.deepEqual(rowsOf(training.targets), targets);
    assert.equal(inTargetUnits(training.targets.values, null), training.targets.values);
  });

  for (const [what, config] of [
    ['of a generator', { ...yesOrNo, data: { generator: 'moons', ...standardize } }],
    ['of a table', { ...classesOf(2), data: { file: 'a.csv', target: 'kind', ...standardize } }],
    ['of numbers', { ...yesOrNo, data: { inputs: [[1], [2]], targets: [[0], [1]], ...standardize } }],
  ] as const)
    it(`is refused for classes ${what}`, async () => {
      const { dataset, findings } = await load(config, { 'a.csv': 'x,kind\n1,cat\n2,dog\n' });
      assert.equal(dataset, null);
      assert.deepEqual(
        findings.map(({ code, path }) => [code, path]),
        [['normalized-classes', ['data', 'normalizeTargets']]],
      );
    });

  it('is refused where the numbers are too large for it', async () => {
    const { findings } = await load({
      ...oneOutput,
      data: { inputs: [[1], [2]], targets: [[1e308], [-1e308]], ...standardize },
    });
    assert.deepEqual(
      findings.map(({ code, path }) => [code, path]),
      [['too-large-to-normalize', ['data', 'normalizeTargets']]],
    );
  });

  it('is refused with a loss of probabilities, and warned about with outputs that are limited', async () => {
    const data = { inputs: [[1], [2], [3]], targets: [[0.2], [0.4], [0.9]], ...standardize };
    const refused = await load({ ...yesOrNo, data });
    assert.equal(refused.dataset, null);
    const limited = await load({ ...yesOrNo, loss: 'meanSquaredError', data });
    assert.ok(limited.dataset);
    for (const [{ findings }, code, path] of [
      [refused, 'target-range', ['data', 'normalizeTargets']],
      [limited, 'target-out-of-reach', ['layers', 0, 'activation']],
    ] as const) {
      assert.deepEqual([findings[0].code, findings[0].path], [code, path]);
      assert.match(findings[0].message, /The normalized targets.* from -1\.\d+ to 1\.\d+/);
    }
  });
});
