import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import type { Snapshot } from '../../src/protocol.js';
import { heatOf, isDrawn, snapshotOf } from '../../src/jobs/snapshot.js';
import { specOf } from '../worker/support.js';
import { filesIn } from '../../src/node/filesIn.js';

async function startOf(config: object, sample: number): Promise<Snapshot> {
  const spec = (await specOf(config)) as NetworkConfig;
  const { dataset } = await loadDataset(spec, filesIn(''));
  assert.ok(dataset);
  const network = createNetwork(spec, dataset.training.inputs.columns, spec.training);
  return snapshotOf(network, dataset, 0, sample);
}

describe('A snapshot of a deep network', () => {
  it('has only the numbers of its first and last layers', async () => {
    const drawn = Array.from({ length: 999 }, (_, index) => index).filter((index) => isDrawn(index, 999));
    assert.deepEqual(drawn, [0, 1, 2, 3, 4, 5, 6, 7, 991, 992, 993, 994, 995, 996, 997, 998]);
    assert.ok(Array.from({ length: 16 }, (_, index) => isDrawn(index, 16)).every(Boolean));
    const layers = Array.from({ length: 40 }, () => ({ units: 3, activation: 'tanh' }));
    const data = { inputs: [[1, 2]], targets: [[0, 0, 1]] };
    const { layers: shown } = await startOf({ layers, loss: 'halfSquaredError', data }, 0);
    assert.equal(shown.filter(({ weights }) => weights !== null).length, 16);
    assert.deepEqual(
      [shown[20].weights, shown[20].bias, shown[20].outputs, shown[20].heat],
      [null, null, null, null],
    );
    assert.equal(shown[39].weights?.length, 9);
  });
});

describe('A snapshot', () => {
  it('has every weight of a small layer, and the values of the sample asked for', async () => {
    const { layers, inputs, targets } = await startOf(
      {
        layers: [{ weights: [[1, 2], [3, 4]], bias: [10, 20] }],
        loss: 'meanSquaredError',
        data: { inputs: [[0, 0], [1, 10]], targets: [[0, 0], [5, 6]] },
      },
      1,
    ); // prettier-ignore
    assert.deepEqual([...inputs!, ...targets!], [1, 10, 5, 6]);
    assert.deepEqual([...layers[0].weights!], [1, 2, 3, 4]);
    assert.deepEqual([...layers[0].outputs!], [31, 63]);
    assert.deepEqual([layers[0].minWeight, layers[0].maxWeight, layers[0].heat], [1, 4, null]);
  });

  it('summarizes a layer that is too large to draw', async () => {
    const { layers } = await startOf(
      {
        layers: [{ units: 200, activation: 'relu' }, { units: 1 }],
        loss: 'meanSquaredError',
        data: { generator: 'sine', samples: 20 },
      },
      0,
    );
    assert.equal(layers[0].weights, null);
    assert.equal(layers[0].outputs, null);
    assert.deepEqual([layers[0].heat?.rows, layers[0].heat?.columns], [64, 1]);
  });

  it('has means in its grid whose weighted mean is the mean of all weights', () => {
    const size = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(size, size, (units, inputs) => {
        const weights = Float64Array.from({ length: units * inputs }, (_, index) => Math.sin(index));
        const { rows, columns, values } = heatOf({ weights, units, inputs })!;
        const share = (cells: number, count: number, cell: number): number =>
          Array.from({ length: count }, (_, i) => Math.floor((i * cells) / count)).filter((c) => c === cell)
            .length;
        let total = 0;
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++)
            total += values[r * columns + c] * share(rows, units, r) * share(columns, inputs, c);
        const expected = weights.reduce((sum, weight) => sum + weight, 0);
        assert.ok(Math.abs(total - expected) < 1e-4 * Math.max(1, units * inputs * 0.01));
      }),
      { numRuns: 20 },
    );
  });
});
